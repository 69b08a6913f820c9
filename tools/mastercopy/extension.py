"""What happens while Markdown is rendered: bracketed spans, and notes and page markers with their roles.

A Python-Markdown extension, so that every program that renders docs/ does the same (MkDocs, ProperDocs, Zensical).

- `[words]{#id .class name=value}` is a span, as in pandoc. Spans nest, and emphasis may hold them or stand in them,
  which pymdownx.bracketspan 13.1 loses.
- Footnotes show the label and the page that the print has, and carry the roles of DPUB-ARIA 1.1.
- What isn't text of the source has the class `ed`.
"""

import html
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown import Extension as MarkdownExtension
from markdown import Markdown
from markdown.extensions.attr_list import get_attrs_and_remainder
from markdown.extensions.footnotes import FootnoteExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

_TAGS = {"em": "em", "superscript": "sup", "subscript": "sub", "mark": "sup"}
_OPEN, _CLOSE = "span-open", "span-close"
_AFTER_LINKS = 145
"""Links are found at 160 and pictures at 150, so that their words are whole; emphasis at 60, so that spans are no
obstacle to it."""
_AFTER_INLINES = 18
"""Python-Markdown puts the inlines into the tree at 20."""
_AFTER_FOOTNOTES = 12
"""Python-Markdown copies the back-links of notes with several marks at 15."""


class Extension(MarkdownExtension):
    """The extension `mastercopy` of mkdocs.yml, without options: `_lacking` says what it needs."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 # Python-Markdown's name for it
        """Registers the parts; raises ValueError where what they need isn't there: letters would be lost in silence."""
        if lacking := ", ".join(_lacking(md)):
            raise ValueError(f"in markdown_extensions, mastercopy stands after the others and needs {lacking}")
        md.inlinePatterns.register(Opens(r"\[", md), "mastercopy-opens", _AFTER_LINKS)
        md.inlinePatterns.register(Closes(r"\]\{([^{}\n]+)\}", md), "mastercopy-closes", _AFTER_LINKS)
        md.treeprocessors.register(Spans(md), "mastercopy-spans", _AFTER_INLINES)
        md.treeprocessors.register(Roles(md), "mastercopy-roles", _AFTER_FOOTNOTES)


def _lacking(md: Markdown) -> Iterator[str]:
    """The extensions of Python-Markdown that pages are written for, as far as they aren't registered."""
    if "attr_list" not in md.treeprocessors:
        yield "attr_list"
    notes = next((found for found in md.registeredExtensions if isinstance(found, FootnoteExtension)), None)
    if notes is None or notes.getConfig("SEPARATOR") != "-":
        yield 'footnotes with SEPARATOR: "-"'
    if "markdown_block" not in md.parser.blockprocessors:
        yield "md_in_html"
    if "table" not in md.parser.blockprocessors:
        yield "tables"


