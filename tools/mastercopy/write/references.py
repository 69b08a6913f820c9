"""References as programs read them: BibTeX, RIS and CSL-JSON, as patterns that a page and an address are put into."""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import Any

import msgspec
import rispy  # type: ignore[import-untyped]
from msgspec.structs import replace

from mastercopy.derive.bibliography import HYPHEN, Date, Item, number, pages
from mastercopy.derive.citing import ADDRESS, FIRST, LAST, filled, literal
from mastercopy.model import Name

LOCATORS: Mapping[str, str] = {"entry": "", "page": FIRST, "pages": pages(FIRST, LAST)}
"""The three patterns of a format: of the section or the edition as such, of a page of it, of a range."""


def patterns(item: Item) -> dict[str, dict[str, str]]:
    """By format and locator, what a program is given."""
    plain = msgspec.convert(_literal(msgspec.to_builtins(item)), Item)
    if item.URL:
        plain = replace(plain, URL=ADDRESS)
    located = {name: replace(plain, page=page or plain.page) for name, page in LOCATORS.items()}
    return {form: {name: write(one) for name, one in located.items()} for form, (_, write, _) in FORMATS.items()}


def complete(form: str, pattern: str, *, first: str = "", last: str = "", address: str = "") -> str:
    """A pattern of a format filled in, each value written as the format writes it."""
    _, _, written = FORMATS[form]
    return filled(
        pattern, first=written(first), last=written(last), address=_json(address) if form == _CSL else address
    )


