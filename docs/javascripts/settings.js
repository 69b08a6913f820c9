/**
 * @file What the reader chooses, and keeps: the reading, the numbers of the pages, the marking of names, single keys.
 *
 * A choice is an attribute of the page (`data-reading="source"`), by which the style sheet goes too. In an address
 * (`?reading=source`) it holds for the window, and what the reader has chosen for himself stays.
 */

const settings = (() => {
  const { element, all, kept } = dom;
  /** @type {[name: string, group: [legend: string, choices: Record<string, string>]][]} The first is the usual choice. */
  const GROUPS = Object.entries({
    reading: ["Readings", { edition: "Reading text", source: "As in the source", both: "Both" }],
    pages: ["Pages of the print", { margin: "Numbers in the margin", printed: "As printed, with breaks", hidden: "Hidden" }],
    names: ["Names and subjects", { quiet: "Not marked", marked: "Marked" }],
    keys: ["Single keys, such as g", { on: "On", off: "Off" }],
  });
  const { dataset } = document.documentElement;

  /**
   * What is chosen.
   *
   * @param {string} name
   * @returns {string}
   */
  const chosen = (name) => dataset[name] ?? "";

  /**
   * @param {string} name
   * @param {string} value
   */
  const apply = (name, value) => {
    dataset[name] = value;
    if (name === "names") names.mark(value);
    if (name !== "reading") return;
    readings.show(/** @type {Reading} */ (value));
    search.mark();
  };

  /**
   * Chooses, and keeps the choice; an address that said otherwise says so no more.
   *
   * @param {string} name
   * @param {string} value
   */
  const choose = (name, value) => {
    apply(name, value);
    kept("localStorage", name, value);
    kept("sessionStorage", name, "");
    const here = new URL(location.href);
    here.searchParams.delete(name);
    history.replaceState(null, "", here);
  };

  /** Chooses the next reading, and says which. */
  const turn = () => {
    const all = Object.entries(GROUPS[0]?.[1][1] ?? {});
    const [value, words] = all[(all.findIndex(([value]) => value === chosen("reading")) + 1) % all.length] ?? ["", ""];
    choose("reading", value);
    dom.say(words);
  };

  const fieldsets = GROUPS.map(([name, [legend, choices]]) => {
    const radios = Object.entries(choices).map(([value, words]) => {
      const change = () => choose(name, value);
      return element("label", {}, element("input", { type: "radio", name, value, change }), words);
    });
    return element("fieldset", {}, element("legend", {}, legend), ...radios);
  });

  /** Copies the address of the place that is being read, with the reading in it. */
  const share = () => {
    const here = new URL(cite.here());
    here.searchParams.set("reading", chosen("reading"));
    cite.copy(here.href, "Address");
  };

  const sharing = element("button", { class: "plain", click: share }, "Copy the address with this reading");
  const panel = dom.dialog("How the text is shown", ...fieldsets, sharing);
  dom.tool("Aa", "How the text is shown (Aa)", () => {
    all("input", panel).forEach((radio) => {
      if (radio instanceof HTMLInputElement) radio.checked = chosen(radio.name) === radio.value;
    });
    panel.showModal();
  });

  for (const [name, [, choices]] of GROUPS) {
    const asked = new URLSearchParams(location.search).get(name) ?? "";
    if (Object.hasOwn(choices, asked)) kept("sessionStorage", name, asked);
    const wanted = [kept("sessionStorage", name), kept("localStorage", name)].find((value) => Object.hasOwn(choices, value));
    apply(name, wanted ?? Object.keys(choices)[0] ?? "");
  }
  return { chosen, turn };
})();
