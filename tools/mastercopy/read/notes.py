"""How notes are read: the content once, on the desk, and a leaf where the note stands."""

from dataclasses import replace

from lxml import etree

from mastercopy.model import Block, Inline, Label, Mark, Note, NoteKind, NotePlace, Paragraph, Text
from mastercopy.read.desk import TEI, Desk, key, keys, line
from mastercopy.read.mixed import body

_KINDS = {"author": NoteKind.AUTHOR, "editorial": NoteKind.EDITORIAL}


def inline(element: etree._Element, desk: Desk) -> tuple[Inline, ...]:
    """A note in the line: its mark, or the place where a detached note stands."""
    if element.get("type") == "reason":
        return ()
    note = _note(element, desk)
    if element.get("prev"):
        return (_continue(element, note, desk),)
    desk.notes[note.key] = note
    return (NotePlace(note.key, line=note.line),) if note.detached else (Mark(note.key, line=note.line),)


def block(element: etree._Element, desk: Desk) -> tuple[Block, ...]:
    """A note among blocks stands at the foot or the end: it is never its own mark."""
    note = _note(element, desk, detached=True)
    if element.get("prev"):
        return (_continue(element, note, desk),)
    desk.notes[note.key] = note
    return (NotePlace(note.key, line=note.line),)


def _note(element: etree._Element, desk: Desk, *, detached: bool = False) -> Note:
    space = desk.space
    blocks = body(element, desk)
    desk.space = space
    named = key(element)
    if not named:
        desk.problem(element, "D003", "a note needs an xml:id, such as its page and label: p40-1")
    elif named in desk.notes:
        desk.problem(element, "D001", f"the key '{named}' of this note is another note's too")
    label, blocks = _label(element, blocks)
    return Note(
        named or f"line-{line(element)}",
        label,
        blocks,
        _KINDS.get(element.get("type", ""), NoteKind.PRINT),
        detached=detached or element.get("anchored") == "false",
        unmarked=element.get("subtype") == "no-mark",
        line=line(element),
    )


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
    return (), blocks


def _continue(element: etree._Element, part: Note, desk: Desk) -> NotePlace:
    """Joins a note's further part to its beginning, as one paragraph where both are words in the line."""
    before = "".join(keys(element.get("prev")))
    first = desk.notes.get(desk.continued.get(before, before))
    if first is None:
        desk.problem(element, "N004", f"this part of a note follows '{before}', and no note of that key comes before it")
        desk.notes[part.key] = part
        return NotePlace(part.key, line=part.line)
    desk.continued[part.key] = first.key
    place = NotePlace(first.key, line=part.line)
    desk.notes[first.key] = replace(first, content=_run_on(first.content, part.content, place))
    return place


def _run_on(before: tuple[Block, ...], after: tuple[Block, ...], place: NotePlace) -> tuple[Block, ...]:
    """The parts as one: the sentence that the page's end broke goes on; the leaf says where the next page has it."""
    if not (before and after and isinstance(last := before[-1], Paragraph) and isinstance(more := after[0], Paragraph)):
        return (*before, place, *after)
    run = (*last.content, Text(" ", line=more.line), place, *more.content)
    return (*before[:-1], Paragraph(run, last.key, last.kind, line=last.line), *after[1:])


INLINES = {f"{TEI}note": inline}
BLOCKS = {f"{TEI}note": block}