def _literal(value: Any) -> Any:
    match value:
        case str():
            return literal(" ".join(value.splitlines()))
        case dict():
            return {key: _literal(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_literal(inner) for inner in value]
        case _:
            return value


# BibTeX, as both BibTeX and biblatex read it.

_SPECIAL = {
    **{letter: f"\\{letter}" for letter in "#$%&_"},
    "\\": "\\textbackslash{}",
    "{": "\\textbraceleft{}",
    "}": "\\textbraceright{}",
    "~": "\\textasciitilde{}",
    "^": "\\textasciicircum{}",
    "`": "\\textasciigrave{}",
    "<": "\\textless{}",
    ">": "\\textgreater{}",
    "|": "\\textbar{}",
    HYPHEN: "-",
}
_SPECIALS = str.maketrans(_SPECIAL)
_LIGATURES = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=,)(?=,)|(?<=[?!])(?=\\textasciigrave)")
_QUOTED = re.compile(r'"([^"]*)"')
_MONTHS = ("", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_BABEL = {
    "de": "german", "en": "english", "es": "spanish", "fr": "french", "it": "italian", "la": "latin", "nl": "dutch",
    "pl": "polish", "pt": "portuguese", "ru": "russian",
}  # fmt: skip


def bibtex(item: Item) -> str:
    """An entry of BibTeX: a book, or a part of one."""
    kind = "incollection" if item.container_title else "book"
    lines = "".join(f"  {name} = {value},\n" for name, value in _fields(item) if value.strip("{}"))
    return f"@{kind}{{{item.id},\n{lines}}}\n"


def _fields(item: Item) -> Iterator[tuple[str, str]]:
    """The fields; a second pair of braces keeps the capitals as they are."""
    container = "booktitle" if item.container_title else "title"
    yield "author", _named(item.author)
    if item.container_title:
        yield "title", f"{{{{{_latex(item.title)}}}}}"
    yield container, f"{{{{{_latex(item.container_title or item.title)}}}}}"
    yield "editor", _named(item.editor)
    yield "publisher", f"{{{{{_latex(item.publisher)}}}}}"
    yield from _dated(item.issued)
    yield "pages", f"{{{'--'.join(map(_latex, item.page.split('-')))}}}"
    if item.version:
        yield "version", f"{{{_latex(item.version)}}}"
        yield "note", f"{{Version {_latex(item.version)}}}"
    yield "origdate", f"{{{_iso(item.original_date)}}}"
    yield "origpublisher", f"{{{{{_latex(item.original_publisher)}}}}}"
    yield "origlocation", f"{{{_latex(item.original_publisher_place)}}}"
    yield "langid", f"{{{_BABEL.get(item.language.partition('-')[0], '')}}}"
    yield "url", f"{{{item.URL}}}"


@cache
def _latex(text: str) -> str:
    """The text in LaTeX, every letter of it only a letter, and quotation marks in pairs as LaTeX has them."""
    quoted = _QUOTED.sub(r"``\1''", _LIGATURES.sub("{}", text.translate(_SPECIALS)))
    return quoted.replace("'''", "'{}''").replace('"', "\\textquotedbl{}")


def _named(names: tuple[Name, ...]) -> str:
    return f"{{{' and '.join(map(_name, names))}}}"


def _name(name: Name) -> str:
    if name.literal:
        return f"{{{_latex(name.literal)}}}"
    return ", ".join(filter(None, (_latex(name.family), _latex(name.given))))


def _dated(date: Date | None) -> Iterator[tuple[str, str]]:
    if date is None:
        return
    if not date.date_parts:
        yield "year", f"{{{{{_latex(date.literal)}}}}}"
        return
    year, *rest = date.date_parts[0]
    yield "year", f"{{{year:04}}}"
    yield from zip(
        ("month", "day"), (*(_MONTHS[month] for month in rest[:1]), *(f"{{{day}}}" for day in rest[1:])), strict=False
    )


def _iso(date: Date | None, between: str = "-") -> str:
    """The date as far as it is known, or its words."""
    if date is None:
        return ""
    return between.join(f"{part:02}" for part in date.date_parts[0]) if date.date_parts else date.literal


# RIS

_WRITER = rispy.RisWriter()


def ris(item: Item) -> str:
    """A reference of RIS: a book or a chapter."""
    first, _, last = (label.replace(HYPHEN, "-") for label in item.page.partition("-"))
    year = _iso(item.issued)[:4] if item.issued and item.issued.date_parts else _iso(item.issued)
    fields = {
        "type_of_reference": "CHAP" if item.container_title else "BOOK",
        "id": item.id,
        "authors": [", ".join(filter(None, (name.literal or name.family, name.given))) for name in item.author],
        "title": item.title,
        "secondary_title": item.container_title,
        "secondary_authors": [", ".join(filter(None, (n.literal or n.family, n.given))) for n in item.editor],
        "edition": f"Version {item.version.replace(HYPHEN, '-')}" if item.version else "",
        "publisher": item.publisher,
        "year": year,
        "date": _iso(item.issued, "/"),
        "start_page": first,
        "end_page": last,
        "original_publication": _iso(item.original_date),
        "language": item.language,
        "urls": [item.URL] if item.URL else [],
    }
    written = _WRITER.formats([{name: value for name, value in fields.items() if value}])
    return str(written).removeprefix("1.\n").rstrip("\n") + "\n"


# CSL-JSON


def csl_json(item: Item) -> str:
    """The item as a list of CSL-JSON."""
    lines = (f"  {_quoted(name)}: {_quoted(value)}" for name, value in msgspec.to_builtins(item).items())
    return "[{\n" + ",\n".join(lines) + "\n}]\n"


def _quoted(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _json(value: str) -> str:
    """The letters of a value inside of JSON's quotation marks."""
    return _quoted(value)[1:-1]


def _numbered(label: str) -> str:
    return _json(number(label))


def _same(value: str) -> str:
    return value


_CSL = "CSL-JSON"
FORMATS: Mapping[str, tuple[str, Callable[[Item], str], Callable[[str], str]]] = {
    "BibTeX": ("bib", bibtex, _latex),
    "RIS": ("ris", ris, _same),
    _CSL: ("csl.json", csl_json, _numbered),
}
"""By its name: the ending of its files, how an item is written in it, and how a page's label is."""
