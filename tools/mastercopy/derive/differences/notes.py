"""Notes in both versions as wholes: which are new, which are gone, and what is said of those that stayed."""

from collections.abc import Iterable, Iterator, Mapping

from mastercopy import walk
from mastercopy.derive.differences import flatten
from mastercopy.derive.differences.told import Passage, Told, Views, opening, whole
from mastercopy.derive.differences.units import Unit
from mastercopy.derive.differences.values import Change, Detail, Kind, Mark, Spot, What
from mastercopy.derive.differences.views import Order, View
from mastercopy.derive.differences.words import stretches
from mastercopy.model import Note


def pairs(passages: Iterable[Passage], views: Views) -> dict[str, str]:
    """The keys of the new notes by those of the old ones: what has the same words, or else the same key."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for passage in passages:
        old, new = passage.old[0].note, passage.new[0].note
        if new and passage.new[0].words and old not in found and new not in taken:
            found[old] = new
            taken.add(new)
    both = (key for key in views.old.version.edition.notes if key in views.new.version.edition.notes)
    for key in both:
        if key not in found and key not in taken:
            found[key] = key
    return found


def labels(paired: Mapping[str, str], views: Views) -> Iterator[Passage]:
    """The printed labels of the notes that both versions have, as passages."""
    for before, after in paired.items():
        old, new = _label(views.old, before), _label(views.new, after)
        if old.features or new.features or old.words != new.words:
            yield Passage((old,), (new,), stretches(old.words, new.words), _order(views.new, after))


def _label(view: View, key: str) -> Unit:
    edition = view.version.edition
    printed = view.survey.notes.get(key)
    return flatten.label(edition, edition.notes[key], printed.section if printed else "")


def changes(paired: Mapping[str, str], views: Views) -> Iterator[Told]:
    """What became of the notes, apart from their words."""
    old, new = views.old.version.edition.notes, views.new.version.edition.notes
    for before, after in paired.items():
        spots = (_spot(views.old, before),), (_spot(views.new, after),)
        words = opening(walk.words(new[after].content).split(" "))
        if details := tuple(_details(old[before], new[after])):
            yield _order(views.new, after), Change(Kind.NOTE, What.CHANGED, "note", words, *spots, (), details)
        if before != after:
            detail = Detail("xml:id", before, after)
            yield _order(views.new, after), Change(Kind.MARKUP, What.CHANGED, "xml:id", words, *spots, (), (detail,))
    for key in (key for key in old if key not in paired):
        runs = whole(_units(views.old, key), Mark.DELETED)
        yield _order(views.old, key), Change(Kind.NOTE, What.REMOVED, "note", "", (_spot(views.old, key),), (), runs)
    here = frozenset(paired.values())
    for key in (key for key in new if key not in here):
        runs = whole(_units(views.new, key), Mark.INSERTED)
        yield _order(views.new, key), Change(Kind.NOTE, What.ADDED, "note", "", (), (_spot(views.new, key),), runs)


def _details(old: Note, new: Note) -> Iterator[Detail]:
    if old.kind is not new.kind:
        yield Detail("kind", old.kind, new.kind)
    if old.detached != new.detached:
        yield Detail("stands", *("apart from its mark" if note.detached else "at its mark" for note in (old, new)))
    if old.unmarked != new.unmarked:
        yield Detail("mark", *("none in the source" if note.unmarked else "" for note in (old, new)))


def _units(view: View, key: str) -> tuple[Unit, ...]:
    return tuple(unit for unit in view.notes.units if unit.note == key)


def _spot(view: View, key: str) -> Spot:
    return view.spot(_label(view, key))


def _order(view: View, key: str) -> Order:
    printed = view.survey.notes.get(key)
    first = next((at for at, unit in enumerate(view.notes.units) if unit.note == key), 0)
    return Order(printed.pages[0] + 1 if printed else 0, True, first - 0.5)
