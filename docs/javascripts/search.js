/**
 * @file Search that answers with pages of the print, with notes, and with headings of the index, in the order of the
 * book; and the words marked where a result leads to.
 *
 * @typedef {{ pieces: Piece[], hits: Hit[] }} Found
 * @typedef {{ label: string, title: string, section: string, anchor: string, found: Found[] }} Result
 */

const search = (() => {
  const { element, paragraph, all, nearest } = dom;
  /** How many results are listed at a time, and how many lines of each. */
  const [RESULTS, LINES] = [40, 3];

  /**
   * The results of one section, each with all the terms: its pages, then its notes.
   *
   * @param {string} key
   * @param {Section} section
   * @param {RegExp[]} terms
   * @returns {Result[]}
   */
  const inSection = (key, { title, page, lines, notes }, terms) => {
    /** @type {Result[]} */
    const results = [];
    /** @type {(label: string, anchor: string) => Result} */
    const begin = (label, anchor) => {
      const result = { label, title, section: key, anchor, found: [] };
      results.push(result);
      return result;
    };
    let open = begin(page && `p. ${page}`, "");
    for (const line of lines) open = inLine(line, terms, open, begin);
    for (const [note, label, inside] of notes) {
      const result = begin(label, `fn-${note}`);
      for (const line of inside) inLine(line, terms, result, begin);
    }
    return results.filter(({ found }) => words.every(found.flatMap(({ hits }) => hits), terms));
  };

  /**
   * Gives what is found in a line to the pages on which it begins; the page that is open at the line's end.
   *
   * @param {Token[]} line
   * @param {RegExp[]} terms
   * @param {Result} open
   * @param {(label: string, anchor: string) => Result} begin
   * @returns {Result}
   */
  const inLine = (line, terms, open, begin) => {
    const pieces = words.pieces(line);
    const hits = words.find(pieces, terms);
    let [page, start] = [open, 0];
    for (const { at, p, a } of [...words.points(line), { at: Infinity, p: "", a: "" }]) {
      if (a === undefined) continue;
      const here = hits.filter((hit) => hit.start >= start && hit.start < at);
      if (here.length) page.found.push({ pieces, hits: here });
      if (a) page = begin(`p. ${p}`, a);
      start = at;
    }
    return page;
  };

  /**
   * The headings of the index that have all the terms; the first of them.
   *
   * @param {Heading[]} entries
   * @param {RegExp[]} terms
   * @returns {HTMLElement[]}
   */
  const headings = (entries, terms) => {
    const found = entries.filter(([, heading]) => words.every(words.find([heading], terms), terms));
    const items = found.map(([key, heading, index]) => element("li", {}, element("a", { href: edition.address(index, key) }, heading), ` Index of ${index}`));
    const more = element("li", { class: "more" }, `and ${found.length - LINES} more in the index`);
    return found.length > LINES ? [...items.slice(0, LINES), more] : items;
  };

  /**
   * A result as it is listed: the page and the section, and the first lines in which the words stand.
   *
   * @param {Result} result
   * @param {string} query
   * @returns {HTMLElement}
   */
  const listed = ({ label, title, section, anchor, found }, query) => {
    const link = element("a", { href: edition.address(section, anchor, query) }, element("b", {}, label), `${label && " · "}${title}`);
    const places = found.flatMap(({ pieces, hits }) => words.around(words.letters(pieces), hits));
    const lines = places.slice(0, LINES).map((line) => paragraph(...line));
    const more = places.length > LINES ? [element("p", { class: "more" }, `and ${places.length - LINES} more`)] : [];
    return element("li", {}, link, ...lines, ...more);
  };

  const field = element("input", {
    type: "search",
    "aria-label": "Words to find",
    placeholder: "words, or “words just so”",
    spellcheck: "false",
    input: () => answer(),
  });
  const count = element("p", { class: "count", role: "status" });
  const list = element("ol", { click: ({ target }) => nearest(target, "a") && panel.close() });
  const panel = dom.dialog("Search the edition", field, count, list);
  let asked = "";

  /** Lists what is found for what the field says. */
  const answer = async () => {
    const query = (asked = field.value.trim());
    const terms = words.terms(query);
    if (query.length < 2 || !terms.length) return count.replaceChildren(), list.replaceChildren();
    const { entries, sections } = await edition.whole();
    const loaded = await Promise.all(sections.map(([key]) => edition.section(key)));
    if (asked !== query) return;
    const results = loaded.flatMap((section, at) => inSection(sections[at]?.[0] ?? "", section, terms));
    const places = results.flatMap(({ found }) => found.flatMap(({ hits }) => hits)).length;
    const first = results.length > RESULTS ? `, the first ${RESULTS} here` : "";
    count.textContent = `Places: ${places}. Pages and notes: ${results.length}${first}.`;
    list.replaceChildren(...headings(entries, terms), ...results.slice(0, RESULTS).map((result) => listed(result, query)));
  };

  const open = () => {
    panel.showModal();
    field.select();
  };

  field.addEventListener("keydown", async ({ key }) => {
    if (key === "Escape") panel.close(); // at once, and not only emptying the field
    if (key !== "Enter") return;
    await answer();
    all(":scope > li > a", list)[0]?.click();
  });
  dom.tool("Search", "Search (/)", open);

  /**
   * Marks what the address asks for (`?q=…`) in the reading that is shown.
   *
   * @returns {Range[]}
   */
  const mark = () => {
    const query = new URLSearchParams(location.search).get("q");
    const ranges = query ? words.here(words.terms(query)) : [];
    words.mark("found", ranges);
    if (query) dom.say(`“${query}”: ${ranges.length} on this page`);
    return ranges;
  };

  /** Goes to the first place at or after the one that the address names. */
  const arrive = () => {
    const target = dom.target();
    const first = mark().find((range) => !target || target.contains(range.startContainer) || range.comparePoint(target, 0) < 0);
    if (first) scrollTo({ top: first.getBoundingClientRect().top + scrollY - innerHeight / 3 });
  };
  // After the browser's own jump to the place, which the fonts and the header may move.
  addEventListener("load", () => requestAnimationFrame(arrive));

  return { open, mark };
})();
