/**
 * @file Where the reader is in the print, and how to get to another page of it.
 */

const place = (() => {
  const { element, all, nearest, on } = dom;
  /** The beginnings of pages, and the notes, which are each on a page too. */
  const markers = all("article :is([role=doc-pagebreak], [role=doc-endnotes] li)[id]");
  const opening = all("article .continued")[0];
  /** The head of a page that shows one page of the print. */
  const leaf = all(".leaf-head")[0];
  /** The height above which a line of the window has been read, in pixels: the header and a little more. */
  const READ = 104;

  /**
   * The marker of the page or the note that is being read: the last one above the upper part of the window. None before
   * the first, where a page of the print isn't all there is.
   *
   * @returns {HTMLElement | undefined}
   */
  const marker = () => {
    const target = dom.target();
    const end = innerHeight + scrollY > document.documentElement.scrollHeight - 2;
    // The last places of a page can't come to the top of the window.
    if (end && target && markers.includes(target) && target.getBoundingClientRect().top > 0) return target;
    const read = markers.findLast((found) => found.getBoundingClientRect().top < READ);
    return read ?? (leaf || (scrollY < 9 && !opening) ? markers[0] : undefined);
  };

  /**
   * The label of the page of the print that is being read, "" where there is none.
   *
   * @returns {string}
   */
  const label = () => (marker() ?? opening)?.dataset.n ?? "";

  /**
   * Goes to a place of the text.
   *
   * @param {string} section
   * @param {string} anchor
   */
  const visit = (section, anchor) => {
    if (section === edition.name()) location.hash = anchor;
    else location.assign(edition.address(section, anchor));
  };

  /**
   * Goes some pages on or back, without a step of its own in the browser's history where it is on this page.
   *
   * @param {number} step
   */
  const turn = async (step) => {
    const beside = leaf && all(`[rel=${step < 0 ? "prev" : "next"}]`, leaf)[0];
    if (beside) return beside.click();
    const { pages } = await edition.whole();
    const here = pages.findIndex(([number]) => number === label());
    const [, anchor = "", section = ""] = pages[here + (step < 0 && !marker() ? 0 : step)] ?? [];
    if (!anchor || leaf) dom.say("There is no other page.");
    else if (section === edition.name()) location.replace(`#${anchor}`);
    else visit(section, anchor);
  };

  /**
   * Goes to what a reference names, such as `44`, `p. 44` or `p. 44 n. 1`; what it says where there is no such place.
   * From a page that shows one page of the print it leads to another such page.
   *
   * @param {string} reference
   * @returns {Promise<string>}
   */
  const go = async (reference) => {
    const { pages, extent } = await edition.whole();
    const [, named = "", note] = /^(.*?)(?:[\s,]*(?:nn?|notes?|fn)\.?\s*([^\s.]+))?$/i.exec(reference.trim()) ?? [];
    const bare = named.replace(/^(pages?|pp?)(\.\s*|\s+|(?=\d))/i, "").toLowerCase();
    const found = [bare || label(), bare.replace(/[^\p{L}\p{N}]+/gu, ""), bare.split(/\s*[-–]/)[0] ?? ""];
    const page = found.flatMap((one) => pages.filter(([number, id]) => number.toLowerCase() === one || id === `p${one}`))[0];
    if (!page) return `There is no page ${bare}. The edition has ${extent ? `pp. ${extent}` : "no page numbers"}.`;
    const [number, anchor, section, notes] = page;
    const alone = leaf && `../p/${anchor.slice(1)}`;
    if (!note) return visit(alone ?? section, alone ? "" : anchor), "";
    if (!Object.hasOwn(notes, note)) return `There is no note ${note} on p. ${number}. It has ${Object.keys(notes).map((one) => `n. ${one}`).join(", ") || "none"}.`;
    const [one = "", other] = notes[note]?.split("#") ?? [];
    visit(alone ?? (other ? one : section), other ?? one);
    return "";
  };

  /** @type {HTMLInputElement} */
  const box = element("input", {
    autocomplete: "off",
    "aria-label": "Page of the print: go to",
    placeholder: "page",
    title: "Go to a page (g), such as 44 or p. 44 n. 1",
    focus: () => box.select(),
    blur: () => follow(),
    keydown: ({ key }) => key === "Escape" && box.blur(),
  });

  /** Shows the page that is being read, unless the reader is typing. */
  const follow = () => {
    if (document.activeElement !== box) box.value = label();
  };

  /** @param {Event} event */
  const submit = async (event) => {
    event.preventDefault();
    const said = box.value.trim() && (await go(box.value));
    if (said) dom.say(said);
    else box.blur();
  };
  dom.head(element("form", { class: "go", submit }, box));

  addEventListener("scroll", follow, { passive: true });

  /** Marks the words that follow a place which has none of its own, so that the eye finds it. */
  const arrive = () => {
    const target = dom.target();
    const follows = (/** @type {Node} */ node) => target && !target.textContent && target.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING;
    const first = all("article").flatMap(words.nodes).filter(follows).slice(0, 6);
    const text = first.map((node) => node.data).join("");
    const end = text.length > 60 ? text.lastIndexOf(" ", 60) : text.length;
    words.mark("arrived", first.length ? [words.range(first, 0, Math.max(end, 1))] : []);
    follow();
  };
  addEventListener("hashchange", arrive);
  arrive();

  /**
   * The page or the note in which a range begins.
   *
   * @param {Range} start
   */
  const before = (start) =>
    markers.findLast((found) => found.contains(start.startContainer) || start.comparePoint(found, 0) < 0);

  /** When the reader copies words, the address of the window becomes that of their page or note. */
  on("copy", () => {
    const chosen = getSelection();
    if (!chosen?.rangeCount || !nearest(chosen.anchorNode, "article")) return;
    history.replaceState(null, "", `#${(before(chosen.getRangeAt(0)) ?? document.querySelector("h1"))?.id}`);
  });

  return { leaf, opening, marker, label, before, turn, box };
})();
