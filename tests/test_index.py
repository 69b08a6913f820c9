"""The index by the rules of a printed scholarly index (Chicago Manual of Style, 16), and the passages cited."""

from collections import Counter
from typing import Any

from mastercopy import build, disk, walk
from mastercopy.build import Book
from mastercopy.derive.index import Indexed, index, order, sorted_by, sub_order
from mastercopy.derive.passages import Passage, passages, quotations
from mastercopy.derive.survey import Survey, survey
from mastercopy.model import (
    Anchor,
    Citation,
    Division,
    Edition,
    Header,
    Inline,
    Mark,
    Mention,
    Note,
    PageBreak,
    Paragraph,
    Quotation,
    Range,
    SetOff,
    Text,
    Topic,
)
from mastercopy.register import Entry, EntryKind, Register, SubHeading
from reading import ROOT


def _entry(key: str, heading: str = "", **more: Any) -> Entry:
    return Entry(key, EntryKind.SUBJECT, (Text(heading or key),), **more)


def _surveyed(*content: Inline, notes: tuple[Note, ...] = (), first: str = "40") -> Survey:
    division = Division("one", "", (), (Paragraph((PageBreak(first), *content)),))
    edition = Edition("book.xml", Header(""), (division,), {note.key: note for note in notes})
    return survey(edition, ["one"])


def _index(surveyed: Survey, *entries: Entry) -> tuple[Indexed, ...]:
    return index(Register("register.xml", entries), surveyed)[EntryKind.SUBJECT]


def _labels(indexed: Indexed) -> list[str]:
    return [locator.label for locator in indexed.locators]


def _mention(key: str, *headings: str) -> Mention:
    return Mention((Text(key),), key, headings)


# The order of entries.


def test_order_is_letter_by_letter_as_far_as_the_first_comma() -> None:
    headings = ["New York", "Newark", "newel", "New, John", "Newton, Isaac", "New (place)"]
    in_order = ["New, John", "New (place)", "Newark", "newel", "Newton, Isaac", "New York"]
    assert sorted(headings, key=sorted_by) == in_order


def test_accents_case_and_signs_do_not_count() -> None:
    headings = ["Étatism", "état", "“Equality”", "Eugenics", "d'Alembert", "Dan"]
    assert sorted(headings, key=sorted_by) == ["d'Alembert", "Dan", "“Equality”", "état", "Étatism", "Eugenics"]


def test_a_sort_key_comes_before_the_heading_and_the_key_parts_what_is_alike() -> None:
    entries = [_entry("b", "Same"), _entry("a", "Same"), _entry("state", "The State", sort="State"), _entry("soviets")]
    assert [entry.key for entry in sorted(entries, key=order)] == ["a", "b", "soviets", "state"]


def test_the_small_words_that_a_sub_heading_begins_with_do_not_count() -> None:
    words = ["of the masses", "leadership of", "and the army", "in"]
    subs = [SubHeading("a", said) for said in words]
    assert [sub.words for sub in sorted(subs, key=sub_order)] == [
        "and the army",
        "in",
        "leadership of",
        "of the masses",
    ]


# Locators.


def test_separate_mentions_have_separate_locators_also_on_pages_side_by_side() -> None:
    breaks = PageBreak("41"), PageBreak("42")
    surveyed = _surveyed(_mention("m-1", "x"), breaks[0], _mention("m-2", "x"), breaks[1], _mention("m-3", "x"))
    (found,) = _index(surveyed, _entry("x"))
    assert [(locator.label, locator.section, locator.anchor) for locator in found.locators] == [
        ("40", "one", "m-1"),
        ("41", "one", "m-2"),
        ("42", "one", "m-3"),
    ]


def test_a_treatment_that_runs_on_has_a_range_which_covers_the_pages_in_it() -> None:
    surveyed = _surveyed(
        Topic("m-1", ("x",), "m-1-end"),
        PageBreak("41"),
        _mention("m-2", "x"),
        PageBreak("42"),
        Anchor("m-1-end"),
        PageBreak("43"),
        _mention("m-3", "x"),
    )
    (found,) = _index(surveyed, _entry("x"))
    assert _labels(found) == ["40–42", "43"]


def test_a_treatment_that_ends_on_its_own_page_has_a_page() -> None:
    (found,) = _index(_surveyed(Topic("m-1", ("x",), "m-1-end"), Anchor("m-1-end"), PageBreak("41")), _entry("x"))
    assert _labels(found) == ["40"]


def test_several_mentions_on_a_page_have_one_locator_to_the_first() -> None:
    (found,) = _index(_surveyed(_mention("m-1", "x"), _mention("m-2", "x")), _entry("x"))
    assert [(locator.label, locator.anchor) for locator in found.locators] == [("40", "m-1")]


