"""The edition and its sections as items of a bibliography, in the terms of CSL (csl-data.json 1.0.2)."""

import re
from collections.abc import Iterator, Sequence
from unicodedata import normalize
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from mastercopy import walk
from mastercopy.derive import capitals
from mastercopy.derive.sections import Section, title
from mastercopy.derive.survey import Survey
from mastercopy.model import AnyNode, Division, Edition, Header, Inline, Label, Name, PageBreak, Reading, Text

_ISO = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)
_THE = re.compile(r"the\s+(?=\S)", re.IGNORECASE)
_FOLDED = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "þ": "th", "ð": "d", "đ": "d", "ł": "l", "ı": "i", "’": " "})
_PLAIN = re.compile(r"[a-z0-9]+")
_STOP = re.compile(r"(?<![.\s])\.$")


class Date(Struct, frozen=True, omit_defaults=True, rename="kebab"):
    """A date of CSL: year, month and day as far as they are known, or words."""

    date_parts: tuple[tuple[int, ...], ...] = ()
    literal: str = ""


class Item(Struct, frozen=True, omit_defaults=True, rename="kebab"):
    """An item of CSL; written as JSON it is CSL-JSON, and what isn't known isn't in it."""

    id: str
    type: str
    title: str
    container_title: str = ""
    author: tuple[Name, ...] = ()
    editor: tuple[Name, ...] = ()
    version: str = ""
    publisher: str = ""
    page: str = ""
    issued: Date | None = None
    original_date: Date | None = None
    original_publisher: str = ""
    original_publisher_place: str = ""
    language: str = ""
    URL: str = ""


class Citable(Struct, frozen=True):
    """What can be cited: a section, or the whole edition (`key` "").

    `path` is its address below that of the edition; `first` and `last` are the labels of its pages, "" without pages.
    """

    key: str
    path: str
    item: Item
    first: str = ""
    last: str = ""


def citables(edition: Edition, sections: tuple[Section, ...], survey: Survey) -> tuple[Citable, ...]:
    """The whole edition, and its sections in reading order; a section that is all of it is cited as the edition."""
    header, spans = edition.header, _spans(sections, survey)
    labels = (survey.label(0), survey.label(len(survey.pages) - 1)) if survey.pages else ("", "")
    made = [Citable("", "text/", _whole(header), *labels)]
    outermost = [block for block in edition.content if isinstance(block, Division)]
    titles = capitals.lowered(printed(sections), edition)
    for section, words in zip(sections, titles, strict=True):
        path = f"text/{section.key}/"
        first, last = map(survey.label, spans[section.key])
        item = replace(made[0].item, URL=address(header, path))
        if [section.division] != outermost:
            item = _part(item, section.key, words, pages(first, last))
        made.append(Citable(section.key, path, item, first, last))
    return tuple(made)


def printed(sections: tuple[Section, ...]) -> list[str]:
    """The titles of the sections as the print sets them, without its numbers."""
    return [_title(section.division) for section in sections]


def _part(whole: Item, key: str, words: str, pages: str) -> Item:
    """The item of a section, as a chapter of the edition."""
    return replace(whole, id=f"{whole.id}-{key}", type="chapter", title=words, container_title=whole.title, page=pages)


def address(header: Header, path: str) -> str:
    """The address of a path of the edition in this version; "" where the edition is published nowhere."""
    version = f"?v={quote(header.version, safe='')}" if header.version else ""
    page, sign, fragment = path.partition("#")
    return f"{header.address}{page}{version}{sign}{fragment}" if header.address else ""


HYPHEN = "\u2011"


def number(label: str) -> str:
    """A page's label or a version as CSL has it, which reads a plain hyphen as that of a range: `1.0-beta` as two."""
    return label.replace("-", HYPHEN)


def pages(first: str, last: str) -> str:
    """A page or a range as CSL has it."""
    return "-".join(dict.fromkeys(number(label) for label in (first, last) if label))


def _whole(header: Header) -> Item:
    editors, publisher = _credits(header)
    return Item(
        _id(header),
        "book",
        header.title,
        author=tuple(map(_undivided, header.authors)),
        editor=tuple(map(_undivided, editors)),
        version=number(header.version),
        publisher=publisher,
        issued=_date(header.date),
        original_date=_date(header.work.date),
        original_publisher=header.work.publisher,
        original_publisher_place=header.work.place,
        language=header.language,
        URL=address(header, "text/"),
    )


