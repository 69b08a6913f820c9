"""The hard cases: what is made from each, and what it means in values."""

from collections.abc import Iterable

import pytest

import casebook
from casebook import Case, made
from mastercopy import walk
from mastercopy.derive import corrections, index
from mastercopy.derive.sections import title
from mastercopy.model import AnyNode, Mark, NotePlace, PageBreak, Paragraph, Reading, Style, Styled, Table, Text
from mastercopy.register import EntryKind

CASES = tuple(casebook.cases())
_REPEATED_ADDRESSES = {"19-numbers/2"}


@pytest.fixture(params=CASES, ids=str)
def one(request: pytest.FixtureRequest) -> Case:
    found = request.param
    assert isinstance(found, Case)
    return found


# What is made.


def test_a_case_makes_what_its_file_says(one: Case, golden: bool) -> None:  # noqa: FBT001 # pytest passes it by name
    if golden:
        casebook.rewrite()
        one = casebook.case(one.name)
    assert casebook.result(one) == one.result


def test_every_hard_case_has_a_case() -> None:
    named = {case.name.split("/")[0].split("-")[0] for case in CASES}
    not_of_pages_notes_readings_or_index = {24}
    assert {f"{number:02}" for number in range(1, 30) if number not in not_of_pages_notes_readings_or_index} <= named


# What it means, by the numbers of the hard cases.


def _text(name: str, reading: Reading = Reading.EDITION) -> str:
    return walk.plain(made(name)[0].edition.content, reading=reading)


def _lines(name: str) -> list[str]:
    return list(walk.lines(made(name)[0].edition.content))


def _codes(name: str) -> list[tuple[int, str]]:
    return [(problem.line, problem.code) for problem in made(name)[1]]


def _main(name: str) -> list[tuple[str, str]]:
    """The pages of the main sequence: label and address."""
    return [(page.label, page.address) for page in made(name)[0].survey.pages]


def _note_pages(name: str) -> dict[str, tuple[list[str], int]]:
    """Each note's pages and the number of its marks."""
    survey = made(name)[0].survey
    pages = {key: [survey.label(page) for page in printed.pages] for key, printed in survey.notes.items()}
    return {key: (pages[key], printed.marks) for key, printed in survey.notes.items()}


def _found(name: str, kind: type[AnyNode]) -> list[AnyNode]:
    book, _ = made(name)
    roots = [*book.edition.content, *(block for note in book.edition.notes.values() for block in note.content)]
    return [node for node in walk.nodes(roots) if isinstance(node, kind)]


def _breaks(nodes: Iterable[AnyNode]) -> list[str]:
    return [node.label for node in walk.nodes(nodes) if isinstance(node, PageBreak)]


def _opening(name: str) -> list[str]:
    return [page.opening for page in made(name)[0].survey.pages]


def test_01_a_split_word_is_whole() -> None:
    assert _text("01-word/1") == "The example is whole."
    assert _lines("01-word/1") == ["The example is whole."]


def test_02_the_master_decides_about_a_hyphen() -> None:
    assert _text("02-hyphen/1") == "It facilitates."
    assert [node.hyphen for node in _found("02-hyphen/1", PageBreak) if isinstance(node, PageBreak)] == [False, True]
    assert _text("02-hyphen/2") == "A tea-pot, a tea- or a coffee-pot."
    assert _codes("02-hyphen/2") == []
    assert _codes("02-hyphen/3") == [(1, "P003"), (1, "P003")]
    assert _lines("02-hyphen/3") == ["A tea-pot.", "An example."]


def test_03_spaces_are_neither_doubled_nor_lost() -> None:
    assert _text("03-spaces/1") == "one two three four five, six"
    assert _text("03-spaces/2") == "facilitates and ends"


def test_04_a_break_in_a_note_has_no_address_and_ends_no_page() -> None:
    assert _main("04-break-in-note/1") == [("40", "p40"), ("41", "p41")]
    assert _opening("04-break-in-note/1") == ["Before after, Kautsky too.", "Next."]
    assert made("04-break-in-note/1")[0].survey.places["m-1"].page == 0
    assert _note_pages("04-break-in-note/1") == {"p40-1": (["40"], 1)}


def test_05_a_note_in_parts_is_one_note_on_two_pages() -> None:
    assert _note_pages("05-note-in-parts/1") == {"p40-2": (["40", "41"], 1)}
    note = made("05-note-in-parts/1")[0].edition.notes["p40-2"]
    assert list(walk.lines(note.content)) == ["It begins on one page and ends on the next."]
    assert "[40–41, n. 2]" in casebook.case("05-note-in-parts/1").result


def test_06_a_part_without_its_beginning_is_a_problem_and_shown_once() -> None:
    assert _codes("06-part-without-beginning/1") == [(1, "N004")]
    assert _note_pages("06-part-without-beginning/1") == {"p41-1": (["41"], 0)}
    assert casebook.case("06-part-without-beginning/1").result.count("and it ends.") == 1
    assert _codes("06-part-without-beginning/2") == [(1, "N004")]


