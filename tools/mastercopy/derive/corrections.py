"""The corrections of the edition, each with its page, its editor and its date."""

from collections.abc import Iterator, Mapping

from msgspec import Struct

from mastercopy import walk
from mastercopy.derive.index import called
from mastercopy.derive.survey import Place, Survey
from mastercopy.model import Correction, Edition


class Corrected(Struct, frozen=True):
    """A correction where it stands: `label` is `41` or `40 n. 2`; `anchor` is its place on the section's page."""

    correction: Correction
    label: str
    section: str
    anchor: str
    who: str
    when: str


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
    return Corrected(node, called(place, survey), place.section, node.key, people.get(node.who, node.who), when)
