"""What the pages of the site show, as programs are told of it: the edition, its sections, and pages of the print."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from mastercopy.derive.addresses import CONTENTS
from mastercopy.derive.bibliography import Citable
from mastercopy.derive.history import History, modified
from mastercopy.derive.survey import Page, Survey
from mastercopy.model import Header


class Subject(Struct, frozen=True):
    """What one page of the site shows.

    `path`: its address below that of the edition. `cited`: what is cited with it, of a page of the print the section
    that it begins in; `page` is that page's label, "" for a section and for the edition. `modified`: the day (ISO 8601)
    of the last change, or what the header has in its place.
    """

    path: str
    cited: Citable
    page: str = ""
    modified: str = ""

    @property
    def first(self) -> str:
        """The label of the first page of the print that is on it; "" without pages."""
        return self.page or self.cited.first

    @property
    def last(self) -> str:
        """The label of the last; "" where that is the first."""
        return "" if self.page or self.cited.last == self.cited.first else self.cited.last

    @property
    def whole(self) -> bool:
        """Whether it shows the edition as a whole, and not a part of it."""
        return self.cited.item.type == "book" and not self.page

    @property
    def described(self) -> str:
        """The path, without its ending, of the files that describe what is cited, in formats for references."""
        return f"text/data/references/{self.cited.key}" if self.cited.key else "text/data/reference"


class Whole(Struct, frozen=True):
    """An edition as programs are told of it.

    Its header, what its pages show, the path of its text in TEI, and the address of its feed; "" for what there isn't.
    """

    header: Header
    subjects: tuple[Subject, ...]
    tei: str = ""
    feed: str = ""


def subjects(cited: Iterable[Citable], survey: Survey, history: History, today: str) -> tuple[Subject, ...]:
    """The edition, its sections in reading order, and the pages of the print."""
    by_key = {one.key: one for one in cited}
    whole = by_key[""]
    changed = {*history.pending, *(number for release in history.releases for number in release.pages)}
    shown = _shown(survey)
    return (
        Subject(CONTENTS, whole, modified=modified(history, changed, today)),
        *(
            Subject(one.path, one, modified=modified(history, shown.get(key, set()), today))
            for key, one in by_key.items()
            if key
        ),
        *_pages(by_key, survey.pages, history, today),
    )


def _pages(cited: Mapping[str, Citable], pages: Iterable[Page], history: History, today: str) -> Iterator[Subject]:
    for page in pages:
        of = cited.get(page.section, cited[""])
        yield Subject(f"p/{page.number}/", of, page.label, modified(history, (page.number,), today))


def _shown(survey: Survey) -> Mapping[str, set[str]]:
    """The numbers of the pages of the print that each section shows something of, notes included."""
    found: dict[str, set[str]] = {}
    for page in survey.pages:
        found.setdefault(page.section, set()).add(page.number)
    for section, opened in survey.opens.items():
        if opened >= 0:
            found.setdefault(section, set()).add(survey.pages[opened].number)
    for section, notes in survey.shown.items():
        on = (page for printed in notes.values() for page in printed.pages if page >= 0)
        found.setdefault(section, set()).update(survey.pages[page].number for page in on)
    return found
