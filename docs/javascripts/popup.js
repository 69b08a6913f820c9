/**
 * @file One popup for notes, readings, names and locators: by mouse, keyboard and touch (WCAG 2.2, 1.4.13: it can be
 * pointed at, stays until it is left, and Escape takes it away).
 *
 * @typedef {(anchor: HTMLElement) => Content[] | Promise<Content[]>} Contents
 */

const popup = (() => {
  const { element, all, nearest, on } = dom;
  const box = element("div", { class: "popup md-typeset", popover: "manual", id: "popup", tabindex: "-1" });
  /** The height of the header, in pixels. */
  const HEADER = 56;
  /** @type {HTMLElement | null} */
  let anchor = null;
  /** @type {Contents | null} */
  let shown = null;
  /** @type {number | undefined} */
  let timer;

  const hide = () => {
    clearTimeout(timer);
    if (!anchor) return;
    if (box.contains(document.activeElement)) anchor.focus();
    anchor.removeAttribute("aria-describedby");
    anchor = shown = null;
    if (box.matches(":popover-open")) box.hidePopover();
  };

  /**
   * Puts the box under the first line of the words, or over it where there is more room, and never over the header.
   *
   * @param {HTMLElement} at
   */
  const place = (at) => {
    const line = at.getClientRects()[0] ?? at.getBoundingClientRect();
    const room = Math.max(line.top - HEADER, innerHeight - line.bottom) - 12;
    box.style.maxHeight = `${room}px`;
    const { width, height } = box.getBoundingClientRect();
    const below = line.bottom + height + 12 < innerHeight;
    const left = Math.max(8, Math.min(line.left, document.documentElement.clientWidth - width - 8));
    box.style.left = `${left + scrollX}px`;
    box.style.top = `${Math.max(HEADER, below ? line.bottom + 6 : line.top - height - 6) + scrollY}px`;
  };

  /**
   * Shows contents at an anchor, in the place of what was shown before; with `enter` the keyboard goes there.
   *
   * @param {HTMLElement} at
   * @param {Contents} contents
   * @param {boolean} [enter]
   */
  const show = async (at, contents, enter = false) => {
    if (anchor === at && shown === contents && box.matches(":popover-open")) return;
    hide();
    anchor = at;
    shown = contents;
    const found = await contents(at);
    if (anchor !== at || shown !== contents || !found.length) return;
    box.replaceChildren(...found);
    if (!at.hasAttribute("aria-description")) at.setAttribute("aria-describedby", box.id);
    box.showPopover();
    place(at);
    if (enter) all("a", box)[0]?.focus();
  };

  /**
   * Hides it when the pointer or the keyboard goes elsewhere, unless the keyboard is still there.
   *
   * @param {PointerEvent | FocusEvent} event
   */
  const leave = (event) => {
    // A finger that is lifted doesn't leave.
    if ("pointerType" in event && event.pointerType !== "mouse") return;
    clearTimeout(timer);
    const stays = [event.relatedTarget, document.activeElement];
    if (!stays.some((at) => at instanceof Node && (box.contains(at) || anchor?.contains(at)))) timer = setTimeout(hide, 250);
  };

  /**
   * Words that explain themselves when they are pointed at or reached with the keyboard.
   *
   * @param {string} selector
   * @param {Contents} contents
   */
  const explain = (selector, contents) => {
    on("pointerover", (event) => {
      const at = event.pointerType === "mouse" && nearest(event.target, selector);
      if (!at || box.contains(at)) return;
      clearTimeout(timer);
      timer = setTimeout(() => show(at, contents), 150);
    });
    on("focusin", (event) => {
      const at = nearest(event.target, selector);
      if (at?.matches(":focus-visible") && !box.contains(at)) show(at, contents);
    });
  };

  /**
   * Words that explain themselves when they are clicked or touched too. A click follows a link; a finger reads.
   *
   * @param {string} selector
   * @param {Contents} contents
   */
  const answer = (selector, contents) => {
    explain(selector, contents);
    on("click", (event) => {
      const at = nearest(event.target, selector);
      if (!at || box.contains(at) || (at.matches("a") && event.pointerType !== "touch")) return;
      event.preventDefault();
      show(at, contents);
    });
  };

  on("pointerout", leave);
  on("focusout", leave);
  on("keydown", (event) => event.key === "Escape" && hide());
  on("pointerdown", (event) => {
    const target = /** @type {Node} */ (event.target);
    if (!box.contains(target) && !anchor?.contains(target)) hide();
  });
  addEventListener("hashchange", hide);
  (document.querySelector("main") ?? document.body).append(box);
  return { show, explain, answer };
})();
