/**
 * @file Whether the text of a page has changed since the version that was cited (`?v=0.1.0`), and what.
 *
 * @typedef {[release: string, note: string, before: string, old: string, words: string, after: string]} Change
 *   The release that brought it, "" where none has yet; `note` as in `n. 1`, "" in the text; what it was and what it is now.
 * @typedef {{ versions: [version: string, date: string][], now: string, pages: Record<string, Change[]> }} Changes
 */

const since = (() => {
  const { element, all } = dom;

  /**
   * The changes of this page of the site that were made since a version, each with its page of the print.
   *
   * @param {Changes} changes
   * @param {number} since
   * @returns {Promise<[page: PrintedPage, change: Change][]>}
   */
  const made = async ({ versions, pages }, since) => {
    const later = versions.slice(since + 1).map(([version]) => version);
    const whole = await edition.whole();
    const found = whole.pages.flatMap((page) => (pages[page[1].slice(1)] ?? []).map((change) => /** @type {[PrintedPage, Change]} */ ([page, change])));
    return found.filter(([[label, , section], [release]]) => {
      const here = place.leaf ? label === place.label() : section === edition.name() || label === place.opening?.dataset.n;
      return here && (!release || later.includes(release));
    });
  };

  /**
   * A change as it is listed: where it is, which release has brought it, and the words before and after.
   *
   * @param {PrintedPage} page
   * @param {Change} change
   * @param {Changes} changes
   */
  const listed = ([label, id, home, notes], [release, note, before, old, words, after], { versions }) => {
    const [anchor = "", section = home] = ((note && notes[note.slice(2).trim()]) || id).split("#").reverse();
    const href = document.getElementById(anchor) ? `#${anchor}` : edition.address(section, anchor);
    const date = new Date(versions.find(([version]) => version === release)?.[1] ?? "");
    const when = isNaN(+date) ? "" : `, ${date.toLocaleDateString("en-GB", { dateStyle: "long", timeZone: "UTC" })}`;
    const hidden = (/** @type {string} */ words) => element("span", { class: "unseen" }, words);
    const was = old && element("del", {}, hidden(words ? "was: " : "removed: "), old);
    const is = words && element("ins", {}, hidden(old ? "now is: " : "added: "), words);
    return element(
      "li",
      {},
      element("p", {}, element("a", { href }, `p. ${label}${note && `, ${note}`}`), release ? ` · version ${release}${when}` : " · not released yet"),
      element("p", { class: "words" }, `… ${before} `, was, " ", is, hidden(";"), ` ${after}\u00a0…`),
    );
  };

  /**
   * What is said of the version that was cited, and the changes since; nothing where there is nothing to say.
   *
   * @param {string} cited
   * @param {Changes} changes
   * @returns {Promise<[said: string, changes: HTMLElement[]]>}
   */
  const told = async (cited, changes) => {
    const since = changes.versions.findIndex(([version]) => version === cited);
    const name = cited.slice(0, 40);
    if (since < 0) return [cited === changes.now ? "" : `Version ${name}, which was cited, isn’t known here.${changes.now && ` This is version ${changes.now}.`}`, []];
    const found = await made(changes, since);
    const count = `${found.length} change${found.length > 1 ? "s" : ""}`;
    if (found.length) return [`The text of ${place.leaf ? "this page" : "the pages of this section"} has changed since version ${name}, which was cited: ${count}.`, found.map(([page, change]) => listed(page, change, changes))];
    return [since === changes.versions.length - 1 ? "" : `Version ${name}, which was cited, had the same text here.`, []];
  };

  /** Says at the top of the page whether its text has changed since the version that its address names. */
  const say = async () => {
    const cited = new URLSearchParams(location.search).get("v");
    if (!cited || !(place.leaf || (await edition.whole()).sections.some(([key]) => key === edition.name()))) return;
    const [said, changes] = await told(cited, /** @type {Changes} */ (await edition.load("changes")));
    if (!said) return;
    const status = element("p");
    const list = element("ol", { hidden: "" }, ...changes);
    const click = () => {
      list.hidden = !list.hidden;
      shown.setAttribute("aria-expanded", `${!list.hidden}`);
    };
    const shown = element("button", { "aria-expanded": "false", click }, "Show what has changed");
    const region = element("section", { class: "since ed", "aria-label": "Since the version that was cited" }, status, ...(changes.length ? [shown, list] : []));
    all("article")[0]?.prepend(region);
    // Where the address leads further down, it is said there too.
    requestAnimationFrame(() => {
      const above = region.getBoundingClientRect().bottom < 0;
      if (above) dom.say(`${said} See the top of this page.`);
      else status.role = "status";
      status.append(said);
    });
  };
  return { say };
})();
received("since", since);
since.say();
