"""The whole way from the bytes of a master to the files of a site's docs/, stage by stage."""

from collections.abc import Iterator, Mapping
from threading import Thread

from msgspec import Struct, field

from mastercopy import check
from mastercopy.derive import corrections, index, passages
from mastercopy.derive.sections import Section, sections, title
from mastercopy.derive.survey import Survey, survey
from mastercopy.model import Edition
from mastercopy.problems import Problem, told_once
from mastercopy.read import register as read_register
from mastercopy.read import schema, tei, xml
from mastercopy.register import EntryKind, Register
from mastercopy.write import apparatus, pages

Files = Mapping[str, bytes]
"""Paths under docs/, with `/`, and what is in each file."""


class Sources(Struct, frozen=True):
    """The files of an edition's folder: their names as messages show them, and their bytes."""

    master: tuple[str, bytes]
    register: tuple[str, bytes] | None = None
    schema: tuple[str, bytes] | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict)


class Book(Struct, frozen=True):
    """An edition that has been read, checked and surveyed."""

    edition: Edition
    register: Register
    sections: tuple[Section, ...]
    survey: Survey
    indexes: index.Indexes


def book(sources: Sources) -> tuple[Book | None, tuple[Problem, ...]]:
    """The book that the sources hold, or None where a problem stops it; and all problems, in the order of lines."""
    validity = _Validity(sources)
    validity.start()
    edition, problems = _edition(*sources.master)
    register, more = _register(sources)
    if edition is None:
        return None, told_once((*problems, *more, *validity.problems()))
    found = sections(edition)
    surveyed = survey(edition, (section.key for section in found))
    indexes = index.index(register, surveyed)
    made = Book(edition, register, found, surveyed, indexes)
    ours = check.problems(edition, register, surveyed, indexes, pictures=frozenset(sources.pictures))
    problems = told_once((*problems, *more, *ours, *validity.problems()))
    return (None if any(problem.stops for problem in problems) else made), problems


class _Validity(Thread):
    """Holds the master and the register against the schema while they are read: libxml2 lets Python go on meanwhile."""

    def __init__(self, sources: Sources) -> None:
        super().__init__(daemon=True)
        self._sources = sources
        self._found: tuple[Problem, ...] = ()
        self._failed: BaseException | None = None

    def run(self) -> None:
        try:
            self._found = tuple(_invalid(self._sources))
        except BaseException as error:  # noqa: BLE001 # whatever it is, it is raised where the result is asked for
            self._failed = error

    def problems(self) -> tuple[Problem, ...]:
        """What isn't valid; waits until that is known."""
        self.join()
        if self._failed is not None:
            raise self._failed
        return self._found


def _invalid(sources: Sources) -> Iterator[Problem]:
    """What isn't valid, or that there is no schema."""
    if sources.schema is None:
        message = "there is no edition.rng beside it: only the program's own rules hold"
        yield Problem(sources.master[0], 1, "S003", message)
        return
    for source in (sources.master, sources.register):
        if source is not None:
            yield from _valid(*source, sources.schema)


def _valid(file: str, content: bytes, rules: tuple[str, bytes]) -> tuple[Problem, ...]:
    """What isn't valid in a file, parsed for this alone; that it isn't XML is said where it is read."""
    root, _ = xml.parse(content, file)
    return () if root is None else schema.validate(root, rules[1], file=file, schema_file=rules[0])


def _edition(file: str, content: bytes) -> tuple[Edition | None, tuple[Problem, ...]]:
    root, problems = xml.parse(content, file)
    return (None, problems) if root is None else tei.edition(root, file)


def _register(sources: Sources) -> tuple[Register, tuple[Problem, ...]]:
    if sources.register is None:
        return Register(""), ()
    file, content = sources.register
    root, problems = xml.parse(content, file)
    return (Register(file), problems) if root is None else read_register.register(root, file)


def files(made: Book) -> Files:
    """All files of docs/text/ for the book, in the order of their names."""
    return dict(sorted((f"text/{name}.md", page.encode()) for name, page in _pages(made)))


def _pages(made: Book) -> Iterator[tuple[str, str]]:
    edition, register, surveyed = made.edition, made.register, made.survey
    titles = {section.key: title(section.division) for section in made.sections}
    for section in made.sections:
        yield section.key, pages.page(section, surveyed, titles, made_from=edition.file)
    both = f"{edition.file} and {register.file}" if register.file else edition.file
    for kind in EntryKind:
        yield kind, apparatus.index(kind, made.indexes[kind], made_from=both)
    yield "passages", apparatus.passages(passages.passages(register, surveyed), made_from=both)
    works = frozenset(indexed.entry.key for indexed in made.indexes[EntryKind.WORK])
    yield "sources", apparatus.sources(passages.quotations(register, surveyed), surveyed, works, made_from=both)
    yield "pages", apparatus.pages(surveyed, titles, made_from=edition.file)
    yield "corrections", apparatus.corrections(corrections.corrections(edition, surveyed), made_from=edition.file)
