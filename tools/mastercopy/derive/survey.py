"""One pass over the edition in reading order: on which page of the print everything stands, and where it is shown."""

from collections.abc import Iterable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from mastercopy import walk
from mastercopy.derive import labels
from mastercopy.model import (
    Anchor,
    AnyNode,
    Citation,
    Correction,
    Division,
    Edition,
    Figure,
    Heading,
    Item,
    LineBreak,
    Mark,
    Mention,
    Note,
    NotePlace,
    PageBreak,
    Paragraph,
    Quotation,
    Reading,
    SetOff,
    Speech,
    Table,
    Text,
    Topic,
    Verse,
)


class Page(Struct, frozen=True):
    """A page of the print.

    `number` is what its label means, of which its address is made; `section` shows its beginning; `opening` are its
    first words, up to 60 letters.
    """

    label: str
    number: str
    section: str
    supplied: bool
    image: str
    line: int
    opening: str = ""

    @property
    def address(self) -> str:
        """The id of its marker."""
        return f"p{self.number}"


class Place(Struct, frozen=True):
    """Where something stands.

    The page as its place in `Survey.pages` (-1: before the first), the section that shows it, the note that it is in.
    """

    page: int
    section: str
    note: str = ""


class Printed(Struct, frozen=True):
    """A note as the print has it.

    The pages on which it stands, the section that shows it, and how many marks it has there and elsewhere.
    """

    note: Note
    section: str
    pages: tuple[int, ...]
    marks: int


Found = Mention | Topic | Citation | Quotation | SetOff | Correction | Mark | NotePlace
"""What is kept with its place, in reading order; a correction in the reading of the edition."""


class Survey(Struct, frozen=True):
    """Where everything of an edition stands.

    `found`: the nodes with their places. `places`: the place of each key. `shown`: the notes of each section. `opens`:
    the page on which each section begins, where its own first words don't open that page; -1 otherwise. `ends`: the
    anchors at which passages end.
    """

    pages: tuple[Page, ...]
    found: tuple[tuple[Found, Place], ...]
    places: Mapping[str, Place]
    notes: Mapping[str, Printed]
    shown: Mapping[str, Mapping[str, Printed]]
    opens: Mapping[str, int]
    ends: frozenset[str] = frozenset()

    def label(self, page: int) -> str:
        """The printed label of a page; "" before the first."""
        return self.pages[page].label if page >= 0 else ""


def survey(edition: Edition, sections: Iterable[str]) -> Survey:
    """The survey of the edition; `sections` are the keys of the divisions that have a page of their own."""
    pass_ = _Pass(edition, frozenset(sections))
    pass_.visit(edition.content, "", "")
    pass_.notes()
    begun = zip(pass_.pages, pass_.openings, strict=True)
    notes = {key: pass_.printed[key] for key in edition.notes if key in pass_.printed}
    shown: dict[str, dict[str, Printed]] = {}
    for key, printed in notes.items():
        shown.setdefault(printed.section, {})[key] = printed
    return Survey(
        tuple(replace(page, opening=opening.strip()) for page, opening in begun),
        tuple(pass_.found),
        pass_.places,
        notes,
        shown,
        pass_.opens,
        frozenset(node.end for node, _ in pass_.found if isinstance(node, Topic)),
    )


_OPENING = 60