def _credits(header: Header) -> tuple[tuple[Name, ...], str]:
    """The editors and the publisher, whom no style wants to see named twice.

    A group that publishes what it has edited is named as the publisher, and anyone else as the author or the editor:
    so the styles want it. They also leave out the article before a publisher's name.
    """
    same = [name for name in (*header.authors, *header.editors) if _alike(name) == _bare(header.publisher).casefold()]
    if any(name.family or name in header.authors for name in same):
        return header.editors, ""
    publisher = _bare(header.publisher)
    editors = tuple(name for name in header.editors if name not in same)
    return editors, publisher if publisher == header.publisher else _capital(publisher)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _undivided(name: Name) -> Name:
    """A name of one part stays whole: in `ibn Sina` no style is to look for a particle."""
    return name if name.given else Name(literal=name.family or name.literal)


def _alike(name: Name) -> str:
    return (_bare(name.literal) or f"{name.given} {name.family}".strip()).casefold()


def _bare(name: str) -> str:
    return _THE.sub("", name, count=1) if _THE.match(name) else name


def _id(header: Header) -> str:
    """What a bibliography calls the edition: its author's name and the year of the work, in plain letters."""
    name = header.authors[0] if header.authors else Name()
    year = (header.work.date or header.date)[:4]
    words = " ".join((name.family or name.literal or header.title, year))
    plain = normalize("NFKD", words.casefold()).translate(_FOLDED).encode("ascii", "ignore").decode()
    return "-".join(_PLAIN.findall(plain)) or "edition"


def _date(date: str) -> Date | None:
    if not date:
        return None
    if not _ISO.fullmatch(date):
        return Date(literal=date)
    return Date((tuple(map(int, date.split("-"))),))


def _title(division: Division) -> str:
    """The words of the headings without the printed number and the full stop at the end."""
    words = [_words(head.content) for head in division.head]
    joined = ""
    for part in filter(None, words):
        joined += f"{' ' if joined.endswith(tuple('.:;,?!')) else ': '}{part}" if joined else part
    return joined or _capital(_STOP.sub("", title(division)))


def _words(content: tuple[Inline, ...]) -> str:
    words = walk.words([inline for inline in content if not isinstance(inline, Label)])
    return _STOP.sub("", words.lstrip(" .,:;)–—-"))


def _spans(sections: tuple[Section, ...], survey: Survey) -> dict[str, tuple[int, int]]:
    """The first and the last page on which each section stands with its parts; -1 where there is none."""
    begun: dict[str, list[int]] = {}
    for number, page in enumerate(survey.pages):
        begun.setdefault(page.section, []).append(number)
    found: dict[str, list[int]] = {}
    for section in reversed(sections):
        own = begun.get(section.key, [])
        found[section.key] = sorted((*own, *(page for part in section.parts for page in found[part])))
    return {section.key: _span(section, found[section.key], survey.opens.get(section.key, -1)) for section in sections}


def _span(section: Section, begun: list[int], opens: int) -> tuple[int, int]:
    """Pages that begin before the first or after the last words of the section have none of them."""
    division = [section.division]
    before = max(0, _breaks(division, 1) - 1)
    after = _breaks(division, -1)
    pages = ([opens] if opens >= 0 else []) + begun
    pages = pages[before : len(pages) - after] or pages[:1]
    return (pages[0], pages[-1]) if pages else (-1, -1)


def _breaks(nodes: Sequence[AnyNode], step: int) -> int:
    """How many pages begin before the first words, or, backwards, after the last."""
    count = 0
    for node in _leaves(nodes, step):
        if isinstance(node, Text):
            break
        count += not node.layer
    return count


def _leaves(nodes: Sequence[AnyNode], step: int) -> Iterator[PageBreak | Text]:
    for node in nodes[::step]:
        if isinstance(node, PageBreak) or (isinstance(node, Text) and node.value.strip()):
            yield node
        else:
            yield from _leaves(walk.children(node, Reading.EDITION), step)
