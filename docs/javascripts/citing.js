/**
 * @file The window that says how to cite what is being read, in the styles of scholars and in the formats of programs.
 */

const citing = (() => {
  const { element, paragraph } = dom;
  /** What the styles call the two forms; another style has one, complete in itself. */
  const KINDS = new Map([["chicago", ["Note", "Bibliography"]], ["mla", ["Works cited", "In the text"]], ["apa", ["Reference", "In the text"]]]);
  /** The forms that name the page; the others are of a list at the end. */
  const LOCATED = ["Note", "In the text"];
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
    element("div", { class: "row" }, element("span", {}, kind), shown, cite.copier(name, text, (words) => said.replaceChildren(words)));

  /**
   * The forms of a style; an entry of a list names the address of the section or the edition that it is of.
   *
   * @param {Form} form
   * @param {Locator} cited
   * @param {string} whole
   * @returns {HTMLElement[]}
   */
  const styled = ({ style, name, entry, collapse, ...form }, cited, whole) => {
    const text = cited.first ? (cited.last ? form.pages : form.page) : form.cited;
    const made = (KINDS.get(style) ?? ["Reference"]).map((kind, _, { length }) => {
      const listed = !LOCATED.includes(kind) && (length > 1 || !cited.first);
      const set = references.set(listed ? entry : text, listed ? { ...cited, address: whole } : cited, collapse);
      return row(kind, `${name}, ${kind.toLowerCase()}`, paragraph(...set));
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
    const { page = "", first = "", last = "", within = chosen } = chosen;
    const cited = { first, last, address: citable.address(within, reference) };
    const programs = Object.entries(reference.formats).map(([name, format]) => {
      const written = element("pre", {}, references.written(name, format, { ...cited, first: page }));
      return row(name, name, written, element("details", {}, element("summary", {}, `Show ${name}`), written));
    });
    rows.replaceChildren(
      row("Address", "Address", paragraph(citable.address(chosen, reference))),
      ...reference.forms.flatMap((form) => styled(form, cited, citable.address(reference, reference))),
      element("h3", {}, "For programs"),
      ...programs,
    );
    said.replaceChildren();
  };

  /**
   * Opens the window; what is nearest is chosen.
   *
   * @param {Range | undefined} range
   */
  const open = async (range) => {
    listed = await citable.choices(range ? passages.of(range) : null);
    choice.replaceChildren(...listed.map(({ words }) => element("option", {}, words)));
    await show(0);
    panel ??= dom.dialog("Cite", element("label", {}, "What is cited ", choice), rows, said);
    panel.classList.add("citing");
    panel.showModal();
  };

  return { open };
})();
received("citing", citing);