def test_07_a_note_is_on_its_own_page_and_its_mark_on_another() -> None:
    assert _note_pages("07-note-on-a-later-page/1") == {"p41-1": (["41"], 1)}
    survey = made("07-note-on-a-later-page/1")[0].survey
    assert [survey.label(place.page) for node, place in survey.found if isinstance(node, Mark)] == ["40"]
    found = index.index(made("07-note-on-a-later-page/1")[0].register, survey)[EntryKind.PERSON]
    assert [locator.label for locator in found[0].locators] == ["41 n. 1"]


def test_08_a_note_with_several_marks_has_one_body() -> None:
    assert _note_pages("08-several-marks/1") == {"p44-star": (["44"], 3)}
    assert len(made("08-several-marks/1")[0].edition.notes) == 1
    assert _note_pages("08-several-marks/2") == {"a": (["44"], 1), "b": (["44"], 1)}


def test_09_a_detached_note_has_no_mark_where_it_stands() -> None:
    assert _found("09-detached/1", Mark) == [Mark("end-1"), Mark("end-2")]
    assert _found("09-detached/1", NotePlace) == [NotePlace("end-1"), NotePlace("end-2")]
    assert _note_pages("09-detached/1") == {"end-1": (["2"], 1), "end-2": (["2"], 1)}
    assert _codes("09-detached/1") == []


def test_10_a_label_is_what_the_print_has() -> None:
    survey = made("10-labels/1")[0].survey
    assert [index.note_label(key, survey) for key in survey.notes] == ["n. *", "n. †", "n. a", "n. *", "n. 1", "n."]
    assert _codes("10-labels/1") == []
    (note,) = made("10-labels/2")[0].edition.notes.values()
    assert (walk.plain(note.label), walk.plain(note.label, reading=Reading.SOURCE)) == ("2", "1")
    (corrected,) = corrections.corrections(made("10-labels/2")[0].edition, made("10-labels/2")[0].survey)
    assert corrected.label == "1 n. 2"


def test_11_a_note_in_a_note_is_a_note_of_its_own() -> None:
    notes = made("11-note-in-note/1")[0].edition.notes
    assert {key: list(walk.lines(note.content)) for key, note in notes.items()} == {
        "p1-1": ["Outer goes on."],
        "p1-star": ["Inner."],
    }
    assert _text("11-note-in-note/1") == "Text ends."
    assert _note_pages("11-note-in-note/1") == {"p1-1": (["1"], 1), "p1-star": (["1"], 1)}


def test_12_marks_side_by_side_are_no_text() -> None:
    assert _text("12-neighbours/1") == "One, two three."


def test_13_a_note_in_a_heading_is_not_in_the_title() -> None:
    (section,) = made("13-note-in-heading/1")[0].sections
    assert title(section.division) == "A title"
    assert _lines("13-note-in-heading/1") == ["A title", "Below", "a) point", "Caption", "cell"]


def test_14_a_break_between_rows_opens_the_first_cell_of_the_next() -> None:
    (table,) = _found("14-table/1", Table)
    assert isinstance(table, Table)
    cells = [[_breaks(cell.content) for cell in row.cells] for row in table.rows]
    assert cells == [[["2"], []], [["3"], ["4"]], [["5"], ["6"]]]
    assert _breaks(made("14-table/1")[0].edition.content) == [str(number) for number in range(1, 9)]
    assert _lines("14-table/2") == ["The caption", "a) one", "b) two", "x", "y", "z | w"]


def test_15_a_break_between_items_opens_the_next_item() -> None:
    assert _opening("15-list/1") == ["a) one", "b) two inner", "more and on"]
    assert _opening("15-list/2") == ["Thus:", "1. one", "After."]


def test_16_a_break_between_lines_opens_the_next_line() -> None:
    assert _opening("16-verse-and-speech/1") == [
        "The first line",
        "the second",
        "line",
        "A group the last",
        "NERO What aside now?",
        "A line.",
        "ALL Exeunt",
    ]


def test_17_a_break_belongs_to_the_text_that_follows() -> None:
    book, _ = made("17-where-pages-begin/1")
    assert [(page.label, page.section, page.opening) for page in book.survey.pages] == [
        ("1", "one", ""),
        ("2", "one", ""),
        ("3", "one", ""),
        ("4", "one", "The first Text. A More."),
        ("5", "one-b", ""),
        ("6", "one-b", "B Again."),
        ("7", "two", "No heading."),
        ("8", "two", ""),
        ("9", "two", ""),
    ]
    assert [title(section.division) for section in book.sections] == ["The first", "A", "B", "two"]


