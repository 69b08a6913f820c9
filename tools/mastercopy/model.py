"""The edition as values: what the master says, and nothing that is derived from it.

A closed union of frozen structs; every function over them is a ``match`` that ends in ``assert_never``.

- Pages are points, not boxes: a `PageBreak` is a leaf that may stand anywhere; what stands on a page is derived.
- A note keeps its content once, in `Edition.notes`; its places in the text are leaves that name it.
- A `Correction` keeps both readings; a `Reading` that is passed in chooses.
- `key` is an xml:id of the master, "" where it gives none. `line` is the line of the master.
"""

from collections.abc import Mapping
from enum import Enum, StrEnum

from msgspec import Struct, field


class Reading(Enum):
    """Which of the two readings of a correction is meant."""

    EDITION = "edition"
    SOURCE = "source"


class Style(StrEnum):
    """How the print sets a run of letters apart (TEI att.global.rendition, our closed list)."""

    ITALIC = "italic"
    BOLD = "bold"
    SMALL_CAPS = "small-caps"
    SPACED = "spaced"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    UNDERLINE = "underline"
    UNCLEAR = "unclear"


class NoteKind(StrEnum):
    """Who speaks in a note: the print's foot of the page, the author, or the editor of this edition."""

    PRINT = "print"
    AUTHOR = "author"
    EDITORIAL = "editorial"


class Word(StrEnum):
    """Whether a word goes on over a page break (TEI @break); `UNSAID` where the master doesn't say."""

    UNSAID = ""
    ENDS = "yes"
    GOES_ON = "no"


class CorrectionKind(StrEnum):
    """Whose slip it is that a correction mends."""

    TRANSCRIPTION = "transcription"
    PRINT = "print"
    EMENDATION = "emendation"


class Node(Struct, frozen=True, kw_only=True, tag=True):
    """Anything that stands at a line of the master. Two nodes that say the same are equal, wherever they stand."""

    line: int = 0

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and _said(self) == _said(other)

    def __hash__(self) -> int:
        return hash((type(self), _said(self)))


def _said(node: Struct) -> tuple[object, ...]:
    return tuple(getattr(node, name) for name in node.__struct_fields__ if name != "line")


# Points: leaves that may stand among blocks and among inlines.
class PageBreak(Node, frozen=True):
    """The page `label` of the print begins here (TEI pb).

    `hyphen`: the print has a hyphen before it that is no part of the word. `layer` names another pagination than the
    main one; such a break has no address.
    """

    label: str
    word: Word = Word.UNSAID
    hyphen: bool = False
    supplied: bool = False
    layer: str = ""
    image: str = ""


class Anchor(Node, frozen=True):
    """A place that something points at (TEI anchor)."""

    key: str


class Topic(Node, frozen=True):
    """A passage that begins here treats of the headings named; it ends at the anchor `end`, if any (TEI index)."""

    key: str
    headings: tuple[str, ...]
    end: str = ""


class NotePlace(Node, frozen=True):
    """A note that isn't at its mark, or a further part of a note, is printed here."""

    note: str


class Mark(Node, frozen=True):
    """A mark of a note stands here. `note` is "" where the source has the mark `label` but not its note."""

    note: str
    label: str = ""


Point = PageBreak | Anchor | Topic | NotePlace | Mark


# Inlines.
class Text(Node, frozen=True):
    """Letters of the source."""

    value: str


class Styled(Node, frozen=True):
    """Letters set apart; `emphatic` where that is emphasis (TEI emph) and not only looks (hi, unclear)."""

    content: tuple["Inline", ...]
    style: Style
    emphatic: bool = False


class Foreign(Node, frozen=True):
    """Words in another language, a BCP 47 tag."""

    content: tuple["Inline", ...]
    language: str


class Label(Node, frozen=True):
    """A label that the print has: the number of a heading, the letter of a point."""

    content: tuple["Inline", ...]


class Quotation(Node, frozen=True):
    """Quoted words in the line; `source`: the `Citation` of their source, `previous`: the part before this one."""

    content: tuple["Inline", ...]
    key: str = ""
    source: str = ""
    previous: str = ""


class Range(Struct, frozen=True):
    """A cited range, in the unit `page` or `volume`; `start` and `end` are arabic digits or lower-case roman.

    `words` is how the text has it; "" where it is taken over from an earlier reference.
    """

    unit: str
    start: str
    end: str
    words: str = ""


class Citation(Node, frozen=True):
    """A reference in the text to a passage; `works` are the keys of what is cited, the work first, then its edition."""

    content: tuple["Inline", ...]
    key: str
    works: tuple[str, ...] = ()
    ranges: tuple[Range, ...] = ()


class Mention(Node, frozen=True):
    """Words that name a person, place, organisation, work or subject of the register.

    `headings` are the keys under which the index has it: sub-headings where the master gives them, of the `entries`.
    """

    content: tuple["Inline", ...]
    key: str
    headings: tuple[str, ...]
    entries: tuple[str, ...] = ()


class Link(Node, frozen=True):
    """Words that lead to a key of the edition (`#key`) or to an address on the web."""

    content: tuple["Inline", ...]
    target: str


