/**
 * @file What every other script needs: elements, a word to the reader, what is kept from visit to visit.
 *
 * All scripts of the site are one program without modules, since a page that is opened from the disk may load none.
 * Each file is one room: a constant whose members are what the others may use.
 * Text from the edition becomes text nodes and attributes, never markup.
 */

/** @typedef {Node | string} Content */

const dom = (() => {
  /**
   * An element with its attributes and contents; an attribute whose value is a function is called on that event.
   *
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {Record<string, string | ((event: any) => void)>} [attributes]
   * @param {...Content} contents
   * @returns {HTMLElementTagNameMap[Tag]}
   */
  const element = (tag, attributes = {}, ...contents) => {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (typeof value === "string") made.setAttribute(name, value);
      else made.addEventListener(name, value);
    }
    made.append(...contents);
    return made;
  };

  /**
   * A paragraph.
   *
   * @param {...Content} contents
   */
  const paragraph = (...contents) => element("p", {}, ...contents);

  /**
   * All elements of the page that a selector finds, in document order.
   *
   * @param {string} selector
   * @param {ParentNode} [within]
   * @returns {HTMLElement[]}
   */
  const all = (selector, within = document) => [.../** @type {NodeListOf<HTMLElement>} */ (within.querySelectorAll(selector))];

  /**
   * The nearest element at or above a node that a selector finds.
   *
   * @param {EventTarget | Node | null} node
   * @param {string} selector
   * @returns {HTMLElement | null}
   */
  const nearest = (node, selector) => {
    const from = node instanceof Text ? node.parentElement : node;
    return from instanceof Element ? from.closest(selector) : null;
  };

  /**
   * The id that an address names, "" where it names none or is broken.
   *
   * @param {string} href
   * @returns {string}
   */
  const anchor = (href) => {
    try {
      return decodeURIComponent(href.split("#")[1] ?? "");
    } catch {
      return "";
    }
  };

  /**
   * The element that the address of the window names.
   *
   * @returns {HTMLElement | null}
   */
  const target = () => document.getElementById(anchor(location.href));

  /** Calls on what happens anywhere on the page. */
  const on = document.addEventListener.bind(document);

  const status = element("div", { class: "said", role: "status" });
  /** @type {number | undefined} */
  let silence;

  /**
   * Says a few words, to the eye and to a screen reader, and takes them back when they can have been read.
   *
   * @param {string} words
   */
  const say = (words) => {
    status.textContent = words;
    clearTimeout(silence);
    silence = setTimeout(() => status.replaceChildren(), 3000 + 60 * words.length);
  };

  /**
   * What is kept under a name, for this window or for ever; where a value is given, it is kept from now on. A browser
   * that keeps nothing has nothing.
   *
   * @param {"sessionStorage" | "localStorage"} where
   * @param {string} name
   * @param {string} [value]
   * @returns {string}
   */
  const kept = (where, name, value) => {
    try {
      if (value !== undefined) window[where].setItem(`mastercopy.${name}`, value);
      return window[where].getItem(`mastercopy.${name}`) ?? "";
    } catch {
      return "";
    }
  };

  /**
   * Puts something into the header of the page, before the choice of colours.
   *
   * @param {HTMLElement} made
   */
  const head = (made) => {
    const header = document.querySelector(".md-header__inner");
    header?.insertBefore(made, header.querySelector("[data-md-component=palette]"));
  };

  /**
   * A button in the header.
   *
   * @param {string} words
   * @param {string} title
   * @param {() => void} click
   */
  const tool = (words, title, click) =>
    head(element("button", { class: "md-header__button tool", title, "aria-label": title, click }, words));

  /**
   * A window over the page, with its title and a button that closes it; Escape and a click beside it close it too.
   *
   * @param {string} title
   * @param {...Content} contents
   * @returns {HTMLDialogElement}
   */
  const dialog = (title, ...contents) => {
    const close = element("button", { class: "close", "aria-label": "Close", click: () => made.close() }, "×");
    const sheet = element("div", {}, element("h2", {}, title), close, ...contents);
    const pointerdown = (/** @type {Event} */ { target }) => target === made && made.close();
    /** @type {HTMLDialogElement} */
    const made = element("dialog", { class: "panel md-typeset", "aria-label": title, pointerdown }, sheet);
    document.body.append(made);
    return made;
  };

  document.body.append(status);
  return { element, paragraph, all, nearest, anchor, target, on, say, kept, head, tool, dialog };
})();
