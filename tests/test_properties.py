"""Properties: random trees of the model, with hostile text, come back from HTML as the same text.

Through Markdown, with MkDocs's own reading of mkdocs.yml: its extensions, its settings, and no other. A random edition
takes longer to find than to look at, so one test finds them, and each is held against every check: those of this
module, and those of others that say which things of an edition they are about.
"""

from collections.abc import Callable
from copy import deepcopy

from hypothesis import example, given

from made import Made
from mastercopy import walk
from mastercopy.model import (
    Block,
    Division,
    Edition,
    Gap,
    Header,
    Heading,
    Inline,
    Mark,
    Note,
    NoteKind,
    NotePlace,
    PageBreak,
    Paragraph,
    Reading,
    Text,
)
from mastercopy.write import witness
from reading import expected, lines
from strategies import editions
from test_citing import whatever_an_edition_has_it_can_be_cited
from test_data import (
    a_place_in_the_data_has_the_words_of_its_mention,
    hostile_letters_come_through_the_data_as_they_are,
    pages_begin_in_the_data_where_they_begin_in_the_text,
    the_data_has_every_letter_of_the_text_in_both_readings_and_nothing_else,
)
from test_leaves import the_pages_of_any_edition_are_its_text_its_notes_and_its_marks


def small(*blocks: Block, head: tuple[Inline, ...] = ()) -> Edition:
    """An edition of one division; its notes, if it has any, are called n."""
    note = Note("n", (Text("1"),), (Paragraph((Text("a note"),)),))
    return Edition("edition/book.xml", Header("A book"), (Division("div", "", (Heading(head),), blocks),), {"n": note})


UNDERSCORES = small(Paragraph((Text("a"), Mark("n"))), head=(Text("_a"), Mark("", "1"), Text("_")))
"""A heading that has a label of its own in the table of contents, where no attribute may be taken for emphasis."""

DEFINITION = small(Paragraph((Mark("n"), Text(": not what the note says"))))
"""A line that begins with the mark of a note and a colon."""

NUMBERS = small(Paragraph((Text("19"), Text("24"), Text(". Not a list"), Mark("n"))))
"""A line that begins with a number and a full stop, in parts."""


NEXT_LINE = small(Paragraph((Text("a\x85b"), Gap("c\x85d", "e\x85"), Mark("n"))))
"""U+0085 in the text, where it needs spans around it, and in an attribute, where there can be none."""


def no_letter_is_lost_or_added_from_the_model_to_html(made: Made) -> None:
    page = deepcopy(made.page)
    text, notes = expected(made.section, made.survey)
    foot = page.xpath(".//*[@role='doc-endnotes']")
    shown_notes = lines(foot[0]) if foot else []
    for part in foot:
        part.getparent().remove(part)
    assert lines(page) == text
    assert sorted(shown_notes) == sorted(notes)


def breaks_keys_marks_and_notes_come_through_html(made: Made) -> None:
    page = made.page
    breaks = [node.label for node in walk.nodes(made.edition.content) if isinstance(node, PageBreak)]
    breaks += [
        node.label
        for printed in made.survey.notes.values()
        for node in walk.nodes(printed.note.content)
        if isinstance(node, PageBreak)
    ]
    assert sorted(page.xpath(".//span[contains(@class, 'pb')]/@title")) == sorted(breaks)
    ids = page.xpath(".//@id")
    assert len(ids) == len(set(ids))
    assert {key.removeprefix("fn-") for key in ids if key.startswith("fn-")} == set(made.survey.notes)
    for href in page.xpath(".//a[@role]/@href"):
        assert href.removeprefix("#") in ids


def nothing_from_the_text_becomes_live_html(made: Made) -> None:
    page = made.page
    allowed = {"a", "article", "blockquote", "br", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p"}
    allowed |= {"section", "span", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul"}
    assert {element.tag for element in page.iter() if isinstance(element.tag, str)} <= allowed
    for link in page.xpath(".//a/@href"):
        assert link.startswith(("#", "https://example.org/", "http://x.org/"))
    attributes = {name for element in page.iter() for name in element.attrib}
    assert not {name for name in attributes if name.startswith("on") or name == "style"}


def the_same_edition_gives_the_same_page(made: Made) -> None:
    assert Made(made.edition).markdown == made.markdown


def notes_of_the_source(edition: Edition) -> list[Note]:
    """The notes of the print and of the author for which the source, not only the edition, has a mark or a place."""
    found: dict[str, Note] = {}
    waiting = [*edition.content]
    while waiting:
        keys = [node.note for node in walk.nodes(waiting, reading=Reading.SOURCE) if isinstance(node, Mark | NotePlace)]
        new = {key: edition.notes[key] for key in keys if key in edition.notes and key not in found}
        new = {key: note for key, note in new.items() if note.kind is not NoteKind.EDITORIAL}
        found |= new
        waiting = [block for note in new.values() for block in note.content]
    return list(found.values())


def the_transcription_has_the_letters_of_the_source_reading(made: Made) -> None:
    edition = made.edition
    own = walk.plain(edition.content, reading=Reading.SOURCE)
    notes = "".join(walk.plain(note.content, reading=Reading.SOURCE) for note in notes_of_the_source(edition))
    written = witness.folded(witness.witness(edition))
    signs = "".join(walk.plain(note.label, reading=Reading.SOURCE) for note in edition.notes.values())
    roots = [*edition.content, *(block for note in edition.notes.values() for block in note.content)]
    signs += "".join(node.label for node in walk.nodes(roots, reading=Reading.SOURCE) if isinstance(node, _SIGNED))
    for letter in {letter for letter in own + notes + written if letter.isalpha()} - set(f"{signs}page"):
        assert written.count(letter) == (own + notes).count(letter)


_SIGNED = (Mark, PageBreak)

CHECKS: tuple[Callable[[Made], None], ...] = (
    no_letter_is_lost_or_added_from_the_model_to_html,
    breaks_keys_marks_and_notes_come_through_html,
    nothing_from_the_text_becomes_live_html,
    the_same_edition_gives_the_same_page,
    the_transcription_has_the_letters_of_the_source_reading,
    the_pages_of_any_edition_are_its_text_its_notes_and_its_marks,
    the_data_has_every_letter_of_the_text_in_both_readings_and_nothing_else,
    pages_begin_in_the_data_where_they_begin_in_the_text,
    a_place_in_the_data_has_the_words_of_its_mention,
    hostile_letters_come_through_the_data_as_they_are,
    whatever_an_edition_has_it_can_be_cited,
)
"""What is true of any edition; where one isn't, the traceback names it."""


@example(UNDERSCORES)
@example(NEXT_LINE)
@example(DEFINITION)
@example(NUMBERS)
@given(editions())
def test_what_is_true_of_any_edition(edition: Edition) -> None:
    made = Made(edition)
    for check in CHECKS:
        check(made)
