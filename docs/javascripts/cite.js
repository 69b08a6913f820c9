/**
 * @file The window that says how to cite what is being read, in the styles of scholars and in the formats of programs; what
 * is beside selected words; and the buttons that copy.
 */

const cite = (() => {
  const { element, paragraph, all, on } = dom;
  /** What the styles call their two forms: in a note or in the text, and in the list at the end. */
  const KINDS = new Map([["chicago", ["Note", "Bibliography"]], ["mla", ["In the text", "Works cited"]], ["apa", ["In the text", "Reference list"]]]);
  /** The words that the reader has selected, kept since a click may end the selection. */
  /** @type {Range | undefined} */
  let selected;

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
      const done = await dom.clip((copied.textContent ?? "").trim(), html);
      if (!done) getSelection()?.selectAllChildren(source);
      tell(done ? `${name} copied` : "The browser doesn’t let the site copy. The words are selected.");
    };
    return element("button", { class: "copy", "aria-label": `Copy: ${name}`, click }, "Copy");
  };

  const said = element("p", { class: "done", role: "status" });
  const rows = element("div");
  const choice = element("select", { autofocus: "", change: () => show(choice.selectedIndex) });
  /** @type {Choice[]} */
  let listed = [];
  /** @type {HTMLDialogElement | undefined} */
  let panel;

  /**
   * One form in which something is cited.
   *
   * @param {string} kind
   * @param {string} name
   * @param {HTMLElement} text
   * @param {HTMLElement} [shown]
   */
  const row = (kind, name, text, shown = text) =>
    element("div", { class: "row" }, element("span", {}, kind), shown, copier(name, text, (words) => said.replaceChildren(words)));

  /**
   * The forms of a style.
   *
   * @param {Form} form
   * @param {Locator} cited
   * @returns {HTMLElement[]}
   */
  const styled = ({ style, name, entry, collapse, ...form }, cited) => {
    const text = cited.first ? (cited.last ? form.pages : form.page) : form.cited;
    const forms = KINDS.has(style) ? [text, entry] : [cited.first ? text : entry];
    const made = forms.map((pattern, at) => {
      const kind = KINDS.get(style)?.[at] ?? "";
      return row(kind, kind ? `${name}, ${kind.toLowerCase()}` : `${name} reference`, paragraph(...references.set(pattern, cited, collapse)));
    });
    return [element("h3", {}, name), ...made];
  };

  /**
   * Shows how one of the choices is cited.
   *
   * @param {number} at
   */
  const show = async (at) => {
    const chosen = listed[at];
    if (!chosen) return;
    const reference = await citable.reference(chosen.section);
    const { first = "", last = "", within = chosen } = chosen;
    const cited = { first, last, address: citable.address(within, reference) };
    const programs = Object.entries(reference.formats).map(([name, format]) => {
      const written = element("pre", {}, references.written(name, format, cited));
      return row(name, name, written, element("details", {}, element("summary", {}, "Show"), written));
    });
    rows.replaceChildren(
      row("Address", "Address", paragraph(citable.address(chosen, reference))),
      ...reference.forms.flatMap((form) => styled(form, cited)),
      element("h3", {}, "For programs"),
      ...programs,
    );
    said.replaceChildren();
  };

  /** What is selected of the source's words. */
  const selection = () => {
    const chosen = getSelection();
    const range = chosen?.rangeCount ? chosen.getRangeAt(0).cloneRange() : undefined;
    return range && !range.collapsed && passages.parts(range).length ? range : undefined;
  };

  /** What can be cited, with the words that are selected now, or were before the click. */
  const nearby = () => {
    const range = selection() ?? selected;
    return citable.choices(range ? passages.of(range) : null);
  };

  /** Opens the window; what is nearest is chosen. */
  const open = async () => {
    listed = await nearby();
    choice.replaceChildren(...listed.map(({ words }) => element("option", {}, words)));
    await show(0);
    panel ??= dom.dialog("Cite", element("label", {}, "What is cited ", choice), rows, said);
    panel.classList.add("citing");
    panel.showModal();
  };

  /**
   * Copies the lasting address of something; where nothing of the edition is asked for, that of the page of the site.
   *
   * @param {Promise<Place | undefined>} asked
   * @param {string} what
   */
  const lasting = (asked, what) => {
    const found = asked.then(async (one) => (one ? citable.address(one, await citable.reference("")) : citable.here()));
    return dom.copy(found, what);
  };

  /** Copies the address of the page of the print that is being read. */
  const copy = () => lasting(citable.choices(null).then(([one]) => (one?.section ? one : undefined)), "Address");

  on("click", ({ target }) => {
    const number = dom.nearest(target, ".pn");
    const id = dom.anchor(number?.getAttribute("href") ?? "");
    if (number) lasting(Promise.resolve({ path: `p/${id.slice(1)}/` }), `Address of p. ${number.dataset.n}`);
  });

  const bar = element(
    "div",
    // A click on it doesn't end the selection.
    { class: "chosen md-typeset", role: "group", "aria-label": "Selected words", hidden: "", mousedown: (event) => event.preventDefault() },
    element("button", { click: open }, "Cite"),
    element("button", { click: () => lasting(nearby().then(([one]) => one), "Address of the words") }, "Copy address"),
  );

  /** Puts the bar under the last of the selected words; the style sheet, under a finger, to the end of the window. */
  const settle = () => {
    selected = selection();
    bar.hidden = !selected;
    const end = selected && passages.parts(selected).at(-1);
    if (!end) return;
    const last = new Range();
    last.setStart(end.node, Math.max(end.from, end.to - 1));
    last.setEnd(end.node, end.to);
    const { right, bottom } = last.getBoundingClientRect();
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
  all("section.citing dd").forEach((given) => {
    const name = given.previousElementSibling?.textContent ?? "";
    given.append(copier(name, given, dom.say));
  });

  return { open, copy };
})();
