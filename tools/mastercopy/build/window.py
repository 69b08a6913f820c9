"""An edit of a master, seen through a window: the book before and after it, without most of its sections.

A window holds what may share a page of the print with the edit, and of other sections no more than `read.outline` keeps
of those beside it, or of all. It is read, checked and surveyed as any book is.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import assert_never

from msgspec import Struct
from msgspec.json import decode
from msgspec.structs import replace

from mastercopy.build.reading import Book, Known, made
from mastercopy.derive import capitals
from mastercopy.derive.bibliography import Citable, citables, printed
from mastercopy.derive.changes import Changes, changes
from mastercopy.derive.corrections import corrections, recorded
from mastercopy.derive.history import History
from mastercopy.derive.leaves import Leaf
from mastercopy.derive.ledger import Fate, State
from mastercopy.derive.record import Text, pages
from mastercopy.derive.survey import Found, Printed, Survey
from mastercopy.model import Citation, Correction, Mark, Mention, NotePlace, Quotation, SetOff, Topic
from mastercopy.problems import Problem
from mastercopy.read import outline
from mastercopy.read.ahead import Ahead
from mastercopy.read.outline import Chunk
from mastercopy.register import Entry, Register
from mastercopy.sources import PAGES, Sources
from mastercopy.write import witness


class Kept(Struct, frozen=True):
    """What a build leaves for the next edit.

    `chunks`: the sections in the bytes of the master. `problems`: those that stopped nothing. `register`: as it was
    read. `cited`, `history` and `gone`: what can be cited, what releases changed and what has changed since (without
    the text), and published addresses that aren't here any more. `pages`: the numbers of all, in order. `capitals`:
    the words of titles in capitals.
    """

    chunks: tuple[Chunk, ...]
    problems: tuple[Problem, ...]
    register: Register
    cited: tuple[Citable, ...]
    history: History
    gone: tuple[Fate, ...]
    pages: tuple[str, ...]
    capitals: frozenset[str]


def kept(book: Book, problems: tuple[Problem, ...]) -> Kept:
    """What is kept of a whole book, which was read from somewhere."""
    xml = book.sources.master[1] if book.sources else b""
    innermost = [section.key for section in book.sections if not section.parts and section.key]
    gone = tuple(fate for fate in book.fates if fate.state in {State.MOVED, State.WITHDRAWN})
    found = replace(book.history, text={}, published={})
    numbers = tuple(page.number for page in book.survey.pages)
    loud = capitals.words(printed(book.sections))
    return Kept(outline.chunks(xml, innermost), problems, book.register, book.cited, found, gone, numbers, loud)


class Edit(Struct, frozen=True):
    """What an edit changed: the bytes of a section before and after, and where all sections are after it."""

    key: str
    before: bytes
    after: bytes
    chunks: tuple[Chunk, ...]


class Window(Struct, frozen=True):
    """The two books, the keys of the sections that share a page with the edited one, and what is kept for the next."""

    edit: Edit
    old: Book
    new: Book
    near: frozenset[str]
    kept: Kept


def windows(before: bytes, sources: Sources, known: Kept) -> Iterator[Window]:
    """The windows on what was edited since the master was `before`, a small one and a wider one.

    None that can't tell all that changes. Everything but the master is as it was. The two books of a window have the
    same shape: nothing in other sections, and nothing that is made of the whole, can be otherwise for the edit but by
    the words in it.
    """
    edit = _edit(before, sources.master[1], known.chunks)
    if edit is None or _moves_a_problem(edit, before, sources, known):
        return
    chunk = next(one for one in known.chunks if one.key == edit.key)
    near = frozenset(outline.sharing(known.chunks, chunk))
    yield from _window(edit, before, sources, known, outline.around(before, known.chunks, chunk), near)
    shown = {one.key: before[one.start : one.end] if one.key in near else one.outline for one in known.chunks}
    yield from _window(edit, before, sources, known, shown, near)


def _window(  # noqa: PLR0913,PLR0917 # the edit, what it is seen in, and how much of that
    edit: Edit,
    before: bytes,
    sources: Sources,
    known: Kept,
    shown: Mapping[str, bytes],
    near: frozenset[str],
) -> Iterator[Window]:
    """The window in which this is shown of the other sections, if it can tell."""
    was = outline.outlined(before, known.chunks, {**shown, edit.key: edit.before})
    now = outline.outlined(sources.master[1], edit.chunks, {**shown, edit.key: edit.after})
    # Both are parsed, and held against the schema, while the first is read.
    parts = [_part(sources, xml) for xml in (was, now)]
    begun = [Ahead(part) for part in parts]
    beyond = {one.key for one in known.chunks} - {edit.key, *shown}
    cited = tuple(one for one in known.cited if one.key not in beyond)
    small = replace(known, register=_named(known.register, was, edit.after), cited=cited)
    old = _book(parts[0], begun[0], sources, small, None)
    new = _book(parts[1], begun[1], sources, small, old and old[0])
    if old is None or new is None or _told(old[1]) != _told(new[1]) or not _same_shape(old[0], new[0], sources, known):
        return
    renewed = outline.chunks(now, (edit.key,))[0].outline
    chunks = tuple(replace(one, outline=renewed) if one.key == edit.key else one for one in edit.chunks)
    left = replace(
        known, chunks=chunks, history=replace(new[0].history, text={}), problems=_moved(known, edit, sources)
    )
    yield Window(edit, old[0], new[0], near, left)


_AROUND_NAMES = bytes.maketrans(b"\"':#<>", b" " * 6)


def _named(register: Register, *files: bytes) -> Register:
    """The register with those entries only that may be named in some files, and those to which these refer.

    Its keys are left out: an edit by which the keys of the master are no more what they were is seen through no window.
    """
    words = {word for file in files for word in file.translate(_AROUND_NAMES).split()}
    here = [one for one in register.entries if not words.isdisjoint(key.encode() for key in _keys(one))]
    wanted = {key for one in here for key in (one.key, *one.see, *one.see_also)}
    return replace(register, entries=tuple(one for one in register.entries if one.key in wanted), keys=())


def _keys(entry: Entry) -> Iterator[str]:
    yield entry.key
    yield from (sub.key for sub in entry.subs)


def _moves_a_problem(edit: Edit, before: bytes, sources: Sources, known: Kept) -> bool:
    """Whether something that was told of the section may stand at another line of it now."""
    chunk = next(one for one in known.chunks if one.key == edit.key)
    first, last = (before.count(b"\n", 0, at) + 1 for at in (chunk.start, chunk.end))
    told = any(one.file == sources.master[0] and first <= one.line <= last for one in known.problems)
    return told and edit.before.count(b"\n") != edit.after.count(b"\n")


def _moved(known: Kept, edit: Edit, sources: Sources) -> tuple[Problem, ...]:
    """The problems that there were, at their lines after the edit; only what comes after the section is told again."""
    file, xml = sources.master
    end = next(one.end for one in edit.chunks if one.key == edit.key)
    by = edit.after.count(b"\n") - edit.before.count(b"\n")
    last = xml.count(b"\n", 0, end) + 1 - by
    return tuple(
        replace(one, line=one.line + by) if one.file == file and one.line > last else one for one in known.problems
    )


def _edit(before: bytes, after: bytes, chunks: tuple[Chunk, ...]) -> Edit | None:
    """The edit, if all that differs is within one section."""
    first = _common(before, after)
    last = len(before) - _common_end(before, after, first)
    by = len(after) - len(before)
    found = next((one for one in chunks if one.start < first and last < one.end), None)
    if found is None:
        return None
    moved = tuple(
        replace(one, start=one.start + by, end=one.end + by)
        if one.start >= found.end
        else replace(one, end=one.end + (by if one is found else 0))
        for one in chunks
    )
    return Edit(found.key, before[found.start : found.end], after[found.start : found.end + by], moved)


def _common(one: bytes, other: bytes) -> int:
    """How many bytes both begin with."""
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if one[low:middle] == other[low:middle] else (low, middle - 1)
    return low


def _common_end(one: bytes, other: bytes, begin: int) -> int:
    """How many bytes both end with, after those that they begin with."""
    low, high = 0, min(len(one), len(other)) - begin
    while low < high:
        middle = (low + high + 1) // 2
        same = one[len(one) - middle : len(one) - low] == other[len(other) - middle : len(other) - low]
        low, high = (middle, high) if same else (low, middle - 1)
    return low


def _part(sources: Sources, xml: bytes) -> Sources:
    """What a window is read from."""
    return replace(sources, master=(sources.master[0], xml), register=None, witness=None, ledger=None, releases=())


def _book(
    part: Sources, begun: Ahead, sources: Sources, known: Kept, old: Book | None
) -> tuple[Book, tuple[Problem, ...]] | None:
    """A book of the window; its history is that of the whole, with what changed since the `old` one."""

    def recorded(cut: tuple[Leaf, ...], surveyed: Survey) -> History:
        text = pages(cut, surveyed)
        before = known.history.pending
        pending = before if old is None else _pending(sources, known, old.history.text, text)
        return replace(known.history, pending=pending, text=text)

    book, problems = made(part, begun, Known((known.register, ()), known.cited, known.gone, recorded))
    return None if book is None else (book, problems)


def _pending(sources: Sources, known: Kept, old: Mapping[str, Text], new: Mapping[str, Text]) -> Changes:
    """What changed since the last release, of which everything but the pages that differ is known."""
    before = known.history.pending
    differing = [number for number in new if new[number] != old.get(number)]
    if not sources.releases or not differing:
        return before
    published = decode(sources.releases[-1].files[PAGES], type=dict[str, dict[str, str]])
    found = {**before}
    for number in differing:
        found.pop(number, None)
        found |= changes({number: published.get(number, {})}, {number: new[number]})
    # In the order of the book; what is gone from it comes last.
    return {number: found[number] for number in dict.fromkeys(chain(known.pages, before)) if number in found}


def _told(problems: tuple[Problem, ...]) -> Counter[tuple[str, str, str]]:
    """The problems, wherever they are; a window has some that the whole book hasn't."""
    return Counter((problem.file, problem.code, problem.message) for problem in problems)


