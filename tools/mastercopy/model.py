"""The edition as values: what the master says, and nothing that is derived from it.

A closed union of frozen dataclasses; every function over them is a ``match`` that ends in ``assert_never``.

- Pages are points, not boxes: a `PageBreak` is a leaf that may stand anywhere; what stands on a page is derived.
- A note keeps its content once, in `Edition.notes`; its places in the text are leaves that name it.
- A `Correction` keeps both readings; a `Reading` that is passed in chooses.
- `key` is an xml:id of the master, "" where it gives none. `line` is the line of the master, left out of comparison.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum


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


@dataclass(frozen=True, slots=True)
class Node:
    """Anything that stands at a line of the master."""

    line: int = field(default=0, compare=False, kw_only=True)


# Points: leaves that may stand among blocks and among inlines.


@dataclass(frozen=True, slots=True)
class PageBreak(Node):
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


@dataclass(frozen=True, slots=True)
class Anchor(Node):
    """A place that something points at (TEI anchor)."""

    key: str


@dataclass(frozen=True, slots=True)
class Topic(Node):
    """A passage that begins here treats of the headings named; it ends at the anchor `end`, if any (TEI index)."""

    key: str
    headings: tuple[str, ...]
    end: str = ""


@dataclass(frozen=True, slots=True)
class NotePlace(Node):
    """A note that isn't at its mark, or a further part of a note, is printed here."""

    note: str


@dataclass(frozen=True, slots=True)
class Mark(Node):
    """A mark of a note stands here. `note` is "" where the source has the mark `label` but not its note."""

    note: str
    label: str = ""


Point = PageBreak | Anchor | Topic | NotePlace | Mark


# Inlines.


@dataclass(frozen=True, slots=True)
class Text(Node):
    """Letters of the source."""

    value: str


@dataclass(frozen=True, slots=True)
class Styled(Node):
    """Letters set apart; `emphatic` where that is emphasis (TEI emph) and not only looks (hi, unclear)."""

    content: tuple["Inline", ...]
    style: Style
    emphatic: bool = False


@dataclass(frozen=True, slots=True)
class Foreign(Node):
    """Words in another language, a BCP 47 tag."""

    content: tuple["Inline", ...]
    language: str


@dataclass(frozen=True, slots=True)
class Label(Node):
    """A label that the print has: the number of a heading, the letter of a point."""

    content: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Quotation(Node):
    """Quoted words in the line; `source`: the `Citation` of their source, `previous`: the part before this one."""

    content: tuple["Inline", ...]
    key: str = ""
    source: str = ""
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Range:
    """A cited range, in the unit `page` or `volume`; `start` and `end` are arabic digits or lower-case roman.

    `words` is how the text has it; "" where it is taken over from an earlier reference.
    """

    unit: str
    start: str
    end: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Citation(Node):
    """A reference in the text to a passage; `works` are the keys of what is cited, the work first, then its edition."""

    content: tuple["Inline", ...]
    key: str
    works: tuple[str, ...] = ()
    ranges: tuple[Range, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention(Node):
    """Words that name a person, place, organisation, work or subject of the register.

    `headings` are the keys under which the index has it: sub-headings where the master gives them.
    """

    content: tuple["Inline", ...]
    key: str
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link(Node):
    """Words that lead to a key of the edition (`#key`) or to an address on the web."""

    content: tuple["Inline", ...]
    target: str


@dataclass(frozen=True, slots=True)
class LineBreak(Node):
    """A line ends here and the edition keeps it (TEI lb)."""


@dataclass(frozen=True, slots=True)
class Gap(Node):
    """Something is missing in the source."""

    reason: str
    extent: str = ""


@dataclass(frozen=True, slots=True)
class Correction(Node):
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


@dataclass(frozen=True, slots=True)
class Paragraph(Node):
    """A paragraph; `kind` is "" or the TEI name of a special one (byline, stage, signed, …)."""

    content: tuple[Inline, ...]
    key: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class SetOff(Node):
    """Blocks that the print sets off from the text, as quotations are."""

    content: tuple["Block", ...]
    key: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Item(Node):
    """An item of a list, with the label that the print gives it."""

    content: tuple["Block", ...]
    label: tuple[Inline, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class List(Node):
    """A list of items."""

    items: tuple[Item, ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Cell(Node):
    """A cell of a table; it spans `columns` and `rows`."""

    content: tuple[Inline, ...]
    heading: bool = False
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Row(Node):
    """A row of a table."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table(Node):
    """A table, its caption before it."""

    rows: tuple[Row, ...]
    caption: tuple[Inline, ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Verse(Node):
    """Lines of verse; nested groups are groups of their own (TEI lg, l)."""

    lines: tuple[tuple[Inline, ...], ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Figure(Node):
    """A figure: the path of its picture in the edition's folder, what it shows, and its printed words."""

    picture: str
    description: str
    content: tuple["Block", ...] = ()
    key: str = ""


@dataclass(frozen=True, slots=True)
class Speech(Node):
    """A speech in a play: the speaker as printed, then blocks."""

    speaker: tuple[Inline, ...]
    content: tuple["Block", ...]
    key: str = ""


@dataclass(frozen=True, slots=True)
class Heading(Node):
    """A heading; `run_in` where the print sets it at the beginning of the first paragraph."""

    content: tuple[Inline, ...]
    run_in: bool = False


@dataclass(frozen=True, slots=True)
class Division(Node):
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


@dataclass(frozen=True, slots=True)
class Note(Node):
    """A note, its content once. `label` is what the print has for it, both readings kept.

    `detached`: it stands elsewhere than at its mark. `unmarked`: the source has no mark for it.
    """

    key: str
    label: tuple[Inline, ...]
    content: tuple[Block, ...]
    kind: NoteKind = NoteKind.PRINT
    detached: bool = False
    unmarked: bool = False


@dataclass(frozen=True, slots=True)
class Change(Node):
    """An entry of the revision description: when (ISO 8601 date), by whom, what."""

    key: str
    when: str
    who: str
    what: str


@dataclass(frozen=True, slots=True)
class Header:
    """What the edition says of itself. `depth`: how deep divisions have a page of the site of their own."""

    title: str
    author: str = ""
    version: str = ""
    date: str = ""
    language: str = "en"
    depth: int = 1
    people: Mapping[str, str] = field(default_factory=dict)
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Edition:
    """The whole master. `keys` are all its xml:ids with their lines, in document order, repeated ones too."""

    file: str
    header: Header
    content: tuple[Block, ...]
    notes: Mapping[str, Note]
    keys: tuple[tuple[str, int], ...] = ()
