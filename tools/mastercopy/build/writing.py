"""From a book to the files of a site's docs/: pages, what the reader's scripts read, records, references."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial

from mastercopy.build.describing import Descriptions, descriptions
from mastercopy.build.reading import LISTS, Book
from mastercopy.build.serving import MASTER, documents, served
from mastercopy.derive import addresses, densities, index, ledger, meanings, passages, stream
from mastercopy.derive import corrections as derived
from mastercopy.derive.citing import References
from mastercopy.derive.history import standing
from mastercopy.derive.leaves import Leaf
from mastercopy.derive.releases import Brought, releases
from mastercopy.derive.sections import Section, title
from mastercopy.derive.survey import Survey
from mastercopy.model import Header
from mastercopy.register import EntryKind
from mastercopy.sources import ANCHORS, BOOK, CHANGES, PAGES, SHAPE, Files, Part, Plan, Sources
from mastercopy.write import (
    apparatus,
    corrections,
    data,
    feed,
    heads,
    history,
    landing,
    leaves,
    moved,
    overview,
    pages,
    record,
    signposts,
)
from mastercopy.write import references as exports
from mastercopy.write.inlines import Legend


def files(made: Book, references: References | None = None) -> Plan:
    """All files of docs/ that are made from the book, each made when it is asked for, in the order of their names.

    `references`: how it is cited, in the styles; without them, which takes a process to make, no file says it.
    """
    said = descriptions(made, references or {})
    shape = dict((*_references(made, said), *served(made)))
    return Plan(shape | dict(_gone(made)) | dict(parts(made, said)))


def parts(made: Book, said: Descriptions) -> Iterator[tuple[str, Part]]:
    """The files of docs/ in which words of the book are."""
    legend = _legend(made)
    brought = cache(lambda: releases(made.history, made.survey, made.addresses, made.fates))
    lists = [*_lists(made, said), (addresses.path("history"), BOOK, lambda: _history(made, brought(), said))]
    yield from _pages(made, [*lists, *_sections(made, said, legend), *_leaves(made, said, legend)])
    yield from _pages(made, [(addresses.CONTENTS, BOOK, partial(_landing, made, said))])
    yield from ((f"text/data/{name}.js", part) for name, part in _data(made))
    yield from ((f"text/{path}", Part(partial(made.pictures.__getitem__, path))) for path in made.pictures)
    header = made.edition.header
    yield ANCHORS, Part(lambda: record.anchors(header, made.addresses, made.fates), MASTER)
    yield CHANGES, Part(lambda: record.published(header, brought()))
    if said.whole.feed:
        yield signposts.FEED, Part(lambda: feed.feed(header, brought(), made_from=_name(made.edition.file)))
    if header.address:
        yield signposts.LINKSET, Part(lambda: signposts.linkset(said.whole))
    yield from documents(made, made_from=_name(made.edition.file))


_Page = tuple[str, str, Callable[[], str]]
"""A page: its path, what it is of (`Part`), what makes it."""


def _pages(made: Book, texts: Iterable[_Page]) -> Iterator[tuple[str, Part]]:
    """The files of pages, each with what was on it once."""
    gone = moved.gone(made.fates)
    for path, of, make in texts:
        file = f"{path}index.md" if path == addresses.CONTENTS else f"{path.removesuffix('/')}.md"
        late = path == addresses.CONTENTS or path.startswith("p/")
        yield file, Part(partial(_page, make, gone.get(path, ())), of, late)


def _page(make: Callable[[], str], gone: tuple[ledger.Fate, ...]) -> bytes:
    return f"{make()}{moved.section(gone) if gone else ''}".encode()


def _gone(made: Book) -> Iterator[tuple[str, Part]]:
    """A page in the place of each that is gone."""
    here = {addresses.CONTENTS, *map(addresses.path, (*LISTS, *(section.key for section in made.sections)))}
    here |= {f"p/{page.number}/" for page in made.survey.pages}
    master = _name(made.edition.file)
    for path, fates in moved.gone(made.fates).items():
        if path not in here:
            yield moved.file(path), Part(partial(_of_gone, path, fates, master), SHAPE)


def _of_gone(path: str, fates: tuple[ledger.Fate, ...], master: str) -> bytes:
    return moved.page(path, fates, made_from=master).encode()


def _sections(made: Book, said: Descriptions, legend: Legend) -> Iterator[_Page]:
    """The pages of the text."""
    titles = _titles(made)
    for section in made.sections:
        path = addresses.path(section.key)
        yield path, path, partial(_section, section, made, said, legend, titles)


def _section(section: Section, made: Book, said: Descriptions, legend: Legend, titles: Mapping[str, str]) -> str:
    head, files = said.head(addresses.path(section.key)), said.files(section.key)
    master = _name(made.edition.file)
    return pages.page(section, made.survey, titles, legend, made_from=master, head=head, files=files)


def _titles(made: Book) -> Mapping[str, str]:
    """The titles of the sections by their keys."""
    return {section.key: title(section.division) for section in made.sections}


def _landing(made: Book, said: Descriptions) -> str:
    """The page of the edition as a whole."""
    return landing.page(
        said.whole,
        made.sections,
        _titles(made),
        said.cited,
        pages=(page.label for page in made.survey.pages),
        reference=said.reference(addresses.CONTENTS),
        made_from=_name(made.edition.file),
        head=said.head(addresses.CONTENTS),
    )


def _lists(made: Book, said: Descriptions) -> Iterator[_Page]:
    """The pages beside the text."""
    edition, register, surveyed = made.edition, made.register, made.survey
    master, both, titles = _name(edition.file), _both(made), _titles(made)
    names = index.names(register)
    works = frozenset(indexed.entry.key for indexed in made.indexes[EntryKind.WORK])
    makers: dict[str, Callable[[], str]] = {
        kind: partial(apparatus.index, kind, made.indexes[kind], of=len(surveyed.pages), made_from=both)
        for kind in EntryKind
    }
    makers |= {
        "passages": lambda: apparatus.passages(passages.passages(register, surveyed), made_from=both),
        "overview": lambda: overview.overview(surveyed.pages, densities.densities(names, surveyed), made_from=both),
    }
    yield from ((addresses.path(name), SHAPE, make) for name, make in makers.items())
    worded: dict[str, Callable[[], str]] = {
        "sources": lambda: apparatus.sources(passages.quotations(register, surveyed), surveyed, works, made_from=both),
        "pages": lambda: apparatus.pages(surveyed, titles, made_from=master),
        "corrections": partial(_corrections, made, said),
    }
    yield from ((addresses.path(name), BOOK, make) for name, make in worded.items())


def _corrections(made: Book, said: Descriptions) -> str:
    """The list of the corrections."""
    found, since = derived.corrections(made.edition, made.survey), standing(made.history)
    released = bool(made.history.releases)
    head, master = heads.fed(said.whole), _name(made.edition.file)
    return corrections.page(found, since, released=released, made_from=master, head=head)


def _history(made: Book, brought: tuple[Brought, ...], said: Descriptions) -> str:
    """The page of the history."""
    here = {one.address.partition("#")[0] for one in made.addresses}
    gone = frozenset(moved.gone(made.fates).keys() - here)
    files = (CHANGES, *[signposts.FEED] * bool(said.whole.feed))
    return history.page(brought, files, gone, made_from=_name(made.edition.file), head=heads.fed(said.whole))


def _leaves(made: Book, said: Descriptions, legend: Legend) -> Iterator[_Page]:
    """The pages of the print."""
    for leaf in made.leaves:
        path = f"p/{made.survey.pages[leaf.page].number}/"
        yield path, path, partial(_leaf, leaf, path, made, said, legend)


def _leaf(leaf: Leaf, path: str, made: Book, said: Descriptions, legend: Legend) -> str:
    head, citing = said.head(path), said.citing(path)
    return leaves.page(leaf, made.survey, legend, made_from=_name(made.edition.file), head=head, citing=citing)


def _legend(made: Book) -> Legend:
    meant = meanings.meanings(made.register, made.survey)
    return Legend(meant, index.names(made.register), made.edition.header.people)


def _data(made: Book) -> Iterator[tuple[str, Part]]:
    """What the reader's scripts read: the edition at a glance, the mentions of each index, and each section."""
    master, both = _name(made.edition.file), _both(made)
    whole = partial(data.edition, made.sections, _titles(made), made.survey, made.indexes, made_from=both)
    yield "edition", Part(whole)
    yield "changes", Part(partial(data.changes, made.history, made.edition.header.version, made_from=master))
    for kind in made.indexes:
        yield f"mentions/{kind}", Part(partial(_mentions, kind, made, both), SHAPE)
    for section in made.sections:
        part = Part(partial(_stream, section, made.survey, master), addresses.path(section.key))
        yield f"sections/{section.key}", part


