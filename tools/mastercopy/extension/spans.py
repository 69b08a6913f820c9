"""Bracketed spans: `[words]{#id .class name=value}`, nested at will."""

import html
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown.extensions.attr_list import get_attrs_and_remainder
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor

_TAGS = {"em": "em", "del": "del", "ins": "ins", "superscript": "sup", "subscript": "sub", "mark": "sup"}
_OPEN, _CLOSE = "span-open", "span-close"


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
    """The HTML attributes of a span; those that are ours (`n`, `sic`, `why`, `ref`, …) become what HTML has."""
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
        yield "data-page", given.get("page", "")
    if "missing" in given:
        yield "title", "The source has this mark, but not its note"
    if "corr" in names:
        yield "data-sic", given.get("sic", "")
        yield "title", _apparatus(given)
    elif given.get("means"):
        yield "title", given["means"]
    if "strip" in names:
        yield "data-on", given.get("on", "")
        yield "data-of", str(_count(given.get("of", "")))
    if "ref" in given:
        yield "data-ref", given["ref"]
    yield from ((name, given[name]) for name in ("id", "lang", "title") if name in given)
    if names:
        yield "class", " ".join(names)


def _apparatus(given: dict[str, str]) -> str:
    """What the source has, why the edition reads otherwise, and who says so."""
    source = given.get("sic", "")
    has = f"The source has {f'“{source}”' if source else 'nothing here'}."
    by = f"({given['by']})" if given.get("by") else ""
    return " ".join(filter(None, (has, given.get("why", ""), by)))


def _count(of: str) -> int:
    return max(1, int(of)) if re.fullmatch(r"\d{1,6}", of) else 1
