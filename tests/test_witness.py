"""The transcription written back: ours, and on small masters each of its conventions."""

from mastercopy.build import Book
from mastercopy.model import (
    Block,
    Cell,
    Correction,
    CorrectionKind,
    Division,
    Edition,
    Header,
    Heading,
    Inline,
    Item,
    Label,
    LineBreak,
    List,
    Mark,
    Note,
    NoteKind,
    NotePlace,
    PageBreak,
    Paragraph,
    Row,
    Speech,
    Style,
    Styled,
    Table,
    Text,
    Verse,
    Word,
)
from mastercopy.write import witness
from reading import ROOT

_WITNESS = ROOT / "edition" / "witness" / "foundations-of-leninism-iv.txt"


def _text(*letters: str | Inline) -> tuple[Inline, ...]:
    return tuple(Text(part) if isinstance(part, str) else part for part in letters)


def _written(*content: Block, notes: tuple[Note, ...] = ()) -> str:
    edition = Edition("book.xml", Header(""), content, {note.key: note for note in notes})
    return witness.folded(witness.witness(edition))


def _line(*letters: str | Inline, notes: tuple[Note, ...] = ()) -> str:
    return _written(Paragraph(_text(*letters)), notes=notes)


def _note(key: str, label: str, *words: str | Inline, kind: NoteKind = NoteKind.PRINT, detached: bool = False) -> Note:
    return Note(key, (Text(label),), (Paragraph(_text(*words)),), kind, detached=detached)


def test_the_witness_of_our_edition_comes_back(book: Book) -> None:
    assert witness.departure(_WITNESS.read_text(encoding="utf-8"), witness.witness(book.edition)) is None


def test_a_difference_is_shown_with_what_stands_around_it() -> None:
    assert witness.departure("a  b\nc", "a b c") is None
    assert witness.departure("a\nb c", "a x c") == witness.Departure(2, "a b c", "a x c")
    assert witness.departure("a\n\nb", "a b c") == witness.Departure(3, "a b", "a b c")
    assert witness.departure("a b\nc", "a b") == witness.Departure(2, "a b c", "a b")


def test_a_page_begins_with_a_line_of_its_own_unless_the_break_is_the_editors() -> None:
    assert _line(PageBreak("38", supplied=True), "one ", PageBreak("39"), "two") == "one page 39 two"
    assert _line("one ", PageBreak("12", layer="B"), "two") == "one two"


def test_the_hyphen_at_the_end_of_a_page_is_there() -> None:
    assert _line("facili", PageBreak("51", Word.GOES_ON, hyphen=True), "tates") == "facili- page 51 tates"


def test_notes_stand_at_the_foot_of_the_page_of_their_first_mark() -> None:
    notes = (_note("a", "1", "First."), _note("b", "*", "Second."))
    written = _line("x", Mark("a"), " y", Mark("b"), " z", Mark("a"), " ", PageBreak("2"), "w", Mark("a"), notes=notes)
    assert written == "x[1] y* z[1] [1] First. * Second. page 2 w[1]"


def test_a_mark_without_a_note_and_a_note_without_a_mark_are_there() -> None:
    assert _line("x", Mark("", "14"), " y", NotePlace("a"), notes=(_note("a", "1", "Note."),)) == "x[14] y [1] Note."


def test_the_editors_own_notes_are_not() -> None:
    assert _line("x", Mark("a"), notes=(_note("a", "", "Said.", kind=NoteKind.EDITORIAL),)) == "x"


def test_a_detached_note_is_where_it_stands_and_not_at_its_mark() -> None:
    notes = (_note("a", "1", "Note.", detached=True),)
    assert _line("x", Mark("a"), PageBreak("2"), "y", NotePlace("a"), notes=notes) == "x[1] page 2 y [1] Note."
    assert _line("x", Mark("a"), PageBreak("2"), "y", notes=notes) == "x[1] page 2 y [1] Note."


def test_a_note_in_parts_is_on_both_pages() -> None:
    notes = (_note("a", "1", "It begins ", NotePlace("a"), "and ends."), _note("b", "2", "Other."))
    written = _line("x", Mark("a"), " ", PageBreak("2"), "y", NotePlace("a"), Mark("b"), notes=notes)
    assert written == "x[1] [1] It begins page 2 y[2] and ends. [2] Other."


def test_a_break_in_a_note_is_where_the_next_page_goes_on() -> None:
    notes = (_note("a", "1", "It be", PageBreak("2", Word.GOES_ON, hyphen=True), "gins."),)
    assert _line("x", Mark("a"), " ", PageBreak("2"), "y", notes=notes) == "x[1] [1] It be- page 2 y gins."


def test_a_note_in_a_note_comes_after_it() -> None:
    notes = (_note("a", "1", "Outer", Mark("b"), "."), _note("b", "*", "Inner."))
    assert _line("x", Mark("a"), notes=notes) == "x[1] [1] Outer*. * Inner."


def test_the_reading_is_that_of_the_source_also_in_labels() -> None:
    correction = Correction(_text("strcke"), _text("stroke"), "c-1", "ed", "why", CorrectionKind.TRANSCRIPTION)
    label = Correction(_text("1"), _text("2"), "c-2", "ed", "why", CorrectionKind.PRINT)
    note = Note("a", (label,), (Paragraph(_text("Note.")),))
    assert _line("a ", correction, Mark("a"), notes=(note,)) == "a strcke[2] [1] Note."


def test_spaced_letters_are_spaced_and_other_emphasis_is_not() -> None:
    spaced = Styled(_text("smash", PageBreak("2", Word.GOES_ON), "ing"), Style.SPACED, emphatic=True)
    assert _line("of ", spaced, ".") == "of s m a s h page 2 i n g."
    assert _line(Styled(_text("Marx"), Style.ITALIC)) == "Marx"


def test_a_run_in_heading_stands_in_the_line_of_its_paragraph() -> None:
    for run_in in (True, False):
        head = (Heading((Label(_text("1)")), *_text(" Title.")), run_in=run_in),)
        assert _written(Division("one", "", head, (Paragraph(_text("Text.")),))) == "1) Title. Text."


def test_every_line_is_parted_from_the_next() -> None:
    rows = (Row((Cell(_text("a")), Cell(_text("b")))), Row((Cell(_text("c")), Cell(_text("d")))))
    items = (Item((Paragraph(_text("e")),), _text("1.")), Item((Paragraph(_text("f")),)))
    verse = Verse((_text("g"), _text("h", LineBreak(), "i")))
    written = _written(Table(rows, _text("T")), List(items), verse, Speech(_text("NERO"), (verse,)))
    assert written == "T a b c d 1. e f g h i NERO g h i"
