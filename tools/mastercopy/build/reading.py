"""From the bytes of an edition's folder to a book: read, surveyed, and checked."""

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from mastercopy import check, walk
from mastercopy.check.addresses import Published
from mastercopy.derive import index, ledger, passages, releases
from mastercopy.derive.addresses import Address, Apparatus, addresses
from mastercopy.derive.bibliography import Citable, citables
from mastercopy.derive.corrections import corrections, recorded
from mastercopy.derive.history import History, Today, history, revisions
from mastercopy.derive.leaves import Leaf, leaves
from mastercopy.derive.record import pages
from mastercopy.derive.sections import Section, sections
from mastercopy.derive.survey import Survey, survey
from mastercopy.model import Edition, Figure
from mastercopy.problems import Problem, told_once
from mastercopy.read import register as read_register
from mastercopy.read import tei, xml
from mastercopy.read.ahead import Ahead
from mastercopy.register import EntryKind, Register
from mastercopy.sources import Sources
from mastercopy.write import witness


class Book(Struct, frozen=True):
    """An edition that has been read, checked and surveyed.

    `leaves`: its text by the pages of the print. `cited`: what of it can be cited. `addresses`: all that its site has,
    and `fates`: what became of those that were published. `history`: what each release changed. `pictures`: those that
    it shows, by their paths. `sources`: what it was read from; without them there is no TEI to serve.
    """

    edition: Edition
    register: Register
    sections: tuple[Section, ...]
    survey: Survey
    indexes: index.Indexes
    leaves: tuple[Leaf, ...] = ()
    cited: tuple[Citable, ...] = ()
    addresses: tuple[Address, ...] = ()
    fates: tuple[ledger.Fate, ...] = ()
    history: History = History()
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    sources: Sources | None = None


LISTS = (*map(str, EntryKind), "passages", "sources", "pages", "corrections", "history", "overview")
"""The pages that a site has beside the text."""


def book(sources: Sources, ahead: Ahead | None = None) -> tuple[Book | None, tuple[Problem, ...]]:
    """The book that the sources hold, or None where a problem stops it; and all problems, in the order of lines.

    `ahead`: what was begun with these sources already.
    """
    found, problems = made(sources, ahead or Ahead(sources))
    return (None if any(problem.stops for problem in problems) else found), problems


def draft(sources: Sources) -> tuple[Book | None, tuple[Problem, ...]]:
    """The book, whatever is wrong with it, and what is; None where there is nothing to make it of."""
    return made(sources, Ahead(sources))


def fates(sources: Sources) -> tuple[ledger.Fate, ...] | None:
    """What became of the published addresses, also where that is a problem; None where the master can't be read."""
    found, _ = made(sources, Ahead(sources))
    return found.fates if found else None


class Known(Struct, frozen=True):
    """What is known already of the whole of which a book is a window (`build.window`); its indexes are left empty."""

    register: tuple[Register, tuple[Problem, ...]]
    cited: tuple[Citable, ...]
    fates: tuple[ledger.Fate, ...]
    history: Callable[[tuple[Leaf, ...], Survey], History]


def made(sources: Sources, begun: Ahead, known: Known | None = None) -> tuple[Book | None, tuple[Problem, ...]]:
    """The book, whatever is wrong with it, and what is; None where there is nothing to make it of."""
    register, more = register_of(sources, begun) if known is None else known.register
    edition, problems = _edition(sources, begun)
    if edition is None:
        return None, told_once((*problems, *more))
    found = sections(edition)
    surveyed = survey(edition, (section.key for section in found))
    indexes = index.index(register, surveyed) if known is None else index.EMPTY
    ours = check.problems(edition, register, surveyed, frozenset(sources.pictures))
    if known is None:
        ours += check.indexed(register, surveyed, indexes)
    works = tuple(entry for entry, _ in passages.passages(register, surveyed))
    cut = leaves(edition, surveyed)
    today = addresses(edition, surveyed, found, cut, Apparatus(indexes, works, LISTS))
    today += releases.addresses(one.version for one in sources.releases)
    shown = _shown(edition, sources.pictures)
    cited = citables(edition, found, surveyed) if known is None else known.cited
    book = Book(edition, register, found, surveyed, indexes, cut, cited, today, pictures=shown, sources=sources)
    if known is not None:
        book = replace(book, fates=known.fates, history=known.history(cut, surveyed))
        return book, told_once((*problems, *more, *ours))
    now = Today(pages(cut, surveyed), revisions(edition.header), recorded(corrections(edition, surveyed)))
    record, unreadable = history(sources.releases, now)
    published = _published(sources, today, record)
    theirs = check.published(published, {one.address: one for one in today})
    book = replace(book, fates=published.fates, history=record)
    return book, told_once((*problems, *more, *ours, *unreadable, *theirs, *_departures(edition, sources)))


def _published(sources: Sources, today: tuple[Address, ...], record: History) -> Published:
    """What is known of addresses that were published."""
    file, content = sources.ledger or ("", b"")
    rows, faults = ledger.rows(content.decode(errors="replace"))
    last = sources.releases[-1] if sources.releases else None
    return Published(file, faults, ledger.fates(rows, ledger.sites(today)), last, record.published)


def _edition(sources: Sources, ahead: Ahead) -> tuple[Edition | None, tuple[Problem, ...]]:
    root, problems = ahead.master()
    if root is None:
        return None, problems
    edition, more = tei.edition(root, sources.master[0])
    del root
    xml.give_back(sources.master[1])
    return edition, (*problems, *more)


def register_of(sources: Sources, ahead: Ahead) -> tuple[Register, tuple[Problem, ...]]:
    """The register of an edition, and what is wrong with it; one without entries where there is none."""
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
