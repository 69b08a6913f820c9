"""What a reader gets: the text of the source, taken out of a page of HTML as anyone could take it."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import cast

from lxml import etree, html
from lxml.html import HtmlElement

from mastercopy import walk
from mastercopy.derive.sections import Section
from mastercopy.derive.survey import Survey
from mastercopy.model import NoteKind

ROOT = Path(__file__).parents[1]
PUBLISHED = "https://example.org/edition/"
"""Where the site is, for tests, when it is published."""

_LINES = frozenset((
    "address", "article", "aside", "blockquote", "br", "caption", "dd", "div", "dl", "dt", "figure", "footer", "form",
    "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
))  # fmt: skip


def article(page: bytes) -> HtmlElement:
    """The article of a page of the site."""
    (found,) = elements(document(page), "//article")
    return found


def document(page: bytes | str) -> HtmlElement:
    """The whole of a page."""
    whole = html.document_fromstring(page)
    assert isinstance(whole, HtmlElement)
    return whole


def elements(within: etree._Element, path: str) -> list[HtmlElement]:
    """The elements that the path leads to, which must lead to elements only."""
    found = cast("list[object]", within.xpath(path))
    own = [element for element in found if isinstance(element, HtmlElement)]
    assert own == found
    return own


def lines(element: HtmlElement) -> list[str]:
    """The lines of the source's text in the element: all text that isn't in anything of class `ed`."""
    return _lines("".join(_text(element)))


def _lines(text: str) -> list[str]:
    return [line for line in (line.strip(" ") for line in text.split("\n")) if line]


def _text(element: HtmlElement) -> Iterator[str]:
    if not isinstance(element.tag, str) or "ed" in (element.get("class") or "").split():
        return
    breaks = element.tag in _LINES
    if breaks:
        yield "\n"
    yield element.text or ""
    for child in element:
        yield from _text(child)
        yield child.tail or ""
    if breaks:
        yield "\n"


def joined(leaves: Iterable[HtmlElement]) -> list[str]:
    """The lines of the text of pages of the print, each the box that it stands in, one after the other."""
    text = ""
    for leaf in leaves:
        shown = "".join(_text(leaf))
        runs_on = "runs-on" in (leaf.get("class") or "").split()
        text = text.rstrip("\n") + shown.lstrip("\n") if runs_on else f"{text}\n{shown}"
    return _lines(text)


def expected(section: Section, survey: Survey) -> tuple[list[str], list[str]]:
    """What the page of a section must give: the lines of its text, and those of its notes in the master's order."""
    text = [*walk.lines(section.division.head), *walk.lines(section.content)]
    notes = [
        line
        for printed in survey.notes.values()
        if printed.section == section.key and printed.note.kind is not NoteKind.EDITORIAL
        for line in walk.lines(printed.note.content)
    ]
    return text, notes
