"""What is said of each thing that stands in a text, as pairs of a name and words."""

from collections.abc import Iterator, Mapping
from typing import assert_never

from mastercopy import walk
from mastercopy.derive.differences.units import Feature
from mastercopy.model import (
    Anchor,
    AnyNode,
    Cell,
    Citation,
    Correction,
    Division,
    Figure,
    Foreign,
    Gap,
    Heading,
    Item,
    Label,
    LineBreak,
    Link,
    List,
    Mark,
    Mention,
    NotePlace,
    PageBreak,
    Paragraph,
    Quotation,
    Range,
    Reading,
    Row,
    SetOff,
    Speech,
    Styled,
    Table,
    Text,
    Topic,
    Verse,
)

Facts = Iterator[tuple[str, str]]
HEADING = "leads to"
"""The name of a fact whose words are a key of the register."""
READS, HAS = "the edition reads", "the source has"


def feature(node: AnyNode, people: Mapping[str, str]) -> Feature:
    """What a node is, where nothing is known yet of the words that it has; `people`: the names of the editors."""
    thing = _thing(node)
    key = node.note if isinstance(node, Mark | NotePlace) else getattr(node, "key", "")
    return Feature(thing, key, tuple(pair for pair in _facts(node, people) if pair[1]), 0, 0)


def of_break(node: PageBreak) -> tuple[tuple[str, str], ...]:
    """What is said of a page break beside its label and its place."""
    said = (
        ("hyphen", "of the print" if node.hyphen else ""),
        ("number", "supplied by the editors" if node.supplied else ""),
        ("image", node.image),
    )
    return tuple(pair for pair in said if pair[1])


def _thing(node: AnyNode) -> str:
    """What a node is called in a message."""
    match node:
        case Mention():
            return "name"
        case Topic():
            return "passage of the index"
        case Citation():
            return "reference"
        case Quotation() | SetOff():
            return "quotation"
        case Link():
            return "link"
        case Correction():
            return "correction"
        case Mark():
            return "mark of a note"
        case NotePlace():
            return "place of a note"
        case Styled():
            return "emphasis" if node.emphatic else "highlighting"
        case Foreign():
            return "language"
        case LineBreak():
            return "end of a line"
        case Label() | Gap() | Anchor() | Cell() | Figure():
            return type(node).__name__.lower()
        case PageBreak() | Text() | Paragraph() | Item() | List() | Row() | Table() | Verse() | Speech() | Heading():
            return type(node).__name__.lower()
        case Division():
            return "division"
        case _:
            assert_never(node)


def _facts(node: AnyNode, people: Mapping[str, str]) -> Facts:
    match node:
        case Mention() | Topic():
            yield from ((HEADING, key) for key in node.headings)
            yield "ends at", getattr(node, "end", "")
        case Citation():
            yield from ((HEADING, key) for key in node.works)
            yield from (("cites", cited(one)) for one in node.ranges)
        case Quotation():
            yield from (("source", node.source), ("goes on from", node.previous))
        case SetOff():
            yield "source", node.source
        case Link():
            yield "leads to the address", node.target
        case Correction():
            yield from _correction(node, people)
        case Mark():
            yield "label", node.label
        case Styled() | Foreign():
            yield "as", str(node.style) if isinstance(node, Styled) else node.language
        case Gap():
            yield from (("reason", node.reason), ("extent", node.extent))
        case Cell():
            yield from (("columns", str(node.columns)), ("rows", str(node.rows)), ("heading", "yes" * node.heading))
        case Figure():
            yield from (("picture", node.picture), ("description", node.description))
        case _:
            return


def _correction(node: Correction, people: Mapping[str, str]) -> Facts:
    yield HAS, walk.words(node.source, reading=Reading.SOURCE)
    yield READS, walk.words(node.edition)
    yield "reason", node.reason
    yield "editor", people.get(node.who, node.who)
    yield "kind", str(node.kind or "")
    yield "recorded as", node.change


def cited(one: Range) -> str:
    """A cited range in words: `page 12–14`."""
    return f"{one.unit} {one.start}" + (f"–{one.end}" if one.end != one.start else "")
