"""The whole way from the bytes of a master to the files of a site's docs/, stage by stage."""

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from mastercopy import check, walk
from mastercopy.derive import corrections, densities, index, leaves, meanings, passages, stream
from mastercopy.derive.citing import References
from mastercopy.derive.sections import Section, sections, title
from mastercopy.derive.survey import Survey, survey
from mastercopy.model import Edition, Figure
from mastercopy.problems import Problem, told_once
from mastercopy.read import register as read_register
from mastercopy.read import tei
from mastercopy.read.ahead import Ahead
from mastercopy.register import EntryKind, Register
from mastercopy.sources import Files, Sources
from mastercopy.write import apparatus, data, overview, pages, witness
from mastercopy.write import leaves as write_leaves
from mastercopy.write import references as exports
from mastercopy.write.inlines import Legend


class Book(Struct, frozen=True):
    """An edition that has been read, checked and surveyed; with the pictures that it shows, by their paths."""

    edition: Edition
    register: Register
    sections: tuple[Section, ...]
    survey: Survey
    indexes: index.Indexes
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def book(sources: Sources, ahead: Ahead | None = None) -> tuple[Book | None, tuple[Problem, ...]]:
    """The book that the sources hold, or None where a problem stops it; and all problems, in the order of lines.

    `ahead`: what was begun with these sources already.
    """
    begun = ahead or Ahead(sources)
    register, more = _register(sources, begun)
    edition, problems = _edition(sources, begun)
    if edition is None:
        return None, told_once((*problems, *more))
    found = sections(edition)
    surveyed = survey(edition, (section.key for section in found))
    indexes = index.index(register, surveyed)
    made = Book(edition, register, found, surveyed, indexes, _shown(edition, sources.pictures))
    ours = check.problems(edition, register, surveyed, indexes, pictures=frozenset(sources.pictures))
    problems = told_once((*problems, *more, *ours, *_departures(edition, sources)))
    return (None if any(problem.stops for problem in problems) else made), problems


def _edition(sources: Sources, ahead: Ahead) -> tuple[Edition | None, tuple[Problem, ...]]:
    root, problems = ahead.master()
    if root is None:
        return None, problems
    edition, more = tei.edition(root, sources.master[0])
    return edition, (*problems, *more)


def _register(sources: Sources, ahead: Ahead) -> tuple[Register, tuple[Problem, ...]]:
    file = "" if sources.register is None else sources.register[0]
    root, problems = ahead.register()
    if root is None:
        return Register(file), problems
    register, more = read_register.register(root, file)
    return register, (*problems, *more)


def _shown(edition: Edition, pictures: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """The pictures that a figure of the edition shows."""
    if not pictures:
        return {}
    roots = (*edition.content, *(block for note in edition.notes.values() for block in note.content))
    shown = {node.picture for node in walk.nodes(roots) if isinstance(node, Figure)}
    return {path: content for path, content in pictures.items() if path in shown}


def _departures(edition: Edition, sources: Sources) -> Iterator[Problem]:
    """T001: where the edition's folder has the transcription that the master was made from, the master gives it back.

    So nothing is repaired in silence, and no reading of the source is misquoted.
    """
    if sources.witness is None:
        return
    file, content = sources.witness
    departure = witness.departure(content.decode(errors="replace"), witness.witness(edition))
    if departure is not None:
        yield Problem(file, departure.line, "T001", f"{departure}")


def files(made: Book, references: References | None = None) -> Files:
    """All files of docs/text/ for the book, pages and pictures, in the order of their names.

    `references`: how it is cited, in the styles; without them, which takes a process to make, no file says it.
    """
    pages = {f"text/{name}.md": page.encode() for name, page in _pages(made)}
    pages |= {f"p/{name}.md": page.encode() for name, page in _leaves(made)}
    scripts = {f"text/data/{name}.js": script for name, script in _data(made)}
    pictures = {f"text/{path}": content for path, content in made.pictures.items()}
    cited = {f"text/data/{name}": content for name, content in _references(made, references or {})}
    return dict(sorted((pages | scripts | cited | pictures).items()))


def _pages(made: Book) -> Iterator[tuple[str, str]]:
    edition, register, surveyed = made.edition, made.register, made.survey
    master = _name(edition.file)
    titles = {section.key: title(section.division) for section in made.sections}
    names = index.names(register)
    legend = _legend(made)
    for section in made.sections:
        yield section.key, pages.page(section, surveyed, titles, legend, made_from=master)
    both = _both(made)
    for kind in EntryKind:
        yield kind, apparatus.index(kind, made.indexes[kind], of=len(surveyed.pages), made_from=both)
    yield "passages", apparatus.passages(passages.passages(register, surveyed), made_from=both)
    works = frozenset(indexed.entry.key for indexed in made.indexes[EntryKind.WORK])
    yield "sources", apparatus.sources(passages.quotations(register, surveyed), surveyed, works, made_from=both)
    yield "pages", apparatus.pages(surveyed, titles, made_from=master)
    yield "corrections", apparatus.corrections(corrections.corrections(edition, surveyed), made_from=master)
    yield "overview", overview.overview(surveyed.pages, densities.densities(names, surveyed), made_from=both)


def _leaves(made: Book) -> Iterator[tuple[str, str]]:
    """The pages of the print, each by its number."""
    master, legend = _name(made.edition.file), _legend(made)
    for leaf in leaves.leaves(made.edition, made.survey):
        number = made.survey.pages[leaf.page].number
        yield number, write_leaves.page(leaf, made.survey, legend, made_from=master)


def _legend(made: Book) -> Legend:
    meant = meanings.meanings(made.register, made.survey)
    return Legend(meant, index.names(made.register), made.edition.header.people)


def _data(made: Book) -> Iterator[tuple[str, bytes]]:
    """What the reader's scripts read: the edition at a glance, the mentions of each index, and each section."""
    master = _name(made.edition.file)
    titles = {section.key: title(section.division) for section in made.sections}
    yield "edition", data.edition(made.sections, titles, made.survey, made.indexes, made_from=_both(made))
    for kind, indexed in made.indexes.items():
        found = index.mentions(indexed, made.survey)
        yield f"mentions/{kind}", data.mentions(kind, found, made_from=_both(made))
    for section in made.sections:
        yield f"sections/{section.key}", data.section(stream.stream(section, made.survey), made_from=master)


def _references(made: Book, references: References) -> Iterator[tuple[str, bytes]]:
    """How the edition and each section are cited, for the reader's scripts and for programs that keep references."""
    header, master = made.edition.header, _name(made.edition.file)
    for key, reference in references.items():
        name = f"references/{key}" if key else "reference"
        formats = exports.patterns(reference.cited.item)
        yield f"{name}.js", data.reference(name, reference, formats, header, made_from=master)
        for ending, content in exports.files(formats, reference.cited.item.URL):
            yield f"{name}.{ending}", content


def _both(made: Book) -> str:
    """The names of the master and of the register, if there is one."""
    return " and ".join(map(_name, filter(None, (made.edition.file, made.register.file))))


def _name(path: str) -> str:
    """The name of a file as its pages bear it: the same wherever the folder is, and in one line."""
    return "".join(letter for letter in path.rpartition("/")[2] if letter.isprintable())
