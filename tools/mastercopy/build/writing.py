"""From a book to the files of a site's docs/: pages, what the reader's scripts read, records, references."""

from collections.abc import Iterator, Mapping

from mastercopy.build.reading import Book
from mastercopy.build.serving import served
from mastercopy.derive import corrections, densities, index, ledger, meanings, passages, stream
from mastercopy.derive.citing import References
from mastercopy.derive.sections import title
from mastercopy.register import EntryKind
from mastercopy.sources import ANCHORS, CHANGES, PAGES, Files, Sources
from mastercopy.write import apparatus, data, leaves, moved, overview, pages, record
from mastercopy.write import references as exports
from mastercopy.write.inlines import Legend


def files(made: Book, references: References | None = None) -> Files:
    """All files of docs/ that are made from the book, in the order of their names.

    `references`: how it is cited, in the styles; without them, which takes a process to make, no file says it.
    """
    texts = {f"text/{name}/": page for name, page in _pages(made)} | {
        f"p/{name}/": page for name, page in _leaves(made)
    }
    pages = {path: page.encode() for path, page in _with_moved(made, texts)}
    scripts = {f"text/data/{name}.js": script for name, script in _data(made)}
    pictures = {f"text/{path}": content for path, content in made.pictures.items()}
    cited = {f"text/data/{name}": content for name, content in _references(made, references or {})}
    anchors = {"anchors.json": record.anchors(made.edition.header, made.addresses, made.fates)}
    interface = dict(served(made, made_from=_name(made.edition.file)))
    return dict(sorted((pages | anchors | scripts | cited | pictures | interface).items()))


def _with_moved(made: Book, texts: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The files of the pages, with what was on them once; and a page in the place of each that is gone."""
    gone = moved.gone(made.fates)
    for path, text in texts.items():
        yield f"{path.removesuffix('/')}.md", f"{text}{moved.section(gone[path])}" if path in gone else text
    for path in gone.keys() - texts.keys():
        yield moved.file(path), moved.page(path, gone[path], made_from=_name(made.edition.file))


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
    for leaf in made.leaves:
        number = made.survey.pages[leaf.page].number
        yield number, leaves.page(leaf, made.survey, legend, made_from=master)


def _legend(made: Book) -> Legend:
    meant = meanings.meanings(made.register, made.survey)
    return Legend(meant, index.names(made.register), made.edition.header.people)


def _data(made: Book) -> Iterator[tuple[str, bytes]]:
    """What the reader's scripts read: the edition at a glance, the mentions of each index, and each section."""
    master = _name(made.edition.file)
    titles = {section.key: title(section.division) for section in made.sections}
    yield "edition", data.edition(made.sections, titles, made.survey, made.indexes, made_from=_both(made))
    yield "changes", data.changes(made.history, made.edition.header.version, made_from=master)
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


def release(made: Book, sources: Sources) -> tuple[str, Files]:
    """The ledger of addresses once the book is released, and what is kept of the release, by the names of the files."""
    header = made.edition.header
    rows = ledger.released((fate.row for fate in made.fates), made.addresses, header.version)
    fates = ledger.fates(rows, ledger.sites(made.addresses))
    kept = {
        ANCHORS: record.anchors(header, made.addresses, fates),
        PAGES: record.pages(made.history.text),
        CHANGES: record.changes(header.version, header.date, made.history.pending),
    }
    read = {_name(path): content for path, content in filter(None, (sources.master, sources.register))}
    return ledger.written(rows), kept | read
