"""The passages that the text cites, and the sources of its quotations."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct
from msgspec.structs import replace

from mastercopy import walk
from mastercopy.derive import labels
from mastercopy.derive.index import Locator, called, order
from mastercopy.derive.survey import Place, Survey
from mastercopy.model import (
    AnyNode,
    Cell,
    Citation,
    LineBreak,
    PageBreak,
    Paragraph,
    Quotation,
    Range,
    Reading,
    SetOff,
    Text,
    Verse,
)
from mastercopy.register import Entry, Register


class Passage(Struct, frozen=True):
    """A passage of a work that the text cites: `label` is `Vol. XXIII, p. 355`.

    `work` is what stands there, where the passage is named by volume and page of an edition.
    """

    label: str
    work: Entry | None
    locators: tuple[Locator, ...]


class Quoted(Struct, frozen=True):
    """A quotation as the text has it: its words, the reference that the text gives, and what that is a reference to.

    `last` is the page on which it ends.
    """

    words: str
    place: Place
    last: int
    anchor: str
    reference: str
    works: tuple[Entry, ...]


def passages(register: Register, survey: Survey) -> tuple[tuple[Entry, tuple[Passage, ...]], ...]:
    """The cited passages by the edition or work that they are numbered in, each in its order there."""
    entries = {entry.key: entry for entry in register.entries}
    found_in = cited(survey)
    printed = printed_volumes(found_in)
    found: dict[str, dict[tuple[tuple[int, str], ...], dict[str, list[Locator]]]] = {}
    names: dict[tuple[tuple[int, str], ...], str] = {}
    for citation, place in found_in:
        numbered = citation.works[-1]
        for ranges in single(citation.ranges):
            at = tuple((labels.value(range_.start) or 0, range_.start) for range_ in ranges)
            names.setdefault(at, ", ".join(named(range_, numbered, printed) for range_ in ranges))
            work = citation.works[0] if len(citation.works) > 1 else ""
            found.setdefault(numbered, {}).setdefault(at, {}).setdefault(work, []).append(
                _locator(citation, place, survey)
            )
    return tuple(
        (
            entries[numbered],
            tuple(
                Passage(names[at], entries.get(work), _once(made))
                for at, works in sorted(found[numbered].items())
                for work, made in sorted(works.items())
            ),
        )
        for numbered in sorted((key for key in found if key in entries), key=lambda key: order(entries[key]))
    )


_QUOTED = (Quotation, SetOff)
_LINES = (Paragraph, LineBreak, Cell)


def quotations(register: Register, survey: Survey) -> tuple[Quoted, ...]:
    """Every quotation in the order of the pages; the parts of a broken one as one, joined by ` … `."""
    entries = {entry.key: entry for entry in register.entries}
    citations = {node.key: node for node, _ in survey.found if isinstance(node, Citation)}
    made: dict[str, Quoted] = {}
    whole: dict[str, str] = {}
    for number, (node, place) in enumerate(survey.found):
        if not isinstance(node, _QUOTED) or (isinstance(node, SetOff) and not node.key):
            continue
        first = whole.get(node.previous, node.previous) if isinstance(node, Quotation) else ""
        words, breaks = _words(node)
        last = place.page if place.note else place.page + breaks
        if first in made:
            whole[node.key] = first
            longer = made[first]
            made[first] = replace(longer, words=f"{longer.words.strip()} … {words}", last=last)
            continue
        source = citations.get(node.source)
        made[node.key or f"{number}"] = Quoted(
            words,
            place,
            last,
            node.key,
            "" if source is None else walk.words([source]),
            () if source is None else tuple(entries[key] for key in source.works if key in entries),
        )
    return tuple(sorted(made.values(), key=lambda quoted: quoted.place.page))


_NEW_PAGE = "\f"
"""No text has it: XML doesn't allow it."""


def _words(quotation: Quotation | SetOff) -> tuple[str, int]:
    """The quoted words without references, one space between paragraphs and lines; how many pages begin in them."""
    pieces: list[str] = []
    _gather(quotation, pieces)
    words = "".join(pieces)
    # A page that begins before the first word is the one that `survey` names.
    begun = words.lstrip(f" {_NEW_PAGE}").count(_NEW_PAGE)
    return " ".join(filter(None, words.replace(_NEW_PAGE, "").split(" "))), begun


def _gather(node: AnyNode, pieces: list[str]) -> None:
    """Appends the words below the node, and a sign for each page of the print that begins there."""
    match node:
        case Text(value=value):
            pieces.append(value)
        case Citation():
            pass
        case PageBreak(layer=""):
            pieces.append(_NEW_PAGE)
        case Verse(lines=lines):
            for line in lines:
                for inline in line:
                    _gather(inline, pieces)
                pieces.append(" ")
        case _:
            for below in walk.children(node, Reading.EDITION):
                _gather(below, pieces)
            if isinstance(node, _LINES):
                pieces.append(" ")


def cited(survey: Survey) -> list[tuple[Citation, Place]]:
    """The references to numbered passages of works that are known, each with its place."""
    return [(node, place) for node, place in survey.found if isinstance(node, Citation) and node.works and node.ranges]


def single(ranges: tuple[Range, ...]) -> Iterator[tuple[Range, ...]]:
    """Each page range with the volume that it is in; `Vol. XXV, pp. 173 and 189` are two passages."""
    volume: tuple[Range, ...] = ()
    alone = True
    for range_ in ranges:
        if range_.unit == "volume":
            volume = (range_,)
        else:
            alone = False
            yield (*volume, range_)
    if alone:
        yield volume


def printed_volumes(found: Iterable[tuple[Citation, Place]]) -> Mapping[tuple[str, str], str]:
    """How the text itself writes a volume of a work, for references that take the volume over without a word."""
    return {
        (citation.works[-1], range_.start): range_.words
        for citation, _ in found
        for range_ in citation.ranges
        if range_.unit == "volume" and range_.words
    }


def named(range_: Range, work: str, printed: Mapping[tuple[str, str], str]) -> str:
    """How a volume or a range of pages of a work is named: `Vol. XXIII`, `p. 355`, `pp. 248–250`."""
    if range_.unit == "volume":
        return printed.get((work, range_.start), f"Vol. {range_.start}")
    if range_.start == range_.end:
        return f"p. {range_.start}"
    return f"pp. {range_.start}–{range_.end}"


def _locator(citation: Citation, place: Place, survey: Survey) -> Locator:
    return Locator(called(place, survey), place.section, citation.key, place.page, place.page, place.note)


def _once(found: list[Locator]) -> tuple[Locator, ...]:
    return tuple({made.label: made for made in reversed(found)}.values())[::-1]
