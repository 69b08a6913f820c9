/**
 * @file The pages of the index: a filter, and the line in which a locator's mention stands.
 */

(() => {
  const { element, all } = dom;
  const index = all("[role=doc-index]")[0];

  /**
   * What a link of the index leads to, in a line; nothing where it leads to no section of the text.
   *
   * @param {HTMLElement} locator
   * @returns {Promise<Content[]>}
   */
  const preview = async (locator) => {
    const href = locator.getAttribute("href") ?? "";
    const [name, anchor] = [edition.name(href), dom.anchor(href)];
    if (!(await edition.whole()).sections.some(([key]) => key === name)) return [];
    const { lines, notes } = await edition.section(name);
    const note = notes.find(([key]) => `fn-${key}` === anchor)?.[2][0];
    for (const line of note ? [note] : [...lines, ...notes.flatMap(([, , inside]) => inside)]) {
      const { at: start, n = 0 } = words.points(line).find(({ k }) => k === anchor) ?? { at: note ? 0 : -1 };
      const [found] = start < 0 ? [] : words.around(words.letters(words.pieces(line)), [{ start, end: start + n }]);
      if (found) return [element("p", {}, ...found)];
    }
    return [];
  };

  /** Shows the entries that have the words of the field, with the entries that they stand in. */
  const filter = () => {
    const terms = words.terms(field.value);
    const has = (/** @type {HTMLElement} */ item) => words.every(words.find([item.textContent ?? ""], terms), terms);
    const entries = all(":scope > ul > li", index);
    entries.forEach((entry) => {
      entry.hidden = !has(entry);
      const subs = all("li", entry);
      const own = subs.filter(has);
      subs.forEach((sub) => (sub.hidden = own.length > 0 && !own.includes(sub)));
    });
    const left = entries.filter((entry) => !entry.hidden).length;
    said.textContent = field.value ? `${left} of ${entries.length} entries` : "";
  };

  const title = "Filter the entries";
  const field = element("input", { type: "search", "aria-label": title, placeholder: title, input: filter });
  const said = element("span", { role: "status" });
  index?.querySelector("ul, h2")?.before(element("p", { class: "filter" }, field, said));
  popup.explain("[role=doc-index] a[href*='#']", preview);
})();
