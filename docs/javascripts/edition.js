/**
 * @file The edition as data: its sections, pages and index headings, the text of each section, the mentions of each entry.
 *
 * The files are scripts that call `received`, because a page that is opened from the disk can read no other. They are
 * made from the master (`mastercopy.write.data`), and loaded when something first asks for them.
 *
 * @typedef {string | [edition: string, source: string] | { p: string, a: string, o?: number } | { k: string, n?: number, o?: number }} Token
 *   Letters; letters in both readings; the beginning of the page `p` of the print, whose address is `a`; a place whose
 *   words are the `n` letters that follow. In a correction these two are `o` letters further on.
 * @typedef {{ title: string, page: string, lines: Token[][], notes: [key: string, label: string, lines: Token[][]][] }} Section
 *   `page`: the page of the print on which its first words stand, where another section has the page's beginning.
 * @typedef {[label: string, address: string, section: string, notes: Record<string, string>]} PrintedPage
 * @typedef {[key: string, heading: string, index: string, entry?: string]} Heading
 *   `entry`: the key of the entry whose sub-heading it is.
 * @typedef {{ sections: [key: string, title: string][], pages: PrintedPage[], extent: string, entries: Heading[] }} Whole
 * @typedef {[heading: string, page: string, section: string, anchor: string]} Mention
 */

const edition = (() => {
  const script = document.currentScript;
  const base = new URL("..", script instanceof HTMLScriptElement ? script.src : location.href);
  /** @type {Map<string, Promise<unknown>>} */
  const asked = new Map();
  /** @type {Map<string, (value: unknown) => void>} */
  const waiting = new Map();

  /**
   * What a file of data brings, or a room that few ask for; each is loaded once, and asked for again where it didn't come.
   *
   * @param {string} name
   * @param {string} [folder]
   * @returns {Promise<unknown>}
   */
  const load = (name, folder = "text/data") => {
    const known = asked.get(name);
    if (known) return known;
    const coming = new Promise((resolve, reject) => {
      const end = () => {
        if (!waiting.delete(name)) return;
        asked.delete(name);
        dom.say("The text can't be loaded now.");
        reject(new Error(name));
      };
      waiting.set(name, resolve);
      document.head.append(dom.element("script", { src: new URL(`${folder}/${name}.js`, base).href, load: end, error: end }));
    });
    asked.set(name, coming);
    return coming;
  };

  /**
   * Takes what a file of data brings.
   *
   * @param {string} name
   * @param {unknown} value
   */
  const receive = (name, value) => {
    waiting.get(name)?.(value);
    waiting.delete(name);
  };

  /** @returns {Promise<Whole>} */
  const whole = async () => /** @type {Whole} */ (await load("edition"));

  /**
   * @param {string} key
   * @returns {Promise<Section>}
   */
  const section = async (key) => /** @type {Section} */ (await load(`sections/${key}`));

  /**
   * The mentions of each entry of an index by its key, in the order of the book.
   *
   * @param {string} index
   * @returns {Promise<Record<string, Mention[]>>}
   */
  const mentions = async (index) => /** @type {Record<string, Mention[]>} */ (await load(`mentions/${index}`));

  /**
   * The address of a page of the site; from the disk a folder has to be named with its file.
   *
   * @param {string} name
   * @param {string} [anchor]
   * @param {string} [query]
   * @returns {string}
   */
  const address = (name, anchor = "", query = "") => {
    const made = new URL(`text/${name}/${location.protocol === "file:" ? "index.html" : ""}`, base);
    if (query) made.searchParams.set("q", query);
    made.hash = anchor;
    return made.href;
  };

  /**
   * The name of the page of the site that an address leads to, "" where it is none of the text's folder.
   *
   * @param {string} [href]
   * @returns {string}
   */
  const name = (href = location.href) => {
    const [, found = ""] = new URL(href, location.href).href.split(`${base.href}text/`);
    return found.split(/[/?#]/)[0] ?? "";
  };

  return { base, receive, load, whole, section, mentions, address, name };
})();

/**
 * What the files of data call.
 *
 * @param {string} name
 * @param {unknown} value
 */
function received(name, value) {
  edition.receive(name, value);
}