def test_18_a_marker_stands_in_a_link_and_a_mark_after_it() -> None:
    assert _text("18-in-a-link/1") == "An emphasis, a link with a link and more, a Karl Kautsky."


def test_19_an_address_is_made_of_the_number_that_is_meant() -> None:
    assert _main("19-numbers/1") == [
        ("XII", "pxii"),
        ("xiii", "pxiii"),
        ("14", "p14"),
        ("51 [15]", "p15"),
        ("[16]", "p16"),
        ("[17]", "p17"),
        ("17a", "p17a"),
    ]
    assert _codes("19-numbers/1") == []
    assert _codes("19-numbers/2") == [(1, "P004"), (2, "P001")]


def test_20_a_second_pagination_is_a_layer() -> None:
    assert _main("20-second-edition/1") == [("1", "p1"), ("2", "p2")]
    layers = [node.layer for node in _found("20-second-edition/1", PageBreak) if isinstance(node, PageBreak)]
    assert layers == ["", "B", "", "B"]
    assert _main("20-second-edition/2") == [("1", "p1"), ("2", "p2")]
    assert _codes("20-second-edition/2") == []


def test_21_numbers_and_images_ascend_each_by_itself() -> None:
    assert _codes("21-images/1") == []
    assert _codes("21-images/2") == [(3, "P002"), (3, "P002")]


def test_22_the_page_before_the_first_break_is_supplied() -> None:
    assert _codes("22-before-the-first/1") == [(1, "P005")]
    assert [(page.label, page.supplied) for page in made("22-before-the-first/2")[0].survey.pages] == [
        ("1", True),
        ("2", False),
    ]
    assert _codes("22-before-the-first/2") == []


def test_23_a_locator_in_a_note_leads_to_the_note() -> None:
    book, _ = made("23-locators/1")
    found = index.index(book.register, book.survey)[EntryKind.SUBJECT]
    assert [[(locator.label, locator.anchor) for locator in indexed.locators] for indexed in found] == [
        [],
        [("34–36", "m-1"), ("35 n. 2", "m-3")],
    ]


def test_25_both_readings_are_kept_and_one_is_shown() -> None:
    assert _text("25-readings/1") == "A stroke, the house, nothing here."
    assert _text("25-readings/1", Reading.SOURCE) == "A strcke, teh teh, nothing, here."
    book, _ = made("25-readings/1")
    assert [(made_.correction.key, made_.label) for made_ in corrections.corrections(book.edition, book.survey)] == [
        ("c-1", "1"),
        ("c-2", "1"),
        ("c-3", "2"),
        ("c-4", "2 n. 1"),
    ]
    assert _main("25-readings/1") == [("1", "p1"), ("2", "p2")]
    assert _codes("25-readings/2") == [(1, "P006")]


@pytest.mark.parametrize("reading", Reading)
def test_26_joined_pages_are_the_whole_text(one: Case, reading: Reading) -> None:
    content = made(one.name)[0].edition.content
    pages = [""]
    for node in walk.nodes(content, reading=reading):
        if isinstance(node, PageBreak):
            pages.append("")
        elif isinstance(node, Text):
            pages[-1] += node.value
    assert "".join(pages) == walk.plain(content, reading=reading)
    assert [letter for line in walk.lines(content, reading=reading) for letter in line if letter != " "] == [
        letter for letter in "".join(pages) if letter != " "
    ]


def test_26_each_page_begins_with_its_own_words() -> None:
    assert _opening("26-joined/1") == ["One Intro", "duction. A First. Set", "off.", "B x", "y Deep down", "here. End."]


def test_27_what_lacks_its_other_half_is_shown_and_said() -> None:
    assert _codes("27-without/1") == [(1, "N002"), (2, "N001"), (4, "N003")]
    assert _codes("27-without/2") == []
    assert _found("27-without/2", Mark) == [Mark("", "14")]
    assert _note_pages("27-without/2") == {"p1-1": (["1"], 0)}


def test_28_a_run_of_notes_is_separate_notes() -> None:
    for name in ("28-run-of-notes/1", "28-run-of-notes/2"):
        notes = made(name)[0].edition.notes.values()
        assert [list(walk.lines(note.content)) for note in notes] == [["Ibid."], ["Ibid., p. 3."]]
    assert _codes("28-run-of-notes/1") == []


def test_29_a_spaced_word_is_whole() -> None:
    assert _text("29-spaced-letters/1") == "For the smashing of it, Marx, x2."
    (spaced, *_) = _found("29-spaced-letters/1", Styled)
    assert isinstance(spaced, Styled)
    assert (spaced.style, spaced.emphatic) == (Style.SPACED, True)


def test_a_paragraph_that_a_list_interrupts_keeps_its_key_once() -> None:
    keys = [node.key for node in _found("30-blocks-in-blocks/1", Paragraph) if isinstance(node, Paragraph) and node.key]
    assert keys == ["par-1", "par-2"]