def _same_shape(old: Book, new: Book, sources: Sources, known: Kept) -> bool:
    """Whether nothing but words within sections differs, and none that others are made of."""
    if sources.witness is not None and witness.witness(old.edition) != witness.witness(new.edition):
        return False
    return _shape(old) == _shape(new) and _evidence(old, known) == _evidence(new, known)


def _evidence(book: Book, known: Kept) -> list[object]:
    """How the text writes the words of titles in capitals, in its order: `derive.capitals` decides by it."""
    return [(word, [*forms.items()]) for word, forms in capitals.evidence(known.capitals, book.edition).items()]


def _shape(book: Book) -> tuple[object, ...]:
    """What other sections, and pages that list things of the whole book, can show or lead to, but for words."""
    surveyed = book.survey
    return (
        book.edition.header,
        [key for key, _ in book.edition.keys],
        [(section.key, section.parts, section.division.head, section.division.kind) for section in book.sections],
        [(one.key, one.first, one.last, one.item) for one in citables(book.edition, book.sections, surveyed)],
        [(page.label, page.number, page.section, page.supplied, page.image) for page in surveyed.pages],
        surveyed.places,
        [(key, *_noted(printed)) for key, printed in surveyed.notes.items()],
        surveyed.opens,
        surveyed.ends,
        [(_bare(node), place) for node, place in surveyed.found],
        [*book.pictures],
        # With their readings, which the history tells of.
        recorded(corrections(book.edition, surveyed)),
    )


def _noted(printed: Printed) -> tuple[object, ...]:
    note = printed.note
    return printed.section, printed.pages, printed.marks, note.label, note.kind, note.detached, note.unmarked


def _bare(node: Found) -> Found:
    """A node without the words in it."""
    match node:
        case Correction():
            return replace(node, source=(), edition=(), reason="")
        case Mention() | Citation() | Quotation() | SetOff():
            return replace(node, content=())
        case Topic() | Mark() | NotePlace():
            return node
        case _:
            assert_never(node)
