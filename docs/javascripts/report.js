/**
 * @file The window in which an error is reported: where it is, the words, and what they should read, as text which the
 * reader sends: as an issue or a mail that a link opens, or copied. Nothing is sent from here.
 */

const report = (() => {
  const { element, all } = dom;
  /** How many characters an address may have: servers refuse longer ones. */
  const LONGEST = 6000;
  const [given] = /** @type {HTMLAnchorElement[]} */ (all("a.report"));
  /** The form that the link of the page leads to, and what it calls the title and the text. */
  const [form = "", query = ""] = /^(https|mailto):/.test(given?.href ?? "") ? (given?.getAttribute("href") ?? "").split("?") : [];
  const [title, body] = query.split("&").map((field) => field.split("=")[0]);

  const reading = element("input", { autocomplete: "off", autofocus: "", input: () => show() });
  const text = element("pre", { tabindex: "0", "aria-label": "The report" });
  const ways = element("p");
  const said = element("p", { class: "done", role: "status" });
  /** @type {HTMLDialogElement | undefined} */
  let panel;
  /** Where the error is, and the words in which it is, letter by letter. */
  let [address, place, version] = ["", "", ""];
  /** @type {string[]} */
  let letters = [];

  /**
   * The report, with the first of the words, or all of them. They are indented, so that no sign in them is one of Markdown.
   *
   * @param {number} many
   */
  const written = (many) => {
    const words = letters.slice(0, many).join("") + (many < letters.length ? "…" : "");
    return `Address: ${address}\nVersion: ${version}\nPlace: ${place}\n\nThe words:\n\n    ${words}\n\nShould read:\n\n    ${reading.value}\n`;
  };

  /**
   * The address of the form with the report in it; lines end in a mail as RFC 6068 has it.
   *
   * @param {string} report
   */
  const filled = (report) => {
    const lines = given?.protocol === "mailto:" ? report.replaceAll("\n", "\r\n") : report;
    return `${form}?${title}=${encodeURIComponent(`Error: ${place}`)}&${body}=${encodeURIComponent(lines)}`;
  };

  /** The way to the form, with as many words as an address has room for; none where there is no form, or no room. */
  const link = () => {
    let many = letters.length;
    while (many && filled(written(many)).length > LONGEST) many = Math.floor(many * 0.9);
    const href = filled(written(many));
    if (!body || href.length > LONGEST) return [];
    const words = given?.protocol === "mailto:" ? "Write it as a mail" : `Open it as an issue on ${given?.host}`;
    return [element("a", { href, target: "_blank", rel: "noopener nofollow" }, words), " "];
  };

  /** Shows the report as it is now, and the ways to send it. */
  const show = () => {
    text.textContent = written(letters.length);
    const copy = cite.copier("The report", text, (words) => said.replaceChildren(words));
    copy.textContent = "Copy the report";
    copy.removeAttribute("aria-label");
    ways.replaceChildren(...link(), copy);
  };

  /**
   * The words of the source in a range, in one line.
   *
   * @param {Range} range
   */
  const words = (range) => {
    const copied = range.cloneContents();
    all(".ed:not(li)", copied).forEach((found) => found.remove());
    all("p, li, h1, h2, h3, h4, h5, h6, td, th, blockquote, br", copied).forEach((found) => found.after(" "));
    return (copied.textContent ?? "").replace(/\s+/g, " ").trim();
  };

  /**
   * Opens the window for the words of a range, or for the page that is being read.
   *
   * @param {Range | undefined} range
   */
  const open = async (range) => {
    const reference = await citable.reference("");
    const [chosen] = await citable.choices(range ? passages.of(range) : null);
    const here = new URL(cite.here(""));
    here.searchParams.set("v", reference.version);
    const found = chosen?.section ? citable.address(chosen, reference) : here.href;
    // From the disk: the path in the site, and not where the reader keeps it.
    address = location.protocol === "file:" ? found.replace(edition.base.href, "") : found;
    [place, version] = [chosen?.section ? chosen.words : document.title, reference.version];
    letters = [...(range ? words(range) : "")];
    reading.value = "";
    said.replaceChildren();
    show();
    const note = element("p", {}, `Nothing is sent from here. ${range ? "" : "Select the words first, and the report has them."}`);
    panel?.remove();
    panel = dom.dialog("Report an error", element("label", {}, "What it should read, if you know ", reading), text, ways, note, said);
    panel.classList.add("citing", "reporting");
    panel.showModal();
  };

  return { open };
})();
received("report", report);
