"""From the files of an edition, a version and a day to all that a release writes: computed whole, before anything is.

What is released is what is built afterwards: the book is made of the master in which version and day stand already.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from mastercopy.build.reading import Book, draft
from mastercopy.build.writing import release
from mastercopy.derive.history import VERSION
from mastercopy.problems import Problem, told_once
from mastercopy.read import stated, xml
from mastercopy.sources import CHANGELOG, CITATION, Files, Sources
from mastercopy.write import cff, changelog


class Asked(Struct, frozen=True):
    """A release that is asked for: its version, its day (ISO 8601), and whether it is the next one of those known.

    `fault`: why it isn't; "" where it is.
    """

    version: str
    day: str
    fault: str = ""


class Coming(Struct, frozen=True):
    """All that a release writes: the sources as they are then, the ledger, what is kept, and the files beside.

    `left`: words of the header that may say another day; they stay as they are.
    """

    book: Book
    sources: Sources
    ledger: bytes
    kept: Files
    beside: Files
    left: tuple[str, ...]


def coming(
    asked: Asked, sources: Sources, beside: Mapping[str, tuple[str, bytes]]
) -> tuple[Coming | None, tuple[Problem, ...]]:
    """The release, or None where a problem stops it; and all problems.

    `beside`: CITATION.cff and CHANGELOG.md, by these names, as far as they are there, each as messages show it.
    """
    restated, found, left = _restated(asked, sources)
    book, theirs = draft(restated)
    found += [*theirs, *_untimely(asked, sources, book)]
    readings = _readings(book, sources)
    files: dict[str, bytes] = {}
    for name, (shown, content) in beside.items():
        if name == CITATION:
            files[name], faults = cff.restated(content, shown, asked.version, asked.day)
        else:
            files[name], faults = changelog.released(content, shown, asked.version, asked.day, readings)
        found += faults
    problems = told_once(found)
    if book is None or any(problem.stops for problem in problems):
        return None, problems
    rows, kept = release(book, restated)
    return Coming(book, restated, rows.encode(), kept, files, left), problems


def _restated(asked: Asked, sources: Sources) -> tuple[Sources, list[Problem], tuple[str, ...]]:
    """The sources with version and day set: in the master, and in a register that states the master's version."""
    file, content = sources.master
    if xml.parse(content, file)[0] is None:
        return sources, [], ()  # what is wrong with it, reading says
    before = stated.stated(content)
    content, problems, left = stated.restated(content, file, asked.version, asked.day)
    register = sources.register
    if register is not None and _states(register, before.version):
        changed, faults, more = stated.restated(register[1], register[0], asked.version, asked.day)
        register = register[0], changed
        problems, left = (*problems, *faults), (*left, *more)
    return replace(sources, master=(file, content), register=register), [*problems], left


def _states(register: tuple[str, bytes], version: str) -> bool:
    """Whether the register says that it is of this version."""
    file, content = register
    return bool(version) and xml.parse(content, file)[0] is not None and stated.stated(content).version == version


def _untimely(asked: Asked, sources: Sources, book: Book | None) -> Iterator[Problem]:
    """V001: the version comes after those that were released, and its day isn't before theirs."""
    file, content = sources.master
    line = stated.stated(content).line if book is not None else 1
    if asked.fault:
        yield Problem(file, line, "V001", asked.fault)
    for one in book.history.releases[-1:] if book is not None else ():
        if one.version != asked.version and _day(asked.day) < _day(one.date):
            message = f"the day of the release, {asked.day}, is before that of {one.version}, {one.date}"
            yield Problem(file, line, "V001", message)


def _day(iso: str) -> date:
    """A day; the first of all where it isn't one."""
    try:
        return date.fromisoformat(iso)
    except ValueError:
        return date.min


def _readings(book: Book | None, sources: Sources) -> tuple[str, ...]:
    if book is None or not sources.releases:
        return ()
    labels = {page.number: page.label for page in book.survey.pages}
    return changelog.readings(book.history.pending, labels, since=sources.releases[-1].version)


__all__ = ["CHANGELOG", "CITATION", "VERSION", "Asked", "Coming", "coming"]
