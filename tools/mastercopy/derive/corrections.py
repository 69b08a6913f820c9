"""The corrections of the edition, each with its page, its editor and its date."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from mastercopy import walk
from mastercopy.derive.addresses import path
from mastercopy.derive.index import called, note_label
from mastercopy.derive.record import Recorded
from mastercopy.derive.survey import Place, Survey
from mastercopy.model import Correction, Edition, Reading


class Corrected(Struct, frozen=True):
    """A correction where it stands: `label` is `41` or `40 n. 2`; `anchor` is its place on the section's page.

    `page` is the number of the page of the print, "" before the first, and `note` the note there, as in `n. 2`.
    """

    correction: Correction
    label: str
    section: str
    anchor: str
    who: str
    when: str
    page: str = ""
    note: str = ""


def corrections(edition: Edition, survey: Survey) -> tuple[Corrected, ...]:
    """All corrections in the order of the pages, on each page the text before its notes."""
    found = sorted(places(survey), key=lambda pair: (pair[1].page, bool(pair[1].note)))
    changes = {change.key: change.when for change in edition.header.changes}
    return tuple(
        _corrected(node, place, survey, edition.header.people, changes.get(node.change, "")) for node, place in found
    )


def places(survey: Survey) -> Iterator[tuple[Correction, Place]]:
    """Every correction with its place: those of the text and the notes, and those of the printed labels of notes."""
    for node, place in survey.found:
        if isinstance(node, Correction):
            yield node, place
    for key, printed in survey.notes.items():
        for inner in walk.nodes(printed.note.label):
            if isinstance(inner, Correction):
                yield inner, Place(printed.pages[0], printed.section, key)


def _corrected(node: Correction, place: Place, survey: Survey, people: Mapping[str, str], when: str) -> Corrected:
    who = people.get(node.who, node.who)
    page = survey.pages[place.page].number if place.page >= 0 else ""
    note = note_label(place.note, survey) if place.note else ""
    return Corrected(node, called(place, survey), place.section, node.key, who, when, page, note)


def recorded(found: Iterable[Corrected]) -> tuple[Recorded, ...]:
    """The corrections as a release keeps them."""
    return tuple(
        Recorded(
            path(one.section, one.anchor),
            one.page,
            one.note,
            walk.words(one.correction.source, reading=Reading.SOURCE),
            walk.words(one.correction.edition),
            one.correction.kind,
            one.who,
            one.when,
            one.correction.reason,
        )
        for one in found
    )