def _mentions(kind: EntryKind, made: Book, made_from: str) -> bytes:
    return data.mentions(kind, index.mentions(made.indexes[kind], made.survey), made_from=made_from)


def _stream(section: Section, surveyed: Survey, master: str) -> bytes:
    return data.section(stream.stream(section, surveyed), made_from=master)


def _references(made: Book, said: Descriptions) -> Iterator[tuple[str, Part]]:
    """How the edition and each section are cited, for the reader's scripts and for programs that keep references."""
    header, master = made.edition.header, _name(made.edition.file)
    for key in said.references:
        name = f"text/data/references/{key}" if key else "text/data/reference"
        of = name.removeprefix("text/data/")
        yield f"{name}.js", Part(partial(_reference, of, key, said, header, master), SHAPE, late=True)
        for form, (ending, _, _) in exports.FORMATS.items():
            yield f"{name}.{ending}", Part(partial(_export, form, key, said), SHAPE)


def _reference(name: str, key: str, said: Descriptions, header: Header, master: str) -> bytes:
    return data.reference(name, said.references[key], said.formats[key], header, made_from=master)


def _export(form: str, key: str, said: Descriptions) -> bytes:
    return exports.complete(form, said.formats[key][form]["entry"], address=said.cited[key].item.URL).encode()


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
        CHANGES: record.changes(header, made.history),
    }
    read = {_name(path): content for path, content in filter(None, (sources.master, sources.register))}
    return ledger.written(rows), kept | read