def test_a_note_has_a_locator_of_its_own_after_its_page_and_also_within_a_range() -> None:
    note = Note("p41-2", (Text("2"),), (Paragraph((_mention("m-3", "x"), _mention("m-4", "x"))),))
    spans = Topic("m-1", ("x",), "m-1-end"), Anchor("m-1-end")
    surveyed = _surveyed(spans[0], PageBreak("41"), Mark("p41-2"), PageBreak("42"), spans[1], notes=(note,))
    (found,) = _index(surveyed, _entry("x"))
    assert [(locator.label, locator.anchor) for locator in found.locators] == [("40–42", "m-1"), ("41 n. 2", "m-3")]


def test_the_text_of_a_page_comes_before_its_notes() -> None:
    note = Note("p40-star", (Text("*"),), (Paragraph((_mention("m-1", "x"),)),))
    (found,) = _index(_surveyed(Mark("p40-star"), _mention("m-2", "x"), notes=(note,)), _entry("x"))
    assert _labels(found) == ["40", "40 n. *"]


def test_locators_are_in_the_order_of_the_pages_and_not_of_the_numbers() -> None:
    surveyed = _surveyed(_mention("m-1", "x"), PageBreak("1"), _mention("m-2", "x"), first="xii")
    (found,) = _index(surveyed, _entry("x"))
    assert _labels(found) == ["xii", "1"]


def test_a_mention_under_several_headings_is_in_each() -> None:
    found = _index(_surveyed(_mention("m-1", "x", "y")), _entry("x"), _entry("y"))
    assert [(indexed.entry.key, _labels(indexed)) for indexed in found] == [("x", ["40"]), ("y", ["40"])]


# Entries.


def test_an_entry_that_nothing_leads_to_is_left_out_unless_it_refers_to_another() -> None:
    entries = (_entry("unused"), _entry("x", see_also=("z",)), _entry("y", see=("x",)), _entry("z"))
    found = _index(_surveyed(_mention("m-1", "x")), *entries)
    assert [(indexed.entry.key, [other.key for other in indexed.see]) for indexed in found] == [("x", []), ("y", ["x"])]
    assert [other.key for other in found[0].see_also] == ["z"]


def test_sub_headings_have_their_own_locators_and_the_empty_ones_are_left_out() -> None:
    subs = (SubHeading("x-power", "on power"), SubHeading("x-none", "nothing"), SubHeading("x-army", "and the army"))
    surveyed = _surveyed(_mention("m-1", "x-power"), PageBreak("41"), _mention("m-2", "x-army"), _mention("m-3", "x"))
    (found,) = _index(surveyed, _entry("x", subs=subs))
    assert _labels(found) == ["41"]
    assert [(sub.key, [locator.label for locator in locators]) for sub, locators in found.subs] == [
        ("x-army", ["41"]),
        ("x-power", ["40"]),
    ]


# Passages and quotations.


def _cite(key: str, *ranges: Range, works: tuple[str, ...] = ("work",)) -> Citation:
    return Citation((Text(f"({key})"),), key, works, ranges)


def _volume(number: str, words: str = "") -> Range:
    return Range("volume", number, number, words)


def _page(start: str, end: str = "") -> Range:
    return Range("page", start, end or start, "p.")


def _passages(surveyed: Survey, *entries: Entry) -> dict[str, list[tuple[str, str, list[str]]]]:
    found = passages(Register("register.xml", entries), surveyed)
    return {numbered.key: [_plain(passage) for passage in cited] for numbered, cited in found}


def _plain(passage: Passage) -> tuple[str, str, list[str]]:
    return passage.label, passage.work.key if passage.work else "", [locator.label for locator in passage.locators]


def test_passages_are_in_the_order_of_volumes_and_then_of_pages() -> None:
    surveyed = _surveyed(
        _cite("b-1", _volume("25", "Vol. XXV"), _page("173"), _page("189")),
        PageBreak("41"),
        _cite("b-2", _volume("9", "Vol. IX"), _page("1000")),
        _cite("b-3", _volume("25"), _page("21", "23")),
        _cite("b-4", _page("xii")),
    )
    assert _passages(surveyed, _entry("work")) == {
        "work": [
            ("Vol. IX, p. 1000", "", ["41"]),
            ("p. xii", "", ["41"]),
            ("Vol. XXV, pp. 21–23", "", ["41"]),
            ("Vol. XXV, p. 173", "", ["40"]),
            ("Vol. XXV, p. 189", "", ["40"]),
        ]
    }


