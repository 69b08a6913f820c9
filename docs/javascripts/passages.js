/**
 * @file Words that the reader has selected, as a passage that can be cited: on which pages of the print they stand, and
 * what leads a browser to them (a text fragment: https://wicg.github.io/scroll-to-text-fragment/).
 *
 * @typedef {{ word: string, at: number, glue: string, start: number }} Word
 *   A word of the window, and where it begins among all letters. `glue` is what parts it from the word before: a space,
 *   the end of a block (`\n`), or the end of the source's own words (`\0`). `start`: where it begins in `joined`.
 * @typedef {{ words: Word[], joined: string, folded: string }} Words
 * @typedef {[begin: number, end: number]} Span
 *   Words or letters by their numbers.
 * @typedef {{ first: string, last: string, note: string, anchor: string, directive: string, node: Text }} Passage
 *   The labels of its pages, `last` "" where there is one; the id of the note that it is in; the place that it follows,
 *   and what leads from there to the words; its first text node.
 */

const passages = (() => {
  const { nearest } = dom;
  /** What a browser searches for words by itself: blocks, and the labels that the style sheet sets in a width of their own. */
  const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, td, th, blockquote, dt, dd, section, nav, div, li .n";
  /** How many words begin and end a long passage, if they are enough; how many are said whole; how many at most. */
  const [ENDS, WHOLE, MOST] = [4, 9, 25];

  /**
   * All letters of the window as a browser finds them, and where those of each text node begin.
   *
   * @returns {{ text: string, starts: Map<Node, number> }}
   */
  const read = () => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const starts = new Map();
    let [text, source] = ["", false];
    /** @type {HTMLElement | null} */
    let above = null;
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (nearest(node, "script, style, noscript, dialog, .popup, .said, .chosen")) continue;
      const block = nearest(node, BLOCKS);
      const own = Boolean(nearest(node, "article") && !nearest(node, ".ed:not(li)"));
      if (own !== source) text += "\0";
      else if (block !== above || node.previousSibling?.nodeName === "BR") text += "\n";
      [above, source] = [block, own];
      starts.set(node, text.length);
      text += /** @type {Text} */ (node).data.replace(/[\t\n\r\f]/g, " ");
    }
    return { text, starts };
  };

  /**
   * @param {string} text
   * @returns {Words}
   */
  const inWords = (text) => {
    let [end, joined] = [0, ""];
    const found = [...text.matchAll(/[^ \n\0]+/g)].map(({ 0: word, index: at }) => {
      const between = text.slice(end, at);
      const glue = ["\0", "\n"].find((sign) => between.includes(sign)) ?? " ";
      joined += glue === "\0" ? glue : " ";
      const start = joined.length;
      joined += word;
      end = at + word.length;
      return { word, at, glue, start };
    });
    return { words: found, joined, folded: words.fold(joined) };
  };

  /**
   * The letters of some words, without signs at either end.
   *
   * @param {Words} page
   * @param {Span} words
   * @returns {Span}
   */
  const letters = ({ words, joined }, [begin, end]) => {
    const [first, last] = [words[begin], words[end]];
    if (!first || !last) return [0, 0];
    const bare = /[\p{L}\p{M}\p{N}](.*[\p{L}\p{M}\p{N}])?/su.exec(joined.slice(first.start, last.start + last.word.length));
    const at = first.start + (bare?.index ?? 0);
    return [at, at + (bare?.[0].length ?? 0)];
  };

  /**
   * The words, or as many more as it takes to find them where they stand, and not before; null where it can't be done.
   *
   * @param {Words} page
   * @param {Span} span
   * @param {number} after
   * @param {((span: Span) => Span | null)[]} ways
   * @returns {Span | null}
   */
  const widened = (page, span, after, ways) => {
    const [from, to] = letters(page, span);
    if (from < to && page.folded.indexOf(page.folded.slice(from, to), after) === from) return span;
    const next = ways.map((way) => way(span)).find(Boolean);
    return next ? widened(page, next, after, ways) : null;
  };

  /**
   * What leads a browser to the words from `begin` to `end`: all of them, or the first and the last, and where that isn't
   * enough words beside them. What isn't found so, such as a heading that stands in the navigation too, is left away; ""
   * where nothing is left, such as *Ibid.* in a note.
   *
   * @param {Words} page
   * @param {number} begin
   * @param {number} end
   * @returns {string}
   */
  const directive = (page, begin, end) => {
    const glue = (/** @type {number} */ at) => page.words[at]?.glue;
    const line = (/** @type {number} */ at) => glue(at) === " ";
    /** Words beside those that are sought stand in one block: the same one, or a neighbour. */
    const near = (/** @type {number} */ at) => line(at) || (glue(at) === "\n" && (at === begin || at === end + 1));
    /** @type {(limit: number, joins: (at: number) => boolean) => (span: Span) => Span | null} */
    const back = (limit, joins) => ([from, to]) => (from > Math.max(0, limit) && joins(from) ? [from - 1, to] : null);
    /** @type {(limit: number, joins: (at: number) => boolean) => (span: Span) => Span | null} */
    const on = (limit, joins) => ([from, to]) => (to < limit && joins(to + 1) ? [from, to + 1] : null);
    const [before, behind] = [back(begin - MOST, near), on(end + MOST, near)];
    let [until, from] = [begin, end];
    while (until < end && line(until + 1)) until += 1;
    if (until === end && end - begin < WHOLE) return said(page, widened(page, [begin, end], 0, [before, behind]), [begin, end]);
    until = Math.min(until, begin + ENDS - 1, end - 1);
    const first = widened(page, [begin, until], 0, [on(Math.min(end - 1, begin + MOST), line), before]);
    const further = page.words.findIndex(({ glue }, at) => at > begin && glue !== " ");
    if (!first) return further > 0 && further <= end ? directive(page, further, end) : "";
    const after = letters(page, first)[1];
    while (from > Math.max(first[1] + 1, end - ENDS + 1) && line(from)) from -= 1;
    const last = widened(page, [from, end], after, [back(Math.max(first[1] + 1, end - MOST), line), behind]);
    return last ? `${said(page, first, [begin, first[1]])},${said(page, last, [last[0], end])}` : "";
  };

  /**
   * A directive's words: those of the core, and what stands beside them in the span as their context.
   *
   * @param {Words} page
   * @param {Span | null} span
   * @param {Span} core
   * @returns {string}
   */
  const said = (page, span, [begin, end]) => {
    const [first, last] = [page.words[begin], page.words[end]];
    if (!span || !first || !last) return "";
    const [from, to] = letters(page, span);
    const [start, stop] = [Math.max(from, first.start), Math.min(to, last.start + last.word.length)];
    const [before, inside, behind] = [[from, start], [start, stop], [stop, to]].map(([one, other]) =>
      encodeURIComponent(page.joined.slice(one, other).trim()).replace(/[-!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`),
    );
    return `${before && `${before}-,`}${inside}${behind && `,-${behind}`}`;
  };

  /**
   * The page or note in which letters stand.
   *
   * @param {Node} node
   * @param {number} offset
   */
  const spot = (node, offset) => {
    const range = new Range();
    range.setStart(node, offset);
    return place.before(range);
  };

  /**
   * The passage that a range holds, with whole words at both ends; null where it has no words of the source.
   *
   * @param {Range} range
   * @returns {Passage | null}
   */
  const of = (range) => {
    const found = cite.parts(range);
    const [begin, end] = [found[0], found.at(-1)];
    if (!begin || !end) return null;
    const [one, other] = [spot(begin.node, begin.from), spot(end.node, end.to)];
    const { text, starts } = read();
    const page = inWords(text);
    const from = page.words.findIndex(({ word, at }) => at + word.length > (starts.get(begin.node) ?? 0) + begin.from);
    const to = page.words.findLastIndex(({ at }) => at < (starts.get(end.node) ?? 0) + end.to);
    const [first = "", last = ""] = [one, other].map((marker) => (marker ?? place.opening)?.dataset.n);
    const note = one && one === other && one.matches("li") ? one.id : "";
    const anchor = note || (place.leaf ? "" : (one ?? nearest(begin.node, "article [id]"))?.id) || "";
    return { first, last: last === first ? "" : last, note, anchor, directive: directive(page, from, to), node: begin.node };
  };

  return { of };
})();
received("passages", passages);
