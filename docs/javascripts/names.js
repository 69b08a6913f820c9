/**
 * @file From a name in the text to its entry in the index, and to the mentions before and after it.
 */

const names = (() => {
  const { element, paragraph, all, nearest, on } = dom;
  /** Under what name the window remembers the entry whose mentions the reader walks through. */
  const WALK = "walk";

  /**
   * What the popup says of an entry at one of its mentions; nothing of one that the index doesn't have.
   *
   * @param {string} key
   * @param {string} here
   * @returns {Promise<HTMLElement[]>}
   */
  const about = async (key, here) => {
    const { entries } = await edition.whole();
    const [, , index = "", above] = entries.find(([known]) => known === key) ?? [];
    if (!index) return [];
    const entry = above ?? key;
    const found = (await edition.mentions(index))[entry] ?? [];
    const at = found.findIndex(([, , , anchor]) => anchor === here);
    const [heading = key] = found[at] ?? [];
    const click = () => dom.kept("sessionStorage", WALK, entry);
    const link = (/** @type {number} */ number, /** @type {string} */ before, /** @type {string} */ after) => {
      const [, page = "", section, anchor] = found[number] ?? [];
      return section ? [element("a", { href: edition.address(section, anchor), click }, before + page + after)] : [];
    };
    const to = element("a", { href: edition.address(index, heading) }, entries.find(([known]) => known === heading)?.[1] ?? "");
    const steps = [
      ...link(at - 1, "‹ p. ", ", previous mention"),
      element("span", {}, `${at + 1} of ${found.length}`),
      ...link(at + 1, "next mention, p. ", " ›"),
    ];
    return [paragraph(to, ` Index of ${index}`), element("p", { class: "steps" }, ...steps)];
  };

  /**
   * What the popup of a name says: what a reference stands for, then of the innermost name, then of those around it.
   *
   * @param {HTMLElement} name
   * @returns {Promise<HTMLElement[]>}
   */
  const contents = async (name) => {
    const meaning = nearest(name, "[data-says]")?.dataset.says;
    /** @type {HTMLElement[]} */
    const said = meaning ? [paragraph(meaning)] : [];
    for (let at = /** @type {HTMLElement | null} */ (name); at; at = nearest(at.parentElement, "[data-ref]")) {
      for (const heading of at.dataset.ref?.split(" ") ?? []) said.push(...(await about(heading, at.id)));
    }
    return said;
  };

  /** What answers to a click: names always, subjects where they are marked. */
  const live = () => (settings.chosen("names") === "marked" ? "article [data-ref]" : "article .name[data-ref]");

  on("click", (event) => {
    const name = nearest(event.target, live());
    if (name && !nearest(event.target, "a, .popup") && getSelection()?.isCollapsed) popup.show(name, contents);
  });
  on("keydown", (event) => {
    const name = nearest(event.target, live());
    if (event.key === "Enter" && name === event.target && name) popup.show(name, contents, true);
  });

  /**
   * Lets the keyboard reach all that the index has, or only what explains itself anyway.
   *
   * @param {string} marking
   */
  const mark = (marking) =>
    all("article [data-ref]").forEach((mention) => {
      if (marking === "marked") mention.tabIndex = 0;
      else if (!mention.dataset.says) mention.removeAttribute("tabindex");
    });

  /** Shows the popup again where a step from mention to mention has led. */
  const arrive = () => {
    const entry = dom.kept("sessionStorage", WALK);
    const mention = dom.target();
    dom.kept("sessionStorage", WALK, "");
    if (entry && mention) popup.show(mention, () => about(entry, mention.id), true);
  };
  addEventListener("hashchange", arrive);
  addEventListener("load", arrive);
  return { mark };
})();
