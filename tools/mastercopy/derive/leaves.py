"""The pages of the print as boxes: the text of each, cut where the print cuts it, and the notes at its foot.

In the model a page is a point, and divisions, paragraphs and words run over it. Here every container that a page break
stands in is cut in two: the first part keeps its key, since an address is a place, and there is one.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from mastercopy import walk
from mastercopy.derive import labels
from mastercopy.derive.survey import Printed, Survey
from mastercopy.model import (
    Anchor,
    AnyNode,
    Block,
    Cell,
    Correction,
    Division,
    Edition,
    Gap,
    Heading,
    Item,
    LineBreak,
    List,
    Mark,
    Mention,
    NotePlace,
    PageBreak,
    Paragraph,
    Reading,
    Row,
    Speech,
    Table,
    Text,
    Topic,
    Verse,
)


class Foot(Struct, frozen=True):
    """What stands of a note at the foot of a page; `begins` where that is its beginning."""

    key: str
    printed: Printed
    content: tuple[Block, ...]
    begins: bool


class Leaf(Struct, frozen=True):
    """A page of the print: its text and its notes; `page` is its place in `Survey.pages`.

    Its own page break stands where its text begins. Where a line runs on over the end of the page, the break of the
    next page stands there too; `runs_on`: the first line is the rest of such a line.
    """

    page: int
    content: tuple[Block, ...]
    notes: tuple[Foot, ...]
    runs_on: bool = False


def leaves(edition: Edition, survey: Survey) -> tuple[Leaf, ...]:
    """All pages of the print, in their order: joined, their texts are the text of the edition, and nothing twice."""
    feet: dict[int, list[Foot]] = {}
    by_number = {of.number: number for number, of in enumerate(survey.pages)}
    for key, printed in survey.notes.items():
        for page, foot in _feet(key, printed, by_number):
            feet.setdefault(page, []).append(foot)
    # Before the first page break nothing is printed (P005).
    _, *parts = _parts(edition.content, _Cuts())
    return tuple(
        Leaf(number, cast("tuple[Block, ...]", part.nodes), tuple(feet.get(number, ())), part.runs_on)
        for number, part in enumerate(parts)
    )


def _feet(key: str, printed: Printed, by_number: Mapping[str, int]) -> Iterator[tuple[int, Foot]]:
    """The parts of a note with their pages: it is cut at its inner page breaks, and where a further part begins."""
    begun = page = printed.pages[0]
    following = iter(printed.pages[1:])
    found: dict[int, tuple[AnyNode, ...]] = {}
    for part in _parts(printed.note.content, _Cuts(key, by_number, begun)):
        match part.breaks:
            case PageBreak(label=label):
                page = by_number.get(labels.number(label), page)
            case NotePlace():
                page = next(following, page)
            case _:
                pass
        found[page] = (*found.get(page, ()), *part.nodes)
    for page, nodes in found.items():
        yield page, Foot(key, printed, cast("tuple[Block, ...]", nodes), begins=page == begun)


class _Cuts(Struct, frozen=True):
    """Where is cut: at each page break of the main sequence; in the note, at those of later pages, and at its parts.

    `pages` are the places of the pages by their numbers.
    """

    note: str = ""
    pages: Mapping[str, int] | None = None
    after: int = -1


class _Part(Struct):
    """What stands between two cuts: the break that it begins with, and whether its first line is the rest of one."""

    breaks: PageBreak | NotePlace | None
    nodes: tuple[AnyNode, ...] = ()
    runs_on: bool = False


_Slots = tuple[tuple[AnyNode, ...], ...]
"""What stands in a node, as the fields that hold it."""


def _parts(nodes: Sequence[AnyNode], cuts: _Cuts) -> list[_Part]:
    """The nodes, cut."""
    parts = [_Part(None)]
    held: list[AnyNode] = []
    for node in nodes:
        if type(node) is Text or (cut := _cut(node, cuts)) is None:
            held.append(node)
            continue
        first, *others = cut
        held += first.nodes
        for part in others:
            parts[-1].nodes, held = tuple(held), [*part.nodes]
            parts.append(part)
    parts[-1].nodes = tuple(held)
    return parts


def _line(content: Sequence[AnyNode], cuts: _Cuts) -> list[_Part]:
    """The parts of what stands in one line; where it runs on, the break that ends a part stands at its end too."""
    parts = _parts(content, cuts)
    said = [_said(part.nodes) for part in parts] if len(parts) > 1 else []
    for at in range(1, len(parts)):
        before, after = "".join(said[:at]).rpartition("\n")[2], "".join(said[at:]).partition("\n")[0]
        if before.strip(" ") and after.strip(" "):
            _run_on(parts[at - 1], parts[at])
    return parts


def _said(nodes: Sequence[AnyNode]) -> str:
    """The letters, with the line ends that the edition keeps."""
    found = (node for node in walk.nodes(nodes) if isinstance(node, Text | LineBreak))
    return "".join(node.value if isinstance(node, Text) else "\n" for node in found)


def _run_on(before: _Part, part: _Part) -> None:
    part.runs_on = True
    if isinstance(part.breaks, PageBreak):
        before.nodes = (*before.nodes, part.breaks)


def _cut(node: AnyNode, cuts: _Cuts) -> list[_Part] | None:
    """The parts that cuts make of a node; None where it is whole."""
    if isinstance(node, Mention) and walk.is_text(node.content):
        return None
    match node:
        case PageBreak(layer="", label=label) if (
            cuts.pages is None or cuts.pages.get(labels.number(label), -1) > cuts.after
        ):
            return [_Part(None), _Part(node, (node,))]
        case NotePlace(note=note) if note == cuts.note:
            return [_Part(None), _Part(node)]
        case Text() | PageBreak() | Mark() | Topic() | Anchor() | NotePlace() | LineBreak() | Gap():
            return None
        case _ if walk.is_text(walk.children(node, Reading.EDITION)):
            return None
        case Correction():
            return _correction(node, cuts)
        case Item():
            return _item(node, cuts)
        case Row():
            return _row(node, cuts)
        case Verse():
            return _rebuilt(node, [_line(line, cuts) for line in node.lines])
        case Paragraph() | Heading() | Cell():
            return _rebuilt(node, [_line(node.content, cuts)])
        case Speech():
            return _rebuilt(node, [_line(node.speaker, cuts), _parts(node.content, cuts)])
        case Table():
            return _rebuilt(node, [_line(node.caption, cuts), _parts(node.rows, cuts)])
        case Division():
            return _rebuilt(node, [_parts(held, cuts) for held in (node.lead, node.head, node.content)])
        case _:
            return _rebuilt(node, [_parts(walk.children(node, Reading.EDITION), cuts)])


def _rebuilt(node: AnyNode, cut: list[list[_Part]]) -> list[_Part] | None:
    """The node once for each part of what its fields hold, one field after the other; None where nothing is cut."""
    if all(len(parts) == 1 for parts in cut):
        return None
    begun: list[tuple[_Part, list[tuple[AnyNode, ...]]]] = [(_Part(None), [() for _ in cut])]
    for slot, (first, *others) in enumerate(cut):
        begun[-1][1][slot] = first.nodes
        for part in others:
            begun.append((part, [() for _ in cut]))
            begun[-1][1][slot] = part.nodes
    keyed = next((at for at, (_, held) in enumerate(begun) if walk.plain(sum(held, ()))), 0)
    for at, (part, held) in enumerate(begun):
        part.nodes = (_with(node, tuple(held), keyed=at == keyed),) if any(held) else ()
    return [part for part, _ in begun]


def _with(node: AnyNode, held: _Slots, *, keyed: bool) -> AnyNode:
    """The node with other things in its fields; one that isn't `keyed` has no key."""
    fields: dict[str, object] = {} if keyed or not hasattr(node, "key") else {"key": ""}
    match node:
        case Verse():
            fields["lines"] = tuple(filter(None, held))
        case List():
            (fields["items"],) = held
        case Table():
            fields["caption"], fields["rows"] = held
        case Speech():
            fields["speaker"], fields["content"] = held
        case Item():
            fields["label"], fields["content"] = held
        case Division():
            fields["lead"], fields["head"], fields["content"] = held
        case _:
            (fields["content"],) = held
    return replace(node, **fields)


