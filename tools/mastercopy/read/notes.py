"""How notes are read: the content once, on the desk, and a leaf where the note stands."""

from lxml import etree
from msgspec.structs import replace

from mastercopy.model import Block, Inline, Label, Mark, Note, NoteKind, NotePlace, Paragraph, Text
from mastercopy.read.desk import TEI, Desk, key, keys, line
from mastercopy.read.mixed import body

_KINDS = {"author": NoteKind.AUTHOR, "editorial": NoteKind.EDITORIAL}


def inline(element: etree._Element, desk: Desk) -> tuple[Inline, ...]:
    """A note in the line: its mark, or the place where a detached note stands."""
    if element.get("type") == "reason":
        if (parent := element.getparent()) is None or parent.tag != f"{TEI}corr":
            desk.problem(element, "S001", "a reason stands at the end of the corr that it is of")
        return ()
    if same := _same(element):
        return same
    note = _note(element, desk)
    if element.get("prev"):
        return (_continue(element, note, desk),)
    desk.notes[note.key] = note
    return (NotePlace(note.key, line=note.line),) if note.detached else (Mark(note.key, line=note.line),)


def block(element: etree._Element, desk: Desk) -> tuple[Block, ...]:
    """A note among blocks stands at the foot or the end: it is never its own mark."""
    if same := _same(element):
        return same
    note = _note(element, desk, detached=True)
    if element.get("prev"):
        return (_continue(element, note, desk),)
    desk.notes[note.key] = note
    return (NotePlace(note.key, line=note.line),)


def _same(element: etree._Element) -> tuple[Mark, ...]:
    """An empty note that is the same as another is a further mark of it."""
    if len(element) or (element.text or "").strip():
        return ()
    return tuple(Mark(note, line=line(element)) for note in keys(element.get("sameAs")))


def _note(element: etree._Element, desk: Desk, *, detached: bool = False) -> Note:
    space = desk.space
    blocks = body(element, desk)
    desk.space = space
    named = key(element)
    if not named:
        desk.problem(element, "D003", "a note needs an xml:id, its page and label: p40-1; `mastercopy ids` gives it")
    elif element.get("next"):
        desk.promised[named] = element
    label, blocks = _label(element, blocks)
    return Note(
        _own(named or f"line-{line(element)}", desk),
        label,
        blocks,
        _KINDS.get(element.get("type", ""), NoteKind.PRINT),
        detached=detached or element.get("anchored") == "false",
        unmarked=element.get("subtype") == "no-mark",
        line=line(element),
    )


def _own(named: str, desk: Desk) -> str:
    """A key that no other note has, so that none is lost: what repeats in the master is a problem by itself (D001)."""
    own, number = named, 1
    while own in desk.notes:
        number += 1
        own = f"{named}-{number}"
    return own


def _label(element: etree._Element, blocks: tuple[Block, ...]) -> tuple[tuple[Inline, ...], tuple[Block, ...]]:
    """The note's printed label, from @n or from the label element that opens it, and the blocks without it."""
    if (printed := element.get("n")) is not None:
        return ((Text(printed, line=line(element)),) if printed else ()), blocks
    if blocks and isinstance(first := blocks[0], Paragraph) and first.content:
        match first.content:
            case (Label() as found, Text() as text, *rest):
                after: tuple[Inline, ...] = (Text(text.value.lstrip(" "), line=text.line), *rest)
                return found.content, (Paragraph(after, first.key, first.kind, line=first.line), *blocks[1:])
            case (Label() as found, *rest):
                return found.content, (Paragraph(tuple(rest), first.key, first.kind, line=first.line), *blocks[1:])
            case _:
                pass
    return (), blocks


def _continue(element: etree._Element, part: Note, desk: Desk) -> NotePlace:
    """Joins a note's further part to its beginning, as one paragraph where both are words in the line."""
    before = "".join(keys(element.get("prev")))
    first = desk.notes.get(desk.continued.get(before, before))
    if first is None:
        message = f"this part of a note follows '{before}', and no note of that key comes before it"
        desk.problem(element, "N004", message)
        desk.notes[part.key] = replace(part, unmarked=True)
        return NotePlace(part.key, line=part.line)
    desk.continued[part.key] = first.key
    desk.promised.pop(before, None)
    if part.label and element.get("n") is None:
        desk.problem(element, "N004", "the further part of a note has no label of its own; what it says is text")
    place = NotePlace(first.key, line=part.line)
    desk.notes[first.key] = replace(first, content=_run_on(first.content, part.content, place))
    return place


def unkept(desk: Desk) -> None:
    """N004 too: a note that says in what it goes on, and doesn't."""
    for named, element in desk.promised.items():
        following = "".join(keys(element.get("next")))
        desk.problem(element, "N004", f"the note '{named}' goes on in '{following}', and no such part follows it")


def _run_on(before: tuple[Block, ...], after: tuple[Block, ...], place: NotePlace) -> tuple[Block, ...]:
    """The parts as one: the sentence that the page's end broke goes on; the leaf says where the next page has it."""
    if not (before and after and isinstance(last := before[-1], Paragraph) and isinstance(more := after[0], Paragraph)):
        return (*before, place, *after)
    run = (*last.content, Text(" ", line=more.line), place, *more.content)
    return (*before[:-1], Paragraph(run, last.key, last.kind, line=last.line), *after[1:])


INLINES = {f"{TEI}note": inline}
BLOCKS = {f"{TEI}note": block}
