/**
 * @file What words of the page say when they are asked: marks their notes, corrections the source, references the work.
 */

(() => {
  const { element, paragraph, all } = dom;
  /**
   * What an element meant to say in a tooltip of the browser, which has no place for the keyboard or a finger.
   *
   * @param {HTMLElement} asked
   * @returns {string}
   */
  const says = (asked) => asked.dataset.says ?? "";

  /**
   * What a correction says in the reading that is shown.
   *
   * @param {HTMLElement} correction
   * @returns {Content[]}
   */
  const reading = (correction) => {
    const words = readings.edition(correction);
    const reads = words ? `The edition reads “${words}”. ` : "The edition has nothing here. ";
    return [paragraph((settings.chosen("reading") === "source" ? reads : "") + says(correction))];
  };

  /**
   * The note that a mark names, without what has a meaning only in its place: addresses and the way back.
   *
   * @param {HTMLElement} mark
   * @returns {Content[]}
   */
  const noted = (mark) => {
    const href = mark.getAttribute("href") ?? "";
    const copied = element("div");
    copied.append(...(document.getElementById(dom.anchor(href))?.cloneNode(true).childNodes ?? []));
    all(".footnote-backref, .pn, .pb", copied).forEach((found) => found.remove());
    all("[id]", copied).forEach((found) => found.removeAttribute("id"));
    const meanings = all("[data-says]:is(.cite, .name)", copied).map((found) =>
      element("p", { class: "means" }, element("i", {}, found.textContent ?? ""), ` stands for ${says(found)}`),
    );
    const more = says(mark) ? [element("p", { class: "means" }, says(mark))] : [];
    return [...copied.childNodes, ...meanings, ...more, element("a", { class: "there", href }, "To the note in its place")];
  };

  all("article [title]:is(.corr, .cite, .name, .gap, .mark a, .mark)").forEach((asked) => {
    asked.dataset.says = asked.title;
    asked.removeAttribute("title");
    if (asked.matches("a")) return;
    asked.tabIndex = 0;
    asked.setAttribute("aria-description", says(asked));
  });
  popup.answer("article .corr[data-says]", reading);
  popup.answer("article [data-says]:is(.cite, .name, .gap, .mark)", (asked) => [paragraph(says(asked))]);
  popup.answer("article a[role=doc-noteref]", noted);
})();
