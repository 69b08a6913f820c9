/**
 * @file Single keys, which the reader can turn off (WCAG 2.2, 2.1.4), and the list of them.
 */

(() => {
  const { element, paragraph, nearest, on } = dom;
  /** @type {[keys: string[], does: string, act: () => void][]} */
  const known = [
    [["g"], "Go to a page or a note", () => place.box.focus()],
    [["j", "→"], "The next page of the print", () => place.turn(1)],
    [["k", "←"], "The page before", () => place.turn(-1)],
    [["/"], "Search", () => search.open()],
    [["r"], "Reading text, as in the source, both", settings.turn],
    [["q"], "Cite the page or the selected words", cite.open],
    [["e"], "Report an error", cite.report],
    [["c"], "Copy the short address of this page", cite.share],
    [["?"], "This list", () => panel.showModal()],
  ];
  const rows = known.map(([names, does]) =>
    element("div", {}, element("dt", {}, ...names.map((name) => element("kbd", {}, name))), element("dd", {}, does)),
  );
  const off = paragraph("“How the text is shown” turns them off. Escape closes what is open.");
  const panel = dom.dialog("Keys", element("dl", {}, ...rows), off);
  dom.tool("?", "Keys (?)", () => panel.showModal());

  const ARROWS = new Map([["ArrowRight", "→"], ["ArrowLeft", "←"]]);
  on("keydown", (event) => {
    // With the shift key an arrow selects.
    const other = event.ctrlKey || event.metaKey || event.altKey || (event.shiftKey && ARROWS.has(event.key));
    const busy = other || document.querySelector("dialog[open]");
    if (busy || nearest(event.target, "input, textarea, select, [contenteditable]")) return;
    if (settings.chosen("keys") === "off") {
      // The theme has keys of its own.
      if (event.key.length === 1) event.stopPropagation();
      return;
    }
    const pressed = ARROWS.get(event.key) ?? event.key;
    const found = known.find(([names]) => names.includes(pressed));
    if (!found) return;
    event.preventDefault();
    found[2]();
  });
})();