class _Pass(Struct):
    """The state of the one pass. `marked`: the page of each note's first mark."""

    edition: Edition
    sections: frozenset[str]
    pages: list[Page] = field(default_factory=list)
    openings: list[str] = field(default_factory=list)
    found: list[tuple[Found, Place]] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)
    printed: dict[str, Printed] = field(default_factory=dict)
    marked: dict[str, int] = field(default_factory=dict)
    opens: dict[str, int] = field(default_factory=dict)
    page: int = -1
    page_opens: bool = False
    last: Place = field(default_factory=lambda: Place(-1, ""))

    def visit(self, nodes: Iterable[AnyNode], section: str, note: str) -> None:
        """Goes through `nodes`, which are in the section and in the note (or none)."""
        for node in nodes:
            match node:
                case Text():
                    if self.page_opens:
                        self._opening(node.value, note)
                    continue
                case Mention() | Topic() | Citation() | Quotation() | SetOff() | Correction():
                    place = self._begins(node, section, note)
                    self.found.append((node, place))
                    if node.key:
                        self.places[node.key] = place
                case Paragraph() | Item() | Table() | Verse() | Figure() | Speech():
                    self._opening(" ", note)
                    if node.key:
                        self.places[node.key] = self._begins(node, section, note)
                case PageBreak():
                    self._page(node, section, note)
                case Mark() | NotePlace():
                    place = self._place(section, note)
                    self.found.append((node, place))
                    self._note(node, place)
                case LineBreak() | Heading():
                    self._opening(" ", note)
                case Division():
                    section_below = node.key if node.key in self.sections else section
                    self._division(node, section_below, note)
                    continue
                case Anchor():
                    self.places[node.key] = self._place(section, note)
                case _:
                    pass
            below = walk.children(node, Reading.EDITION)
            if below and (self.page_opens or not walk.is_text(below)):
                self.visit(below, section, note)

    def _place(self, section: str, note: str) -> Place:
        """Where the pass is; the same value for all that stands on a page together."""
        last = self.last
        if last.page != self.page or last.section != section or last.note != note:
            last = self.last = Place(self.page, section, note)
        return last

    def _begins(self, node: AnyNode, section: str, note: str) -> Place:
        """Where a node begins: the page of its first words, also where that page begins in it."""
        below = walk.children(node, Reading.EDITION)
        if note or not below or isinstance(below[0], Text):
            return self._place(section, note)
        breaks = 0
        for inner in walk.nodes(below):
            if isinstance(inner, Text):
                return self._place(section, note) if not breaks else Place(self.page + breaks, section, note)
            breaks += isinstance(inner, PageBreak) and not inner.layer
        return self._place(section, note)

    def notes(self) -> None:
        """Goes through the notes that the text has marks or places for, each on the page where it is printed."""
        waiting = list(self.printed)
        while waiting:
            for key in waiting:
                printed = self.printed[key]
                self.page = printed.pages[0]
                self.places[key] = self._place(printed.section, "")
                self.visit(printed.note.content, printed.section, key)
            waiting = [key for key in self.printed if key not in self.places]

    def _division(self, division: Division, section: str, note: str) -> None:
        self.visit(division.lead, section, note)
        if division.key in self.sections:
            self.opens[section] = -1 if _begins_a_page(division) else self.page
        self.places[division.key] = self._place(section, note)
        self.visit((*division.head, *division.content), section, note)

    def _page(self, page_break: PageBreak, section: str, note: str) -> None:
        if note or page_break.layer:
            return
        number = labels.number(page_break.label)
        self.pages.append(
            Page(page_break.label, number, section, page_break.supplied, page_break.image, page_break.line)
        )
        self.openings.append("")
        self.page_opens = True
        self.page = len(self.pages) - 1

    def _opening(self, text: str, note: str) -> None:
        """Adds to the first words of the page, as long as there are too few of them."""
        if self.page_opens and not note:
            opening = self.openings[-1] = f"{self.openings[-1]}{text}".replace("  ", " ")[:_OPENING]
            self.page_opens = len(opening) < _OPENING

    def _note(self, leaf: Mark | NotePlace, place: Place) -> None:
        """A note is shown in the section of its first mark, and printed where it stands."""
        note = self.edition.notes.get(leaf.note)
        if note is None:
            return
        before = self.printed.get(note.key) or Printed(note, place.section, (), 0)
        if isinstance(leaf, Mark):
            section = before.section if before.marks else place.section
            pages = before.pages or (place.page,)
            self.marked.setdefault(note.key, place.page)
            self.printed[note.key] = Printed(note, section, pages, before.marks + 1)
            return
        stands = () if note.detached and before.marks and before.pages == (self.marked[note.key],) else before.pages
        pages = stands if place.page in stands else (*stands, place.page)
        self.printed[note.key] = replace(before, pages=pages)


def _begins_a_page(division: Division) -> bool:
    """Whether a page break comes before the first words of the division."""
    for node in walk.nodes([division]):
        if isinstance(node, PageBreak) and not node.layer:
            return True
        if isinstance(node, Text):
            return False
    return False
