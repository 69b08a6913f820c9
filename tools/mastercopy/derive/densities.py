"""How dense notes, quotations, corrections and names are on each page of the print."""

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from mastercopy.derive import corrections
from mastercopy.derive.survey import Survey
from mastercopy.model import Mention, NoteKind, Quotation, SetOff


class Kind(StrEnum):
    """What is counted."""

    NOTES = "notes"
    QUOTATIONS = "quotations"
    CORRECTIONS = "corrections"
    NAMES = "names"


class Density(Struct, frozen=True):
    """How many of a kind a page has, and where the first of them is shown; of none, where the page begins.

    `level`: 0 for none, and up to 4 for the most that any page of the book has.
    """

    kind: Kind
    count: int
    level: int
    section: str
    anchor: str


LEVELS = 4


def densities(names: frozenset[str], survey: Survey) -> tuple[tuple[Density, ...], ...]:
    """For each page of the print, in their order, one of each kind.

    A note counts on the page on which it begins, everything else where it stands. `names`: the headings that
    count as names.
    """
    found: dict[tuple[int, Kind], list[tuple[str, str]]] = {}
    for kind, page, section, anchor in (*_notes(survey), *_in_text(survey, names)):
        if page >= 0:
            found.setdefault((page, kind), []).append((section, anchor))
    most = {kind: max((len(places) for (_, of), places in found.items() if of is kind), default=0) for kind in Kind}
    return tuple(
        tuple(_density(kind, found.get((number, kind), []), most[kind], (page.section, page.address)) for kind in Kind)
        for number, page in enumerate(survey.pages)
    )


def _density(kind: Kind, places: list[tuple[str, str]], most: int, beginning: tuple[str, str]) -> Density:
    section, anchor = next((place for place in places if place[1]), beginning)
    level = -(-len(places) * LEVELS // most) if most else 0
    return Density(kind, len(places), level, section, anchor)


_Counted = tuple[Kind, int, str, str]


def _notes(survey: Survey) -> Iterator[_Counted]:
    for key, printed in survey.notes.items():
        if printed.note.kind is not NoteKind.EDITORIAL:
            yield Kind.NOTES, printed.pages[0], printed.section, f"fn-{key}"


def _in_text(survey: Survey, names: frozenset[str]) -> Iterator[_Counted]:
    for correction, place in corrections.places(survey):
        yield Kind.CORRECTIONS, place.page, place.section, correction.key
    for node, place in survey.found:
        match node:
            case Quotation(previous="", key=key):
                yield Kind.QUOTATIONS, place.page, place.section, key
            case SetOff(key=key) if key:
                yield Kind.QUOTATIONS, place.page, place.section, key
            case Mention(headings=headings, key=key) if not names.isdisjoint(headings):
                yield Kind.NAMES, place.page, place.section, key
            case _:
                pass
