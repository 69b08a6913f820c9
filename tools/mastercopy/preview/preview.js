/**
 * @file The part of the live preview that runs in an open page: it hears of updates, loads the page again at the same
 * place, and shows what keeps the site from being up to date. It is in no file of the site.
 */

(() => {
  /**
   * What the server tells (`mastercopy.preview.board`).
   *
   * @typedef {{ version: string, faults: string[] }} Notice
   */
  /**
   * What the reader had. `ids`: the elements nearest to the top of the window, and how many pixels below it they stand.
   *
   * @typedef {{ path: string, x: number, y: number, ids: [id: string, top: number][], open: boolean[], focus: string }} Kept
   */
  const version = document.currentScript?.dataset.version;
  const KEY = "mastercopy.preview";
  /** How many elements are remembered: the nearest may be what the save has taken away. */
  const MANY = 12;
  const STYLE = `
    dialog { box-sizing: border-box; width: min(60rem, 100% - 2rem); max-height: 80vh; padding: 1rem 1.25rem; overflow: auto;
      color: #1b1b1b; background: #fff; border: 0; border-top: .5rem solid #b00020; border-radius: .25rem;
      box-shadow: 0 .5rem 3rem #0008; font: 16px/1.5 system-ui, sans-serif; }
    dialog::backdrop { background: #0006; }
    h2 { margin: 0 0 .5rem; font-size: 1.25rem; }
    ol { margin: .75rem 0; padding: 0; list-style: none; font: 14px/1.5 ui-monospace, monospace; overflow-wrap: anywhere; white-space: pre-wrap; }
    li { padding: .35rem 0; border-top: 1px solid #ccc; }
    button { min-height: 2.5rem; padding: 0 1rem; font: inherit; }
  `;

  /** @returns {HTMLElement[]} */
  const details = () => [...document.querySelectorAll("details")];

  /** The elements of the text nearest to the top of the window, the nearest first. */
  const nearest = () =>
    [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("article [id]"))]
      .filter((element) => element.getClientRects().length)
      .map((element) => /** @type {[string, number]} */ ([element.id, element.getBoundingClientRect().top]))
      .sort(([, one], [, other]) => Math.abs(one) - Math.abs(other))
      .slice(0, MANY);

  /** Loads the page again; what the reader had before them is remembered. */
  const reload = () => {
    /** @type {Kept} */
    const kept = {
      path: location.pathname,
      x: scrollX,
      y: scrollY,
      ids: scrollY ? nearest() : [],
      open: details().map((element) => element.hasAttribute("open")),
      focus: document.activeElement?.id ?? "",
    };
    try {
      sessionStorage.setItem(KEY, JSON.stringify(kept));
    } catch {
      // A browser that keeps nothing shows the page from its beginning.
    }
    location.reload();
  };

  /** @returns {Kept | null} */
  const remembered = () => {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
      sessionStorage.removeItem(KEY);
      return kept?.path === location.pathname ? kept : null;
    } catch {
      return null;
    }
  };

  /**
   * Goes where the reader was, whatever was put in or taken out above, and whatever the address names.
   *
   * @param {Kept} kept
   */
  const settle = ({ ids, x, y }) => {
    const [id, top] = ids.find(([id]) => document.getElementById(id)) ?? [];
    const element = document.getElementById(id ?? "");
    const to = element && top !== undefined ? scrollY + element.getBoundingClientRect().top - top : y;
    scrollTo({ left: x, top: to, behavior: "instant" });
  };

  /** Shows the page as it was before it was loaded again. */
  const restore = () => {
    const kept = remembered();
    if (!kept) return;
    history.scrollRestoration = "manual";
    const found = details();
    if (found.length === kept.open.length) found.forEach((element, at) => element.toggleAttribute("open", kept.open[at]));
    if (kept.focus) document.getElementById(kept.focus)?.focus({ preventScroll: true });
    settle(kept);
    // Once more when all is there that may have a height, and after what scripts do then.
    addEventListener("load", () => {
      settle(kept);
      requestAnimationFrame(() => requestAnimationFrame(() => {
        settle(kept);
        history.scrollRestoration = "auto";
      }));
    });
  };

  /**
   * @param {string} name
   * @param {...(Node | string)} contents
   */
  const element = (name, ...contents) => {
    const made = document.createElement(name);
    made.append(...contents);
    return made;
  };

  const host = element("div");
  const list = element("ol");
  const heading = element("h2");
  const close = element("button", "Close");
  const dialog = /** @type {HTMLDialogElement} */ (
    element("dialog", heading, element("p", "The page shows the last state without problems. The next save without problems closes this window."), list, close)
  );
  heading.id = "heading";
  list.id = "faults";
  close.autofocus = true;
  close.onclick = () => dialog.close();
  dialog.setAttribute("role", "alertdialog");
  dialog.setAttribute("aria-labelledby", heading.id);
  dialog.setAttribute("aria-describedby", list.id);
  let said = "";

  /**
   * Shows what is wrong, unless the reader has closed just that.
   *
   * @param {string[]} faults
   */
  const show = (faults) => {
    const now = JSON.stringify(faults);
    if (now === said) return;
    said = now;
    if (dialog.open) dialog.close();
    if (!faults.length) return;
    heading.textContent = faults.length === 1 ? "A problem" : `${faults.length} problems`;
    list.replaceChildren(...faults.map((fault) => element("li", fault)));
    if (!host.isConnected) document.body.append(host);
    dialog.showModal();
  };

  /** @type {EventSource | undefined} */
  let events;

  /** Hears of updates while the page is seen: a browser has few connections to a host, and pages that nobody sees can wait. */
  const listen = () => {
    events?.close();
    if (document.visibilityState === "hidden") return;
    events = new EventSource("/-/events");
    events.onmessage = ({ data }) => {
      /** @type {Notice} */
      const notice = JSON.parse(data);
      if (notice.version === version) return show(notice.faults);
      events?.close();
      reload();
    };
  };

  host.attachShadow({ mode: "open" }).append(element("style", STYLE), dialog);
  document.addEventListener("visibilitychange", listen);
  addEventListener("pagehide", () => events?.close());
  addEventListener("pageshow", ({ persisted }) => persisted && listen());
  restore();
  listen();
})();
