"""From a reference and some words to a master in which they are corrected: checked whole before it is written."""

from msgspec import Struct
from msgspec.structs import replace

from mastercopy import walk
from mastercopy.build.reading import Book, draft
from mastercopy.build.writing import files
from mastercopy.derive.asked import Asked
from mastercopy.model import Correction, Reading
from mastercopy.problems import Problem
from mastercopy.read import corrected, placed, sought
from mastercopy.read.corrected import Slip
from mastercopy.read.sought import Place, Scope
from mastercopy.sources import Sources
from mastercopy.write import witness


class Sought(Struct, frozen=True):
    """Where words stand: the places where they may be meant, and those where they are only parts of other words.

    `replaced` are places in what corrections have replaced, `alike` are words that are nearly the same.
    """

    places: tuple[Place, ...]
    cut: tuple[Place, ...] = ()
    replaced: tuple[Place, ...] = ()
    alike: tuple[str, ...] = ()


def master(made: Book) -> tuple[str, bytes]:
    """The master that a book was read from: its name, and its bytes."""
    return _sources(made).master


def _sources(made: Book) -> Sources:
    if made.sources is None:
        raise ValueError("a book that was read from nothing can't be corrected")
    return made.sources


def find(made: Book, asked: Asked, words: str) -> Sought:
    """Where the words, white space folded, stand in what is asked for."""
    text, scope = placed.placed(master(made)[1]), _scope(made, asked)
    found = sought.places(text, sought.folded(words), scope)
    places = tuple(place for place in found if not place.cut)
    if places:
        return Sought(places)
    cut = tuple(place for place in found if place.cut)
    replaced = sought.places(text, sought.folded(words), scope, source=True)
    return Sought((), cut, replaced, () if cut else sought.alike(text, sought.folded(words), scope))


def _scope(made: Book, asked: Asked) -> Scope:
    """Where to look: in a note, in what has a key, on pages with the notes that stand there, in a section, or all."""
    survey = made.survey
    _, found, fragment = asked.path.partition("#")
    if found:
        note = fragment.removeprefix("fn-")
        notes = frozenset({note} if fragment != note and note in survey.notes else ())
        return Scope(key=note if notes else fragment, deep=False, notes=notes)
    if asked.page is None:
        return Scope(key=asked.section)
    first = survey.pages.index(asked.page)
    labels = [page.label for page in survey.pages]
    last = labels.index(asked.last, first) if asked.last else first
    notes = frozenset(key for key, note in survey.notes.items() if any(first <= page <= last for page in note.pages))
    return Scope(pages=(first, last), notes=notes)


def correct(made: Book, place: Place, slip: Slip) -> tuple[Sources | None, str, tuple[Problem, ...]]:
    """The sources with the correction, and its id; None, and all problems, where the book couldn't be built so.

    Built is the whole of it, and the source must come back from it letter for letter as before.
    """
    sources = _sources(made)
    file, xml = sources.master
    kept = next((one.files.get(file.rpartition("/")[2]) for one in sources.releases[-1:]), None)
    used = "\n".join(one[1].decode(errors="replace") for one in (sources.register, sources.ledger) if one)
    changes = corrected.open_changes(xml, kept)
    changed, key = corrected.corrected(placed.placed(xml), place, slip, changes, used=used)
    after = replace(sources, master=(file, changed))
    book, problems = draft(after)
    if book is None or any(problem.stops for problem in problems):
        return None, key, problems
    for part in files(book).parts.values():
        part.make()
    if not _is_right(made, book, key, place.words, slip.reading):
        message = "the correction would change more than these words; write it by hand, as the encoding guide says"
        return None, key, (Problem(file, place.line, "T001", message),)
    return after, key, ()


def _is_right(before: Book, after: Book, key: str, source: str, reading: str) -> bool:
    """Whether the source is what it was, and the correction holds these words."""
    if witness.departure(witness.witness(before.edition), witness.witness(after.edition)) is not None:
        return False
    found = [node for node, _ in after.survey.found if isinstance(node, Correction) and node.key == key]
    labels = (inner for note in after.edition.notes.values() for inner in walk.nodes(note.label))
    found += [node for node in labels if isinstance(node, Correction) and node.key == key]
    said = [(walk.plain([node], reading=Reading.SOURCE), walk.plain([node])) for node in found]
    return said == [(source, reading)]
