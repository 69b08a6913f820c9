/**
 * @file References to the edition in the styles of scholars and the formats of programs: patterns, which get their page,
 * range and address here (as `mastercopy.derive.citing` does it for the pages of the site).
 *
 * @typedef {{ style: string, name: string, entry: string, cited: string, page: string, pages: string, collapse: string }} Form
 *   What a style makes of an item: `entry` of its list; `cited` in a note or in brackets, and the same with a page and a range.
 * @typedef {Record<"entry" | "page" | "pages", string>} Format
 * @typedef {{ path: string, version: string, published: string, first: string, last: string, title: string, forms: Form[], formats: Record<string, Format> }} Reference
 *   How a section or the whole edition is cited. `published`: the address of the edition, "" where it is published nowhere.
 * @typedef {{ first: string, last: string, address: string }} Locator
 */

const references = (() => {
  /** What stands for italics, the first page, the last page and the address; and what makes such a letter a letter. */
  const [ITALIC, PLACES] = ["\ue000", /\ue004([0-4])|[\ue001-\ue003]/g];
  /** @type {Record<string, string>} */
  const BIBTEX = { "\\": "backslash", "{": "braceleft", "}": "braceright", "~": "asciitilde", "^": "asciicircum", "`": "asciigrave", "<": "less", ">": "greater", "|": "bar" };

  /**
   * The second number of a range as a style's page-range-format has it (CSL 1.0.2, Appendix V); other labels as they are.
   *
   * @param {string} first
   * @param {string} last
   * @param {string} collapse
   * @returns {string}
   */
  const collapsed = (first, last, collapse) => {
    const [, series, begin = ""] = /^(.*\D|)(\d+)$/s.exec(first) ?? [];
    const [, same, end = ""] = /^(.*\D|)(\d+)$/s.exec(last) ?? [];
    if (!begin || series !== same || !collapse || collapse === "expanded") return last;
    if (begin.length !== end.length) return end;
    const kept = [...end].findIndex((digit, at) => digit !== begin[at]);
    /** The digits from the first that changes on, and no fewer than `least`. */
    const changed = (/** @type {number} */ least) => end.slice(Math.max(0, Math.min(kept < 0 ? end.length : kept, end.length - least)));
    if (collapse.startsWith("minimal")) return changed(collapse === "minimal" ? 1 : 2);
    if (begin.length < 3 || begin.endsWith("00")) return end;
    const differing = [...end].filter((digit, at) => digit !== begin[at]).length;
    if (collapse !== "chicago-16" && begin.length === 4 && differing > 2) return end;
    return changed(begin.at(-2) === "0" ? 1 : 2);
  };

  /**
   * A pattern with what is cited in its places.
   *
   * @param {string} pattern
   * @param {Locator} cited
   * @returns {string}
   */
  const filled = (pattern, { first, last, address }) =>
    pattern.replace(PLACES, (place, letter) =>
      letter ? String.fromCharCode(0xe000 + Number(letter)) : ([first, last, address][place.charCodeAt(0) - 0xe001] ?? ""),
    );

  /**
   * A reference of a style, as it is set.
   *
   * @param {string} pattern
   * @param {Locator} cited
   * @param {string} [collapse]
   * @returns {Content[]}
   */
  const set = (pattern, cited, collapse = "") =>
    pattern.split(ITALIC).map((run, at) => {
      const words = filled(run, { ...cited, last: collapsed(cited.first, cited.last, collapse) });
      return at % 2 ? dom.element("i", {}, words) : words;
    });

  /**
   * A label in BibTeX, each letter of it only a letter.
   *
   * @param {string} label
   */
  const latex = (label) =>
    label
      .replace(/[#$%&_\\{}~^`<>|]/g, (sign) => (BIBTEX[sign] ? `\\text${BIBTEX[sign]}{}` : `\\${sign}`))
      .replaceAll("\u2011", "-")
      .replace(/([-',])(?=\1)|[?!](?=\\textasciigrave)/g, "$&{}")
      .replace(/"([^"]*)"/g, "``$1''")
      .replaceAll("'''", "'{}''")
      .replaceAll('"', "\\textquotedbl{}");

  /** @param {string} value */
  const json = (value) => JSON.stringify(value).slice(1, -1);

  /** A label in which no hyphen can be taken for that of a range. */
  const number = (/** @type {string} */ label) => json(label.replaceAll("-", "\u2011"));

  /**
   * A reference in a format for programs.
   *
   * @param {string} name
   * @param {Format} format
   * @param {Locator} cited
   * @returns {string}
   */
  const written = (name, format, { first, last, address }) => {
    const write = name === "BibTeX" ? latex : name === "CSL-JSON" ? number : String;
    const pattern = format[first ? (last ? "pages" : "page") : "entry"];
    return filled(pattern, { first: write(first), last: write(last), address: name === "CSL-JSON" ? json(address) : address });
  };

  return { collapsed, set, written };
})();
received("references", references);
