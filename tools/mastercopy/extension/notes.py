"""Notes and their marks, with the print's labels and the roles of DPUB-ARIA."""

import re
from xml.etree.ElementTree import Element


def dress(root: Element) -> None:
    """Gives the notes of the page, and their marks, the labels that the print has, and their roles."""
    for block in [part for part in root.iter("div") if part.get("class") == "footnote"]:
        _notes(block, root)


def _notes(block: Element, root: Element) -> None:
    """The notes of the page: `block` is the div that Python-Markdown makes of them."""
    block.tag = "section"
    block.set("class", "footnote")
    block.set("role", "doc-endnotes")
    block.set("aria-label", "Notes")
    signs: dict[str, tuple[str, str, str]] = {}
    for item in block.iter("li"):
        label = next((span for span in item.iter("span") if "label" in span.get("class", "").split()), None)
        if label is None or not item.get("id", "").startswith("fn"):
            continue
        classes = label.get("class", "").split()
        if page := label.attrib.pop("data-page", ""):
            item.set("data-n", page)
        signs[item.get("id", "")] = (label.attrib.pop("data-n", ""), "".join(label.itertext()), " ".join(classes))
        if "editorial" in classes:
            item.set("class", "ed editorial")
        _after_label(label)
        _backlinks(item)
    for mark in root.iter("sup"):
        _mark(mark, signs)
    _part_neighbours(root)


def _after_label(label: Element) -> None:
    """The space between the label and the note is no letter of the note."""
    label.tail = (label.tail or "").lstrip(" ")


def _backlinks(item: Element) -> None:
    """Back-links have their role; the no-break space before them goes: the style sheet makes room."""
    for parent in list(item.iter()):
        links = [child for child in parent if child.get("class") == "footnote-backref"]
        for number, link in enumerate(links, 1):
            link.set("class", "footnote-backref ed")
            link.set("role", "doc-backlink")
            many = f" {number}" if len(links) > 1 else ""
            link.set("title", f"Back to the mark{many} in the text")
            link.set("aria-label", f"Back to the mark{many} in the text")
        if links:
            at = list(parent).index(links[0])
            if at:
                parent[at - 1].tail = _without_filler(parent[at - 1].tail)
            else:
                parent.text = _without_filler(parent.text)


def _without_filler(text: str | None) -> str:
    """Text before the back-links without Python-Markdown's placeholder for a no-break space."""
    return re.sub("\x02[a-z0-9]+\x03$", "", text or "")


def _mark(mark: Element, signs: dict[str, tuple[str, str, str]]) -> None:
    """The mark of a note: the print's label for a sign, and the note's name for those who can't see where it leads."""
    link = mark.find("a")
    if link is None or link.get("class") != "footnote-ref":
        return
    sign, name, classes = signs.get(link.get("href", "")[1:], ("", "", ""))
    extra = [name for name in ("editorial", "unmarked") if name in classes.split()]
    mark.set("class", " ".join(["mark", "ed", *extra]))
    link.set("role", "doc-noteref")
    if sign:
        link.text = sign
        link.set("aria-label", f"{'Note' if 'editorial' not in classes else ''} {name}".strip())
    if "unmarked" in extra:
        link.set("title", "The source has this note at the foot of the page, but no mark for it in the text")


def _part_neighbours(root: Element) -> None:
    """Marks side by side get a class: the style sheet, which parts them, can't see whether text is between."""
    for parent in root.iter():
        before: Element | None = None
        for child in parent:
            together = before is not None and not before.tail
            if (
                together
                and before is not None
                and "mark" in child.get("class", "")
                and "mark" in before.get("class", "")
            ):
                child.set("class", f"{child.get('class', '')} after-mark")
            before = child