def _row(node: Row, cuts: _Cuts) -> list[_Part] | None:
    """The parts of a row: what is left of it stands in its own columns."""
    found = [_Part(None)]
    held: list[AnyNode] = []
    columns = 0
    for cell in node.cells:
        first, *others = _cut(cell, cuts) or [_Part(None, (cell,))]
        held += first.nodes
        for part in others:
            found[-1].nodes, held = _cells(held), [*([Cell(())] * columns), *part.nodes]
            found.append(part)
        columns += cell.columns
    found[-1].nodes = _cells(held)
    return found if len(found) > 1 else None


def _cells(held: list[AnyNode]) -> tuple[Row, ...]:
    return (Row(tuple(cell for cell in held if isinstance(cell, Cell))),) if held else ()


def _item(node: Item, cuts: _Cuts) -> list[_Part] | None:
    """The parts of an item: its label stands in the line of its first words, also where the page ends after it."""
    label, content = _line(node.label, cuts), _parts(node.content, cuts)
    begun = next((at for at, part in enumerate(content) if walk.plain(part.nodes)), 0)
    if begun and walk.plain(node.label) and _said(_first_line(node)).partition("\n")[0].strip(" "):
        label[-1].nodes = label[-1].nodes if content[0].nodes else (*label[-1].nodes, Text(" "))
        for before, after in pairwise((label[-1], *content[1 : begun + 1])):
            _run_on(before, after)
    return _rebuilt(node, [label, content])


def _first_line(item: Item) -> tuple[AnyNode, ...]:
    """What stands in the line of the item's label (as `walk.runs` has it)."""
    match item.content:
        case (Paragraph(content=content), *_) | (Verse(lines=(content, *_)), *_):
            return content
        case _:
            return ()


def _correction(node: Correction, cuts: _Cuts) -> list[_Part] | None:
    """The parts of a correction: both readings have the same page breaks (P006)."""
    edition, source = _parts(node.edition, cuts), _parts(node.source, cuts)
    if len(edition) == 1:
        return None
    for at, part in enumerate(edition):
        last = at == len(edition) - 1
        read = source[at:] if last else source[at : at + 1]
        sic = tuple(one for held in read for one in held.nodes if not isinstance(one, PageBreak))
        both = {"edition": part.nodes, "source": sic}
        part.nodes = (replace(node, **both) if not at else replace(node, **both, key=""),) if part.nodes or sic else ()
    return edition
