/**
 * @file What can be cited of what is being read: the selected words, the page of the print, a note on it, the section, the
 * whole edition; and the addresses of these, which last.
 *
 * An address says which version of the text it was taken from (`?v=0.1.0`), so that the page that it leads to can say
 * whether its text has changed since (`since.js`).
 *
 * @typedef {{ path: string, anchor?: string }} Place
 *   A place of the edition: its path in the site, and where it is on that page.
 * @typedef {Place & { words: string, section: string, page?: string, first?: string, last?: string, within?: Choice }} Choice
 *   What can be cited: how it is called, the section that it is in, the label of its page. References name it as `first`,
 *   which a note makes `44n1`, and `last`; and the address of what it is `within`: one that leads to words is too long.
 */

const citable = (() => {
  const { all } = dom;
  /**
   * The address under which the site is published, as far as it is known.
   *
   * @returns {string}
   */
  const root = () => {
    const path = location.href.slice(edition.base.href.length).replace(/(index\.html)?([?#].*)?$/s, "");
    const { canonical } = cite;
    return canonical?.endsWith(path) ? canonical.slice(0, canonical.length - path.length) : "";
  };

  /**
   * The lasting address of what is cited.
   *
   * @param {Place} place
   * @param {Reference} reference
   * @returns {string}
   */
  const address = ({ path, anchor = "" }, { published, version }) => {
    const site = published || root();
    const made = new URL(site ? site + path : edition.address(`../${path.slice(0, -1)}`));
    if (version) made.searchParams.set("v", version);
    if (anchor.includes("text=") && settings.chosen("reading") === "source") made.searchParams.set("reading", "source");
    made.hash = anchor;
    return made.href;
  };

  /**
   * How a section is cited, or the whole edition.
   *
   * @param {string} key
   * @returns {Promise<Reference>}
   */
  const reference = async (key) => /** @type {Reference} */ (await edition.load(key ? `references/${key}` : "reference"));

  /**
   * The notes on a page of the print. One that runs on to it is called by the page on which it begins; the editors' own
   * have no label of the print, so they are cited by their page.
   *
   * @param {PrintedPage} page
   * @param {PrintedPage[]} pages
   * @param {string} section
   * @returns {Choice[]}
   */
  const notes = ([label, id, home, notes], pages, section) => {
    const printed = Object.entries(notes).map(([sign, at]) => {
      const [anchor = "", other = home] = at.split("#").reverse();
      const [begun] = pages.find((page) => Object.values(page[3]).some((known) => known.split("#").at(-1) === anchor)) ?? [label];
      return { words: `Page ${begun}, note ${sign}`.trim(), section, path: `text/${other}/`, anchor, page: begun, first: begun + (sign && `n${sign}`) };
    });
    const ours = all(`article li.editorial[data-n="${CSS.escape(label)}"]`).map((note) => ({
      words: `Page ${label}, ${(note.querySelector(".label")?.textContent ?? "").replace(/^(.+?)\. (.+)/, "$2 $1")}`,
      section,
      path: place.leaf ? `p/${id.slice(1)}/` : `text/${section}/`,
      anchor: note.id,
      page: label,
      first: label,
    }));
    return [...printed, ...ours];
  };

  /**
   * The section that is being read; on a page that shows one page of the print that of the words, or of its beginning.
   *
   * @param {Whole} whole
   * @param {Passage | null} passage
   * @returns {string}
   */
  const reading = ({ sections }, passage) => {
    const known = (/** @type {string} */ name) => sections.some(([key]) => key === name);
    const heads = all(".leaf [id]").filter(({ id }) => known(id));
    const head = passage && heads.findLast((found) => found.compareDocumentPosition(passage.node) & Node.DOCUMENT_POSITION_FOLLOWING);
    const link = all(".place", place.leaf)[0]?.getAttribute("href") ?? "";
    const name = place.leaf ? head?.id ?? edition.name(link) : edition.name();
    return known(name) ? name : "";
  };

  /**
   * What can be cited, the nearest first.
   *
   * @param {Passage | null} passage
   * @returns {Promise<Choice[]>}
   */
  const choices = async (passage) => {
    const whole = await edition.whole();
    const [section, label] = [reading(whole, passage), passage?.first || place.label()];
    const all = { words: "The whole edition", section: "", path: "text/" };
    if (!section) return [all];
    const page = whole.pages.find(([known]) => known === label);
    const alone = page && { words: `Page ${label}`, section, path: `p/${page[1].slice(1)}/`, page: label, first: label };
    const noted = page ? notes(page, whole.pages, section) : [];
    const title = whole.sections.find(([key]) => key === section)?.[1];
    const part = { words: `Section: ${title}`, section, path: `text/${section}/` };
    const within = noted.find(({ anchor }) => anchor === passage?.note) ?? alone ?? part;
    const chosen = passage && quoted(passage, within, place.leaf && alone ? alone.path : part.path);
    return [chosen, alone, ...noted, part, all].filter((one) => one != null);
  };

  /**
   * The selected words as what is cited.
   *
   * @param {Passage} passage
   * @param {Choice} within
   * @param {string} path
   * @returns {Choice}
   */
  const quoted = ({ last, anchor, directive }, within, path) => {
    const at = last ? `Pages ${within.first}–${last}` : within.words;
    const words = `The selected words (${at.replace(/^P/, "p")})`;
    return { ...within, words, path, anchor: anchor + (directive && `:~:text=${directive}`), last, within };
  };

  return { address, reference, choices };
})();
received("citable", citable);