class LineBreak(Node, frozen=True):
    """A line ends here and the edition keeps it (TEI lb)."""


class Gap(Node, frozen=True):
    """Something is missing in the source."""

    reason: str
    extent: str = ""


class Correction(Node, frozen=True):
    """The source has one thing and the edition reads another; who says so and why (TEI choice, sic, corr)."""

    source: tuple["Inline", ...]
    edition: tuple["Inline", ...]
    key: str
    who: str
    reason: str
    kind: CorrectionKind | None
    change: str = ""


Inline = (
    Text | Mention | Styled | Quotation | PageBreak | Mark | Citation | Correction | Topic | Anchor | NotePlace
    | Link | Label | Foreign | LineBreak | Gap
)  # fmt: skip


# Blocks.
class Paragraph(Node, frozen=True):
    """A paragraph; `kind` is "" or the TEI name of a special one (byline, stage, signed, …)."""

    content: tuple[Inline, ...]
    key: str = ""
    kind: str = ""


class SetOff(Node, frozen=True):
    """Blocks that the print sets off from the text, as quotations are."""

    content: tuple["Block", ...]
    key: str = ""
    source: str = ""


class Item(Node, frozen=True):
    """An item of a list, with the label that the print gives it."""

    content: tuple["Block", ...]
    label: tuple[Inline, ...] = ()
    key: str = ""


class List(Node, frozen=True):
    """A list of items; they have the addresses, and the list has none."""

    items: tuple[Item, ...]


class Cell(Node, frozen=True):
    """A cell of a table; it spans `columns` and `rows`."""

    content: tuple[Inline, ...]
    heading: bool = False
    columns: int = 1
    rows: int = 1


class Row(Node, frozen=True):
    """A row of a table."""

    cells: tuple[Cell, ...]


class Table(Node, frozen=True):
    """A table, its caption before it."""

    rows: tuple[Row, ...]
    caption: tuple[Inline, ...] = ()
    key: str = ""


class Verse(Node, frozen=True):
    """Lines of verse; nested groups are groups of their own (TEI lg, l)."""

    lines: tuple[tuple[Inline, ...], ...]
    key: str = ""


class Figure(Node, frozen=True):
    """A figure: the path of its picture in the edition's folder, what it shows, and its printed words."""

    picture: str
    description: str
    content: tuple["Block", ...] = ()
    key: str = ""


class Speech(Node, frozen=True):
    """A speech in a play: the speaker as printed, then blocks."""

    speaker: tuple[Inline, ...]
    content: tuple["Block", ...]
    key: str = ""


class Heading(Node, frozen=True):
    """A heading; `run_in` where the print sets it at the beginning of the first paragraph."""

    content: tuple[Inline, ...]
    run_in: bool = False


class Division(Node, frozen=True):
    """A division. `lead` are points that stand before its heading: page breaks belong to the text that follows."""

    key: str
    kind: str
    head: tuple[Heading, ...]
    content: tuple["Block", ...]
    lead: tuple[Point, ...] = ()


Block = (
    Paragraph | SetOff | List | Table | Verse | Figure | Speech | Division
    | PageBreak | Topic | Anchor | NotePlace | Mark
)  # fmt: skip

AnyNode = Inline | Block | Item | Row | Cell | Heading


class Note(Node, frozen=True):
    """A note, its content once. `label` is what the print has for it, both readings kept.

    `detached`: it stands elsewhere than at its mark. `unmarked`: the source has no mark for it.
    """

    key: str
    label: tuple[Inline, ...]
    content: tuple[Block, ...]
    kind: NoteKind = NoteKind.PRINT
    detached: bool = False
    unmarked: bool = False


class Change(Node, frozen=True):
    """An entry of the revision description: when (ISO 8601 date), by whom, what."""

    key: str
    when: str
    who: str
    what: str


class Name(Struct, frozen=True, omit_defaults=True):
    """Someone's name in two parts; `literal` is the whole name of a group, or one that the master doesn't part."""

    family: str = ""
    given: str = ""
    literal: str = ""


class Work(Struct, frozen=True):
    """What is known of the work and of its print; "" for what isn't."""

    title: str = ""
    date: str = ""
    publisher: str = ""
    place: str = ""


class Header(Struct, frozen=True):
    """What the edition says of itself. Divisions have pages to `depth`; `address` ends with /; `rights` are words."""

    title: str
    date: str = ""
    depth: int = 1
    units: tuple[str, ...] = ()  # what the levels of divisions are called
    people: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()
    authors: tuple[Name, ...] = ()
    editors: tuple[Name, ...] = ()
    version: str = ""
    publisher: str = ""
    licence: str = ""
    rights: tuple[str, ...] = ()
    language: str = ""
    address: str = ""
    work: Work = field(default_factory=Work)


class Edition(Struct, frozen=True):
    """The whole master. `keys` are all its xml:ids with their lines, in document order, repeated ones too."""

    file: str
    header: Header
    content: tuple[Block, ...]
    notes: Mapping[str, Note]
    keys: tuple[tuple[str, int], ...] = ()