def test_a_volume_that_is_taken_over_is_called_as_the_text_calls_it() -> None:
    named = _cite("b-1", _volume("23", "Vol. XXIII"), _page("355"))
    both = _passages(_surveyed(named, _cite("b-2", _volume("23"), _page("354"))), _entry("work"))
    assert [label for label, _, _ in both["work"]] == ["Vol. XXIII, p. 354", "Vol. XXIII, p. 355"]
    unnamed = _passages(_surveyed(_cite("b-2", _volume("24"), _page("1"))), _entry("work"))
    assert [label for label, _, _ in unnamed["work"]] == ["Vol. 24, p. 1"]


def test_a_passage_that_is_cited_twice_has_both_locators_and_its_work() -> None:
    note = Note("p41-1", (Text("1"),), (Paragraph((_cite("b-2", _page("5"), works=("work", "edition")),)),))
    surveyed = _surveyed(
        _cite("b-1", _page("5"), works=("work", "edition")), PageBreak("41"), Mark("p41-1"), notes=(note,)
    )
    found = _passages(surveyed, _entry("work"), _entry("edition"))
    assert found == {"edition": [("p. 5", "work", ["40", "41 n. 1"])]}


def test_the_parts_of_a_broken_quotation_are_one() -> None:
    surveyed = _surveyed(
        Quotation((Text('"If,"'),), "q-1", "b-1"),
        Text(" says he, "),
        PageBreak("41"),
        Quotation((Text('"then"'), _cite("b-9")), "q-2", "b-1", "q-1"),
        Quotation((Text('"so."'),), "q-3", "b-1", "q-2"),
        _cite("b-1", _page("5")),
        Quotation((Text('"Alone."'),)),
    )
    found = quotations(Register("register.xml", (_entry("work"),)), surveyed)
    assert [(quoted.words, quoted.anchor, quoted.reference, quoted.works) for quoted in found] == [
        ('"If," … "then" … "so."', "q-1", "(b-1)", (_entry("work"),)),
        ('"Alone."', "", "", ()),
    ]
    assert [surveyed.label(quoted.place.page) for quoted in found] == ["40", "41"]


def test_a_set_off_quotation_is_one_and_set_off_words_without_a_key_are_not() -> None:
    blocks = (
        SetOff((Paragraph((PageBreak("40"), Text("One."))), Paragraph((Text("Two."),))), "q-1"),
        SetOff((Paragraph((Text("says he"),)),)),
    )
    edition = Edition("book.xml", Header(""), (Division("one", "", (), blocks),), {})
    found = quotations(Register("register.xml"), survey(edition, ["one"]))
    assert [quoted.words for quoted in found] == ["One. Two."]
    assert walk.plain(blocks) == "One.Two.says he"


def test_a_page_that_begins_with_a_set_off_quotation_is_the_one_on_which_it_begins_and_ends() -> None:
    quoted = (
        SetOff((Paragraph((PageBreak("40"), Text("One."))),), "q-1"),
        SetOff((Paragraph((PageBreak("41"), Text("Two"), PageBreak("42"), Text(" three."))),), "q-2"),
    )
    surveyed = survey(Edition("book.xml", Header(""), (Division("one", "", (), quoted),), {}), ["one"])
    found = quotations(Register("register.xml"), surveyed)
    assert [(surveyed.label(one.place.page), surveyed.label(one.last)) for one in found] == [("40", "40"), ("41", "42")]


# The index of our edition.


def test_our_edition_gives_no_notice() -> None:
    sources, _ = disk.sources(ROOT / "edition")
    assert sources is not None
    assert build.book(sources)[1] == ()


def test_every_printed_page_of_our_edition_has_at_least_five_locators(book: Book) -> None:
    on_page = Counter(
        page
        for entries in book.indexes.values()
        for indexed in entries
        for locators in (indexed.locators, *(below for _, below in indexed.subs))
        for locator in locators
        for page in range(locator.first, locator.last + 1)
    )
    assert {book.survey.label(page): on_page[page] for page in range(14) if on_page[page] < 5} == {}


def test_every_mention_and_index_point_of_our_edition_has_a_locator_on_its_page(book: Book) -> None:
    """Not one is left out: it leads to the mention itself, or to the first on the page, or a range covers the page."""
    covered = {
        (key, page, locator.note)
        for entries in book.indexes.values()
        for indexed in entries
        for key, locators in ((indexed.entry.key, indexed.locators), *((sub.key, found) for sub, found in indexed.subs))
        for locator in locators
        for page in range(locator.first, locator.last + 1)
    }
    for node, place in book.survey.found:
        if isinstance(node, Mention | Topic):
            for heading in node.headings:
                assert (heading, place.page, place.note) in covered, node