class Opens(InlineProcessor):
    """The bracket that opens a span, or is just a bracket."""

    def handleMatch(  # type: ignore[override] # noqa: N802 # the base class is declared for older patterns
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        """An element that stands for it until all inlines are found."""
        del data
        return Element(_OPEN), m.start(0), m.end(0)


class Closes(InlineProcessor):
    """The bracket that closes a span, with the span's attributes."""

    def handleMatch(  # type: ignore[override] # noqa: N802 # the base class is declared for older patterns
        self, m: re.Match[str], data: str
    ) -> tuple[Element, int, int]:
        """An element that stands for it until all inlines are found."""
        del data
        return Element(_CLOSE, {"attributes": m[1]}), m.start(0), m.end(0)


class Spans(Treeprocessor):
    """Puts what stands between the brackets of a span into it; a bracket without a partner is a letter again."""

    def run(self, root: Element) -> None:
        """Nests the spans of the whole page."""
        for parent in list(root.iter()):
            if any(child.tag in {_OPEN, _CLOSE} for child in parent):
                _nest(parent)


def _nest(parent: Element) -> None:
    children = list(parent)
    for child in children:
        parent.remove(child)
    open_spans = [parent]
    for child in children:
        tail, child.tail = child.tail, None
        if child.tag == _OPEN:
            open_spans.append(Element("span"))
        elif child.tag != _CLOSE:
            open_spans[-1].append(child)
        elif len(open_spans) > 1:
            span = open_spans.pop()
            _dress(span, child.get("attributes", ""))
            open_spans[-1].append(span)
        else:
            _say(parent, f"]{{{child.get('attributes', '')}}}")
        _say(open_spans[-1], tail or "")
    while len(open_spans) > 1:
        span = open_spans.pop()
        _say(open_spans[-1], f"[{span.text or ''}")
        open_spans[-1].extend(list(span))


def _say(element: Element, words: str) -> None:
    """Appends text to an element."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + words
    else:
        element.text = (element.text or "") + words


def _dress(span: Element, attributes: str) -> None:
    """Gives a span its element name and attributes."""
    pairs, _ = get_attrs_and_remainder(attributes)
    classes = [value for name, value in pairs if name == "."]
    given = {name: html.unescape(value) for name, value in pairs if name != "."}
    span.tag = next((_TAGS[name] for name in classes if name in _TAGS), "span")
    for name, value in _span_attributes([name for name in classes if name != "em"], given):
        span.set(name, value)


def _span_attributes(classes: list[str], given: dict[str, str]) -> Iterator[tuple[str, str]]:
    """The HTML attributes of a span: `n`, `sic`, `why`, `ref` and `missing` are ours and become what HTML has."""
    names = list(classes)
    label = given.get("n", "")
    if "pb" in names:
        names.append("ed")
        yield "title", label
        if "id" in given:
            yield "role", "doc-pagebreak"
    elif "label" in names:
        names.append("ed")
        yield "data-n", label
    if "missing" in given:
        yield "title", "The source has this mark, but not its note"
    if "corr" in names:
        yield "data-sic", given.get("sic", "")
        yield "title", _apparatus(given)
    if "ref" in given:
        yield "data-ref", given["ref"]
    yield from ((name, given[name]) for name in ("id", "lang", "title") if name in given)
    if names:
        yield "class", " ".join(names)


def _apparatus(given: dict[str, str]) -> str:
    source = given.get("sic", "")
    return f"The source has {f'“{source}”' if source else 'nothing here'}. {given.get('why', '')}".strip()


class Roles(Treeprocessor):
    """Notes with the print's labels, tables and lists without what Markdown needs and the source doesn't have."""

    def run(self, root: Element) -> None:
        """Goes over the whole page."""
        _tables(root)
        _lists(root)
        for parent in root.iter():
            for child in parent:
                if child.tag == "div" and child.get("class") == "footnote":
                    _notes(child, root)


def _tables(root: Element) -> None:
    """Takes away a heading row that is empty, and cells that another cell spans."""
    for table in root.iter("table"):
        head = table.find("thead")
        if head is not None and not any("".join(cell.itertext()).strip() or len(cell) for cell in head.iter("th")):
            table.remove(head)
        for row in table.iter("tr"):
            for cell in [cell for cell in row if any(span.get("class") == "spanned" for span in cell)]:
                row.remove(cell)
    for part in root.iter():
        if "apparatus" in part.get("class", "").split():
            _name_cells(part)


def _name_cells(part: Element) -> None:
    """Each cell of a list of ours bears the heading of its column, which a narrow screen shows beside it."""
    for table in part.iter("table"):
        names = ["".join(cell.itertext()).strip() for cell in table.iter("th")]
        for row in table.iter("tr"):
            for name, cell in zip(names, row, strict=False):
                if cell.tag == "td":
                    cell.set("data-label", name)


def _lists(root: Element) -> None:
    """A list whose items have printed labels is drawn without bullets."""
    for listing in root.iter("ul"):
        if any(_labelled(item) for item in listing):
            listing.set("class", "points")


def _labelled(item: Element) -> bool:
    first = item[0] if len(item) and item[0].tag == "p" and not (item.text or "").strip() else item
    return not (first.text or "").strip() and len(first) > 0 and "n" in first[0].get("class", "").split()


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
