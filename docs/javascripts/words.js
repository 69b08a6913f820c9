/**
 * @file Words sought in the text, in both readings at once; and words marked on the page without touching its text.
 *
 * @typedef {string | [shown: string, other: string]} Piece
 *   Letters; or the letters that are shown at a correction, and those of the other reading.
 * @typedef {{ start: number, end: number, term: number, other: string }} Hit
 *   Where a term stands in the letters that are shown; `other`: the words of the other reading, where only it has them.
 */

const words = (() => {
  const { element, all, nearest } = dom;
  /** Signs that are the same to a reader who types, and below each the one that he types for it. */
  const PRINTED = "’‘‚“”„«»–—\u00a0";
  const TYPED = `'''"""""-- `;

  /**
   * Text without capitals and accents, as long as before. Text is taken to be in NFC.
   *
   * @param {string} text
   * @returns {string}
   */
  const fold = (text) =>
    text.replace(/[A-Z]|[^\0-\x7f]/g, (letter) => {
      const parts = letter.normalize("NFD");
      const bare = (/^.\p{M}/u.test(parts) ? (parts[0] ?? letter) : letter).toLowerCase();
      return TYPED[PRINTED.indexOf(bare)] ?? (bare.length === 1 ? bare : letter);
    });

  /**
   * What a query asks for: words by their beginnings, and with quotation marks words just so. A hyphen is like a space.
   *
   * @param {string} query
   * @returns {RegExp[]}
   */
  const terms = (query) =>
    [...new Set(fold(query).match(/"[^"]*"?|[^\s"]+/g))].flatMap((asked) => {
      const letters = asked.replaceAll('"', "").trim();
      if (!letters) return [];
      const exact = letters.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replace(/[\s-]+/g, "[\\s-]+");
      const before = /^[\p{L}\p{N}]/u.test(letters) ? "(?<![\\p{L}\\p{N}])" : "";
      return [new RegExp(before + exact + (/".*"/.test(asked) ? "(?![\\p{L}\\p{N}])" : ""), "gu")];
    });

  /**
   * The letters that are shown, or those of the other reading.
   *
   * @param {Piece[]} pieces
   * @param {0 | 1} [which]
   * @returns {string}
   */
  const letters = (pieces, which = 0) => pieces.map((piece) => (typeof piece === "string" ? piece : piece[which])).join("");

  /** @type {[WeakMap<Piece[], string>, WeakMap<Piece[], string>]} */
  const folds = [new WeakMap(), new WeakMap()];

  /**
   * The same, folded; it is kept, since each key that is typed asks for it again.
   *
   * @param {Piece[]} pieces
   * @param {0 | 1} which
   * @returns {string}
   */
  const folded = (pieces, which) => {
    const known = folds[which].get(pieces) ?? fold(letters(pieces, which));
    folds[which].set(pieces, known);
    return known;
  };

  /**
   * Where a term stands in a text.
   *
   * @param {string} text
   * @param {RegExp} term
   */
  const matches = (text, term) => [...text.matchAll(term)].map(({ index, 0: { length } }) => ({ from: index, to: index + length }));

  /**
   * Where a term stands in the other reading, as far as a correction is in it.
   *
   * @param {Piece[]} pieces
   * @param {RegExp} wanted
   * @param {number} term
   * @returns {Hit[]}
   */
  const others = (pieces, wanted, term) => {
    const found = matches(folded(pieces, 1), wanted);
    let [shown, other] = [0, 0];
    return pieces.flatMap((piece) => {
      const [here, there] = typeof piece === "string" ? [piece, piece] : piece;
      const [at, start, end] = [shown, other, other + there.length];
      shown += here.length;
      other = end;
      return (here === there ? [] : found)
        .filter(({ from, to }) => from < end && to > start)
        .map(({ from, to }) => ({
          start: at - Math.max(0, start - from),
          end: at + here.length + Math.max(0, to - end),
          term,
          other: letters(pieces, 1).slice(from, to),
        }));
    });
  };

  /**
   * Where the terms stand, in the order of the text.
   *
   * @param {Piece[]} pieces
   * @param {RegExp[]} wanted
   * @returns {Hit[]}
   */
  const find = (pieces, wanted) => {
    const hits = wanted.flatMap((asked, term) =>
      matches(folded(pieces, 0), asked).map(({ from, to }) => ({ start: from, end: to, term, other: "" })),
    );
    for (const hit of wanted.flatMap((asked, term) => others(pieces, asked, term))) {
      if (!hits.some((known) => known.term === hit.term && known.start < hit.end && hit.start < known.end)) hits.push(hit);
    }
    return hits.sort((one, two) => one.start - two.start || two.end - one.end);
  };

  /**
   * Whether each term is among the hits.
   *
   * @param {Hit[]} hits
   * @param {RegExp[]} terms
   */
  const every = (hits, terms) => new Set(hits.map(({ term }) => term)).size === terms.length;

  /** @type {WeakMap<Token[], Piece[]>} */
  const lines = new WeakMap();

  /**
   * The pieces of a line of the edition's data.
   *
   * @param {Token[]} line
   * @returns {Piece[]}
   */
  const pieces = (line) => {
    const known = lines.get(line) ?? line.filter((token) => typeof token === "string" || Array.isArray(token));
    lines.set(line, known);
    return known;
  };

  /**
   * The pages that begin in a line of the edition's data and the places in it, with how many letters stand before each.
   *
   * @param {Token[]} line
   * @returns {{ at: number, p?: string, a?: string, k?: string, n?: number }[]}
   */
  const points = (line) => {
    let at = 0;
    return line.flatMap((token) => {
      if (typeof token !== "string" && !Array.isArray(token)) return [{ ...token, at: at + (token.o ?? 0) }];
      at += (typeof token === "string" ? token : token[0]).length;
      return [];
    });
  };

  /** How many letters are shown on each side of a place. */
  const SIDE = 70;

  /**
   * The words around each place, cut where words end, with the place itself marked; places that are near as one.
   *
   * @param {string} text
   * @param {{ start: number, end: number, other?: string }[]} places
   * @returns {Content[][]}
   */
  const around = (text, places) => {
    /** @type {Content[][]} */
    const lines = [];
    const apart = places.filter(({ start }, number) => places.slice(0, number).every(({ end }) => end <= start));
    apart.forEach(({ start, end, other }, number) => {
      const before = apart[number - 1]?.end ?? -Infinity;
      const next = apart[number + 1]?.start ?? Infinity;
      const from = text.slice(Math.max(0, start - SIDE, before), start);
      if (start - before > SIDE) lines.push([start > SIDE ? `… ${from.replace(/^\S*\s/, "")}` : from]);
      else lines.at(-1)?.push(from);
      const to = Math.min(end + SIDE, next);
      const after = text.slice(end, to);
      const last = next - end > SIDE ? [to < text.length ? `${after.replace(/\s\S*$/, "")} …` : after] : [];
      lines.at(-1)?.push(element("mark", {}, text.slice(start, end)), ...(other ? [` [source: ${other}]`] : []), ...last);
    });
    return lines;
  };

  /**
   * The letters of the text at or below an element, as text nodes: without numbers, marks and labels.
   *
   * @param {Node} root
   * @returns {Text[]}
   */
  const nodes = (root) => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    /** @type {Text[]} */
    const found = [];
    while (walker.nextNode()) {
      const aside = nearest(walker.currentNode, ".ed:not(li)");
      if (!aside || aside.contains(root)) found.push(/** @type {Text} */ (walker.currentNode));
    }
    return found;
  };

  /**
   * The range of some letters of a run of text nodes; where there are none, of those beside the place.
   *
   * @param {Text[]} run
   * @param {number} start
   * @param {number} end
   * @returns {Range}
   */
  const range = (run, start, end) => {
    const made = new Range();
    const [from, to] = start < end ? [start, end] : [Math.max(0, start - 1), end + 1];
    let at = 0;
    for (const node of run) {
      const next = at + node.length;
      if (from >= at && from <= next) made.setStart(node, from - at);
      if (to > at) made.setEnd(node, Math.min(to, next) - at);
      at = next;
    }
    return made;
  };

  /**
   * Marks ranges on the page under a name that the style sheet knows, in the place of those marked before.
   *
   * @param {string} name
   * @param {Range[]} ranges
   */
  const mark = (name, ranges) => CSS.highlights?.set(name, new Highlight(...ranges));

  /**
   * Where the terms stand on this page; no words run on from one block or line to the next.
   *
   * @param {RegExp[]} wanted
   * @returns {Range[]}
   */
  const here = (wanted) => {
    /** @type {Text[][]} */
    const runs = [];
    /** @type {HTMLElement | null | undefined} */
    let before;
    for (const node of all("article").flatMap(nodes)) {
      const block = nearest(node, "p, li, h1, h2, h3, h4, h5, h6, td, th, blockquote");
      if (block !== before || node.previousSibling?.nodeName === "BR") runs.push([]);
      runs.at(-1)?.push(node);
      before = block;
    }
    return runs.flatMap((run) => {
      const found = run.map((node) => {
        const correction = nearest(node, ".corr");
        return /** @type {Piece} */ (correction ? [node.data, readings.other(correction, node)] : node.data);
      });
      return find(found, wanted).map(({ start, end }) => range(run, start, end));
    });
  };

  return { fold, terms, letters, find, every, pieces, points, around, nodes, range, mark, here };
})();
