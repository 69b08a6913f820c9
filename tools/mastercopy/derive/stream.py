"""What readers search and see in previews: the text of a section line by line, with both readings and its places.

The names that the values have in JSON are short, since there are many of them.
"""

from collections.abc import Iterable, Iterator

from msgspec import Struct
from msgspec.structs import replace

from mastercopy import walk
from mastercopy.derive import labels
from mastercopy.derive.index import note_label
from mastercopy.derive.sections import Section, title
from mastercopy.derive.survey import Printed, Survey
from mastercopy.model import (
    Anchor,
    AnyNode,
    Citation,
    Correction,
    LineBreak,
    Mention,
    NoteKind,
    PageBreak,
    Quotation,
    Reading,
    Text,
    Topic,
)


class Readings(Struct, frozen=True, array_like=True):
    """Words that the edition reads otherwise than its source."""

    edition: str
    source: str


class Begins(Struct, frozen=True, omit_defaults=True, rename={"label": "p", "address": "a", "offset": "o"}):
    """The page `label` of the print begins here, or `offset` letters on, in the words of a correction that follow.

    `address`: the id of its marker.
    """

    label: str
    address: str
    offset: int = 0


class Spot(Struct, frozen=True, omit_defaults=True, rename={"key": "k", "length": "n", "offset": "o"}):
    """A place with an address; the `length` letters (UTF-16 units, as JavaScript counts) that follow are its words.

    `offset`: as that of `Begins`.
    """

    key: str
    length: int = 0
    offset: int = 0


Token = str | Readings | Begins | Spot
Line = tuple[Token, ...]


class NoteStream(Struct, frozen=True, array_like=True):
    """A note: its key, how it is called (`p. 40 n. 2`, without pages `n. 2`), and its lines."""

    key: str
    label: str
    lines: tuple[Line, ...]


class SectionStream(Struct, frozen=True):
    """A section: its title, the page on which its first words stand, its lines, its notes."""

    key: str
    title: str
    page: str
    lines: tuple[Line, ...]
    notes: tuple[NoteStream, ...]


def stream(section: Section, survey: Survey) -> SectionStream:
    """What the page of a section says, without what stands between the lines: marks, numbers, labels of notes."""
    division = section.division
    roots = (*division.lead, *division.head, *section.content)
    notes = tuple(_note(key, printed, survey) for key, printed in survey.shown.get(section.key, {}).items())
    opens = survey.label(survey.opens.get(section.key, -1))
    return SectionStream(section.key, title(division), opens, tuple(_lines(roots, survey)), notes)


def _note(key: str, printed: Printed, survey: Survey) -> NoteStream:
    page = survey.label(printed.pages[0])
    editorial = printed.note.kind is NoteKind.EDITORIAL
    label = "editors’ note" if editorial else note_label(key, survey)
    lines = _lines(printed.note.content, survey)
    # A page break in a note is no page's beginning.
    pageless = (tuple(token for token in line if not isinstance(token, Begins)) for line in lines)
    return NoteStream(key, f"p. {page} {label}" if page else label, tuple(filter(None, pageless)))


def _lines(roots: Iterable[AnyNode], survey: Survey) -> Iterator[Line]:
    for run in walk.runs(roots):
        if line := _joined(_tokens(run, survey.ends)):
            yield line


def _tokens(content: Iterable[AnyNode], ends: frozenset[str]) -> Iterator[Token]:
    for node in content:
        match node:
            case Text(value=value):
                yield value
            case LineBreak():
                yield " "
            case PageBreak(layer="", label=label):
                yield Begins(label, f"p{labels.number(label)}")
            case Anchor(key=key) | Topic(key=key) if key not in ends:
                yield Spot(key)
            case Correction():
                yield from _correction(node, ends)
            case Mention(key=key) | Citation(key=key) | Quotation(key=key):
                yield from _spot(key, node.content, ends)
            case _:
                yield from _tokens(walk.children(node, Reading.EDITION), ends)


def _spot(key: str, content: Iterable[AnyNode], ends: frozenset[str]) -> Iterator[Token]:
    inner = tuple(_tokens(content, ends))
    if key:
        yield Spot(key, sum(map(_length, inner)))
    yield from inner


def _correction(node: Correction, ends: frozenset[str]) -> Iterator[Token]:
    """Both readings as one; what begins in them stands before them, and says how far in."""
    inner = tuple(_tokens(node.edition, ends))
    words = Readings("".join(map(_edition, inner)), walk.letters(node.source, reading=Reading.SOURCE))
    if node.key:
        yield Spot(node.key, _length(words))
    at = 0
    for token in inner:
        if isinstance(token, Begins | Spot):
            yield replace(token, offset=at + token.offset)
        else:
            at += _length(token)
    yield words


def _edition(token: Token) -> str:
    match token:
        case str():
            return token
        case Readings(edition=edition):
            return edition
        case _:
            return ""


def _length(token: Token) -> int:
    words = _edition(token)
    return len(words) if words.isascii() else len(words.encode("utf-16-le")) // 2


def _joined(tokens: Iterable[Token]) -> Line:
    """The tokens with neighbouring letters as one; none where there is nothing to find."""
    joined: list[Token] = []
    for token in tokens:
        if isinstance(token, str) and joined and isinstance(joined[-1], str):
            joined[-1] += token
        elif token != "":
            joined.append(token)
    return tuple(joined)
