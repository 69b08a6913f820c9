"""The corrections of the edition, each with its page, its editor and its date."""

from collections.abc import Iterator

from msgspec import Struct

from mastercopy import walk
from mastercopy.derive.index import note_label
from mastercopy.derive.survey import Place, Survey
from mastercopy.model import Correction, Edition, Inline


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
    found = [*_in_text(edition, survey), *_in_labels(edition, survey)]
    return tuple(made for _, made in sorted(found, key=lambda pair: pair[0]))


def _in_text(edition: Edition, survey: Survey) -> Iterator[tuple[tuple[int, bool], Corrected]]:
    for node, place in survey.found:
        if isinstance(node, Correction):
            yield (
                (place.page, bool(place.note)),
                _corrected(edition, survey, node, place),
            )


def _in_labels(edition: Edition, survey: Survey) -> Iterator[tuple[tuple[int, bool], Corrected]]:
    """Corrections of the printed labels of notes."""
    for key, printed in survey.notes.items():
        for node in _nodes(printed.note.label):
            page = printed.pages[0]
            yield (page, True), _corrected(edition, survey, node, Place(page, printed.section, key))


def _nodes(label: tuple[Inline, ...]) -> Iterator[Correction]:
    return (node for node in walk.nodes(label) if isinstance(node, Correction))


def _corrected(edition: Edition, survey: Survey, node: Correction, place: Place) -> Corrected:
    label = survey.label(place.page)
    changes = {change.key: change for change in edition.header.changes}
    change = changes.get(node.change)
    return Corrected(
        node,
        f"{label} {note_label(place.note, survey)}" if place.note else label,
        place.section,
        node.key,
        edition.header.people.get(node.who, node.who),
        "" if change is None else change.when,
    )
