/**
 * @file Corrections in the reading that the reader chooses: that of the edition, that of its source, or both.
 *
 * The page has the edition's, with the source's in `data-sic`; only letters are exchanged, so what stands in a
 * correction, such as the beginning of a page, stays where it is. A correction in a correction is its container's.
 *
 * @typedef {"edition" | "source" | "both"} Reading
 */

const readings = (() => {
  const { all, element } = dom;
  /** @type {Map<HTMLElement, [node: Text, words: string][]>} The letters of each correction as the edition reads them. */
  const edited = new Map();
  /** @type {Reading} */
  let shown = "edition";

  /**
   * The text nodes of a correction that are letters of the text; there is one at least.
   *
   * @param {HTMLElement} correction
   * @returns {Text[]}
   */
  const letters = (correction) => {
    const found = words.nodes(correction);
    if (found.length) return found;
    const none = new Text();
    correction.append(none);
    return [none];
  };

  /**
   * What the edition reads at a correction.
   *
   * @param {HTMLElement} correction
   * @returns {string}
   */
  const edition = (correction) => (edited.get(correction) ?? []).map(([, letters]) => letters).join("");

  /**
   * The letters that the reading which isn't shown has in the place of a text node of a correction.
   *
   * @param {HTMLElement} correction
   * @param {Text} node
   * @returns {string}
   */
  const other = (correction, node) => {
    const at = (edited.get(correction) ?? []).findIndex(([known]) => known === node);
    if (shown === "source") return edited.get(correction)?.[at]?.[1] ?? node.data;
    return at ? "" : (correction.dataset.sic ?? "");
  };

  /**
   * Shows one correction in the reading that is chosen: all of the source's letters stand in its first text node.
   *
   * @param {HTMLElement} correction
   */
  const turn = (correction) => {
    const sic = correction.dataset.sic ?? "";
    edited.get(correction)?.forEach(([node, letters], at) => {
      const source = at ? "" : sic;
      node.data = shown === "source" ? source : letters;
    });
    all(":scope > .sic", correction).forEach((found) => found.remove());
    if (shown !== "both") return;
    correction.append(element("span", { class: "sic ed" }, sic ? ` [source: ${sic}]` : " [not in the source]"));
  };

  /**
   * Shows the whole page in a reading.
   *
   * @param {Reading} reading
   */
  const show = (reading) => {
    shown = reading;
    for (const correction of edited.keys()) turn(correction);
  };

  all("article .corr:not(.corr .corr)").forEach((correction) => {
    edited.set(
      correction,
      letters(correction).map((node) => [node, node.data]),
    );
  });
  return { show, edition, other };
})();
