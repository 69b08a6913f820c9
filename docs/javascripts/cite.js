/**
 * @file The ways to citing: the button and the bar beside selected words, the buttons that copy, and from an address that
 * was given once to what there is today. What they lead to is loaded when it is asked for.
 *
 * @typedef {{ node: Text, from: number, to: number }} Part
 *   Letters of a text node.
 */

const cite = (() => {
  const { element, all, nearest, on } = dom;
  const canonical = /** @type {HTMLLinkElement | null} */ (document.querySelector("link[rel=canonical]"))?.href;
  /** The words that the reader has selected, kept since a click may end the selection. */
  /** @type {Range | undefined} */
  let selected;

  /**
   * The rooms in which something is cited.
   *
   * @param {...string} names
   */
  const rooms = (...names) => Promise.all(names.map((name) => edition.load(name, "javascripts")));

  /**
   * Puts text on the clipboard, also as markup where there is any; whether there is a clipboard, which without https
   * there isn't, and that it may be used.
   *
   * @param {string | Promise<string>} text
   * @param {string} [html]
   * @returns {Promise<boolean>}
   */
  const clip = async (text, html) => {
    const { clipboard } = navigator;
    // Asked at once, while a text is still on its way: some browsers allow it to the click only.
    const put = async () => clipboard.write([new ClipboardItem({ "text/plain": text, ...(html && { "text/html": html }) })]);
    try {
      await put().catch(async () => clipboard.writeText(await text));
      return true;
    } catch {
      return false;
    }
  };

  /**
   * Puts text on the clipboard and says so; where there is none, the reader copies it from what is said.
   *
   * @param {string | Promise<string>} text
   * @param {string} what
   */
  const copy = async (text, what) => dom.say((await clip(text)) ? `${what} copied` : await text);

  /**
   * The address of a place on this page: where the edition is published, if it says so.
   *
   * @param {string} [anchor]
   * @returns {string}
   */
  const here = (anchor = place.marker()?.id ?? "") => {
    const made = new URL(canonical ?? location.href);
    made.search = "";
    made.hash = anchor;
    return made.href;
  };

  /**
   * A button that copies what an element says, with its italics; without a clipboard it selects it.
   *
   * @param {string} name
   * @param {HTMLElement} source
   * @param {(words: string) => void} tell
   */
  const copier = (name, source, tell) => {
    const copied = element("p", {}, ...source.cloneNode(true).childNodes);
    const html = copied.querySelector("i, em") ? new XMLSerializer().serializeToString(copied) : "";
    const click = async () => {
      const done = await clip((copied.textContent ?? "").trim(), html);
      if (!done) getSelection()?.selectAllChildren(source);
      tell(done ? `${name} copied` : "The browser doesn’t let the site copy. The words are selected.");
    };
    return element("button", { class: "copy", "aria-label": `Copy: ${name}`, click }, "Copy");
  };

  /**
   * The letters of the source in a range, in document order and without the space before them: of the text alone or of
   * notes alone, as the range begins.
   *
   * @param {Range} range
   * @returns {Part[]}
   */
  const parts = (range) => {
    const { commonAncestorContainer: common, startContainer, startOffset, endContainer, endOffset } = range;
    const root = nearest(common, "article *") ?? all("article")[0];
    if (!root || nearest(root, ".ed:not(li)")) return [];
    const found = words.nodes(root).flatMap((node) => {
      if (!range.intersectsNode(node)) return [];
      const to = node === endContainer ? endOffset : node.length;
      const { length } = node.data.slice(node === startContainer ? startOffset : 0, to).trimStart();
      return length ? [{ node, from: to - length, to }] : [];
    });
    const noted = (/** @type {Part | undefined} */ part) => Boolean(part && nearest(part.node, "[role=doc-endnotes]"));
    return found.filter((part) => noted(part) === noted(found[0]));
  };

  /** What is selected of the source's words. */
  const selection = () => {
    const chosen = getSelection();
    const range = chosen?.rangeCount ? chosen.getRangeAt(0).cloneRange() : undefined;
    return range && !range.collapsed && parts(range).length ? range : undefined;
  };

  /**
   * What opens the window of a room, for what is nearest.
   *
   * @param {string} name
   */
  const opens = (name) => async () => {
    const range = selection() ?? selected;
    const loaded = await rooms("references", "passages", "citable", name);
    /** @type {typeof citing} */ (loaded.at(-1)).open(range);
  };
  const open = opens("citing");
  const report = opens("report");

  /** The page of the print that is being read, the section, or neither. */
  const page = async () => {
    await rooms("citable");
    const [nearest] = await citable.choices(null);
    return nearest?.section ? nearest : null;
  };

  /** The words that are selected. */
  const passage = async () => {
    const range = selection() ?? selected;
    await rooms("passages", "citable");
    return (await citable.choices(range ? passages.of(range) : null))[0] ?? null;
  };

  /**
   * Copies the lasting address of a place; where it is none of the edition, that of the page of the site.
   *
   * @param {() => Promise<Place | null>} asked
   * @param {string} what
   */
  const lasting = (asked, what) => {
    const found = async () => {
      const at = await asked();
      return at ? citable.address(at, await citable.reference("")) : here();
    };
    return copy(found(), what);
  };

  /** Copies the address of what is being read. */
  const share = () => lasting(page, "Address");

  on("click", ({ target }) => {
    const number = nearest(target, ".pn");
    const path = `p/${dom.anchor(number?.getAttribute("href") ?? "").slice(1)}/`;
    if (number) lasting(async () => (await rooms("citable"), { path }), `Address of p. ${number.dataset.n}`);
  });

  const bar = element(
    "div",
    // A click on it doesn't end the selection.
    { class: "chosen md-typeset", role: "group", "aria-label": "Selected words", hidden: "", mousedown: (event) => event.preventDefault() },
    element("button", { click: open }, "Cite"),
    element("button", { click: () => lasting(passage, "Address of the words") }, "Copy address"),
    element("button", { click: report }, "Report an error"),
  );

  /** Puts the bar under the last of the selected words; the style sheet, under a finger, to the end of the window. */
  const settle = () => {
    selected = selection();
    bar.hidden = !selected;
    const end = selected && parts(selected).at(-1);
    if (!end) return;
    const last = new Range();
    last.setStart(end.node, Math.max(end.from, end.to - 1));
    last.setEnd(end.node, end.to);
    const { right, bottom } = last.getBoundingClientRect();
    bar.classList.toggle("above", bottom > innerHeight - 80);
    const room = document.documentElement.clientWidth - bar.offsetWidth - 8;
    bar.style.left = `${Math.max(8, Math.min(right, room)) + scrollX}px`;
    bar.style.top = `${bottom + scrollY + 6}px`;
  };
  /** @type {number | undefined} */
  let timer;
  on("selectionchange", () => {
    clearTimeout(timer);
    timer = setTimeout(settle, 250);
  });
  (document.querySelector("main") ?? document.body).append(bar);

  dom.tool("Cite", "Cite (q)", open);

  // A link where an issue or a mail can be opened; without scripts it leads there by itself.
  const foot = all("a.report")[0] ?? element("button", { class: "copy report" }, "Report an error");
  foot.onclick = (event) => (event.preventDefault(), report());
  if (!foot.isConnected) all("article")[0]?.append(element("p", { class: "ed" }, foot));

  all("section.citing :is(dd, pre)").forEach((given) => {
    const button = copier(given.previousElementSibling?.textContent ?? "", given, dom.say);
    if (given.tagName === "DD") given.append(" ", button);
    else given.after(button);
  });

  /** Goes where the address of this page has moved, or its place on it; one that was withdrawn says so itself. */
  const move = () => {
    const target = dom.target();
    const link = target ? all(".moved a").find((found) => target.contains(found)) : all(".whole a")[0];
    if (!(link instanceof HTMLAnchorElement)) return;
    const to = new URL(link.href);
    to.search = location.search;
    location.replace(to);
  };
  addEventListener("hashchange", move);
  move();
  if (new URLSearchParams(location.search).has("v")) rooms("since");

  return { canonical, here, copy, copier, parts, open, report, share };
})();
