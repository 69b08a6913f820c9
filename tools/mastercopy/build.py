"""The whole way from the bytes of a master to the files of a site's docs/, stage by stage."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from mastercopy import check
from mastercopy.derive import corrections, index, passages
from mastercopy.derive.sections import Section, sections, title
from mastercopy.derive.survey import Survey, survey
from mastercopy.model import Edition, EntryKind, Register
from mastercopy.problems import Problem, told_once
from mastercopy.read import register as read_register
from mastercopy.read import schema, tei, xml
from mastercopy.write import apparatus, pages

Files = Mapping[str, bytes]
"""Paths under docs/, with `/`, and what is in each file."""


@dataclass(frozen=True, slots=True)
class Sources:
    """The files of an edition's folder: their names as messages show them, and their bytes."""

    master: tuple[str, bytes]
    register: tuple[str, bytes] | None = None
    schema: tuple[str, bytes] | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Book:
    """An edition that has been read, checked and surveyed."""

    edition: Edition
    register: Register
    sections: tuple[Section, ...]
    survey: Survey


def book(sources: Sources) -> tuple[Book | None, tuple[Problem, ...]]:
    """The book that the sources hold, or None where a problem stops it; and all problems, in the order of lines."""
    edition, register, problems = _read(sources)
    if edition is None:
        return None, told_once(problems)
    found = sections(edition)
    surveyed = survey(edition, (section.key for section in found))
    made = Book(edition, register, found, surveyed)
    problems = told_once((*problems, *check.problems(edition, register, surveyed, frozenset(sources.pictures))))
    return (None if any(problem.stops for problem in problems) else made), problems


def _read(sources: Sources) -> tuple[Edition | None, Register, tuple[Problem, ...]]:
    """The edition and the register; None where the XML itself is refused."""
    file, content = sources.master
    root, problems = xml.parse(content, file)
    register, register_problems = _register(sources)
    problems += register_problems
    if root is None:
        return None, register, problems
    if sources.schema is None:
        problems += (Problem(file, 1, "S003", "there is no edition.rng beside it: only the program's own rules hold"),)
    else:
        problems += schema.validate(root, sources.schema[1], file=file, schema_file=sources.schema[0])
    edition, read_problems = tei.edition(root, file)
    return edition, register, problems + read_problems


def _register(sources: Sources) -> tuple[Register, tuple[Problem, ...]]:
    if sources.register is None:
        return Register(""), ()
    file, content = sources.register
    root, problems = xml.parse(content, file)
    if root is None:
        return Register(file), problems
    if sources.schema is not None:
        problems += schema.validate(root, sources.schema[1], file=file, schema_file=sources.schema[0])
    register, read_problems = read_register.register(root, file)
    return register, problems + read_problems


def files(made: Book) -> Files:
    """All files of docs/text/ for the book, in the order of their names."""
    return dict(sorted((f"text/{name}.md", page.encode()) for name, page in _pages(made)))


def _pages(made: Book) -> Iterator[tuple[str, str]]:
    edition, register, surveyed = made.edition, made.register, made.survey
    titles = {section.key: title(section.division) for section in made.sections}
    for section in made.sections:
        yield section.key, pages.page(section, surveyed, titles, made_from=edition.file)
    both = f"{edition.file} and {register.file}" if register.file else edition.file
    indexes = index.index(register, surveyed)
    for kind in EntryKind:
        yield kind, apparatus.index(kind, indexes[kind], made_from=both)
    yield "passages", apparatus.passages(passages.passages(register, surveyed), made_from=both)
    works = frozenset(indexed.entry.key for indexed in indexes[EntryKind.WORK])
    yield "sources", apparatus.sources(passages.quotations(register, surveyed), surveyed, works, made_from=both)
    yield "pages", apparatus.pages(surveyed, titles, made_from=edition.file)
    yield "corrections", apparatus.corrections(corrections.corrections(edition, surveyed), made_from=edition.file)
