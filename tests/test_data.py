"""What the reader's scripts read is the text, in both readings, with every place that has an address."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from made import Made
from mastercopy import build, walk
from mastercopy.build import Book
from mastercopy.derive import densities, index, labels, meanings
from mastercopy.derive.densities import Kind
from mastercopy.derive.stream import Begins, Line, Readings, Spot
from mastercopy.derive.survey import survey
from mastercopy.model import (
    Correction,
    Division,
    Edition,
    Header,
    LineBreak,
    Mention,
    PageBreak,
    Paragraph,
    Reading,
    SetOff,
    Text,
)
from mastercopy.register import Entry, EntryKind, Register
from mastercopy.write import data

_WHOLE = re.compile(r"// Made from [^\n]*\nreceived\((?P<name>\"[^\n]*?\"), (?P<value>\{\n.*\n\})\);\n", re.DOTALL)


def received(script: str) -> tuple[str, Any]:
    """What a file of data brings, and under what name."""
    found = _WHOLE.fullmatch(script)
    assert found is not None
    return json.loads(found["name"]), json.loads(found["value"])


def letters(line: Line, reading: Reading = Reading.EDITION) -> str:
    """The letters of a line."""
    return "".join(
        token if isinstance(token, str) else token.edition if reading is Reading.EDITION else token.source
        for token in line
        if isinstance(token, str | Readings)
    )


def small(*blocks: Any) -> Edition:
    """An edition of one division."""
    return Edition("book.xml", Header(""), (Division("div", "", (), blocks),), {})


BOTH = small(
    Paragraph(
        (
            Text("🂡 a "),
            Correction((Text("b"),), (Text("c"), Mention((Text("d"),), "m-1", ("x",))), "c-1", "ed", "", None),
            LineBreak(),
            Mention((Text("e"), LineBreak(), Text("🂡"), PageBreak("2"), Text("f")), "m-2", ("x",)),
        )
    )
)
"""A correction that holds a mention, letters of two UTF-16 units, a line and a page that end in a mention."""

SPACES = small(
    Paragraph(
        (
            Text("in"),
            Correction((Text(" "),), (), "c-1", "ed", "", None),
            Text("deed "),
            Correction(
                (Text("one"), LineBreak(), Text("two")), (Text("onc"), LineBreak(), Text("two")), "c-2", "ed", "", None
            ),
        )
    )
)
"""A correction of a space alone, and one in which a line ends."""


def the_data_has_every_letter_of_the_text_in_both_readings_and_nothing_else(made: Made) -> None:
    section, surveyed, streamed = made.section, made.survey, made.stream
    roots = [*section.division.lead, *section.division.head, *section.content]
    corrections = [node for node in walk.nodes(roots) if isinstance(node, Correction)]
    within = {id(inner) for node in corrections for inner in walk.nodes(node.edition)}
    assert [token for line in streamed.lines for token in line if isinstance(token, Readings)] == [
        Readings(walk.letters(node.edition), walk.letters(node.source, reading=Reading.SOURCE))
        for node in corrections
        if id(node) not in within
    ]
    for reading in Reading:
        shown = "".join(letters(line, reading) for line in streamed.lines)
        assert "".join(shown.split(" ")) == "".join(walk.plain(roots, reading=reading).split(" "))
    for note in streamed.notes:
        shown = "".join(letters(line) for line in note.lines)
        whole = walk.plain(surveyed.notes[note.key].note.content)
        assert "".join(shown.split(" ")) == "".join(whole.split(" "))
    assert [note.key for note in streamed.notes] == list(surveyed.shown.get("div", {}))


def pages_begin_in_the_data_where_they_begin_in_the_text(made: Made) -> None:
    begun = [token.label for line in made.stream.lines for token in line if isinstance(token, Begins)]
    assert begun == [page.label for page in made.survey.pages]


def a_place_in_the_data_has_the_words_of_its_mention(made: Made) -> None:
    surveyed, streamed = made.survey, made.stream
    words = dict[str, str]()
    for line in (*streamed.lines, *(line for note in streamed.notes for line in note.lines)):
        units = letters(line).encode("utf-16-le")
        at = 0
        for token in line:
            if isinstance(token, Spot):
                start = at + token.offset
                words[token.key] = units[2 * start : 2 * (start + token.length)].decode("utf-16-le")
            elif not isinstance(token, Begins):
                at += len(letters((token,)).encode("utf-16-le")) // 2
    mentions = {node.key: node for node, _ in surveyed.found if isinstance(node, Mention) and node.key}
    assert {key: words[key].split() for key in mentions} == {
        key: walk.words([node]).split() for key, node in mentions.items()
    }


def hostile_letters_come_through_the_data_as_they_are(made: Made) -> None:
    streamed = made.stream
    script = data.section(streamed, made_from="book.xml").decode()
    name, value = received(script)
    assert name == "sections/div"
    assert value["title"] == streamed.title
    shown = ["".join(token if isinstance(token, str) else token[0] for token in line if isinstance(token, str | list))
             for line in value["lines"]]  # fmt: skip
    assert shown == [letters(line) for line in streamed.lines]
    # What ends a line in older scripts, and not in JSON.
    assert not {"\u2028", "\u2029"} & set(script)


CHECKS = (
    the_data_has_every_letter_of_the_text_in_both_readings_and_nothing_else,
    pages_begin_in_the_data_where_they_begin_in_the_text,
    a_place_in_the_data_has_the_words_of_its_mention,
    hostile_letters_come_through_the_data_as_they_are,
)
"""What is true of the data of any edition: test_properties holds random ones against it."""


@pytest.mark.parametrize("edition", [BOTH, SPACES], ids=["both", "spaces"])
@pytest.mark.parametrize("check", CHECKS)
def test_what_is_true_of_the_data(check: Callable[[Made], None], edition: Edition) -> None:
    check(Made(edition))


def test_every_locator_of_the_index_has_its_line_in_the_data(book: Book) -> None:
    files = build.files(book)
    known: dict[str, set[str]] = {}
    for section in book.sections:
        _, value = received(files[f"text/data/sections/{section.key}.js"].decode())
        lines = [*value["lines"], *(line for _, _, inside in value["notes"] for line in inside)]
        keys = {token["k"] for line in lines for token in line if isinstance(token, dict) and "k" in token}
        known[section.key] = keys | {f"fn-{key}" for key, _, _ in value["notes"]}
    locators = [
        locator
        for entries in book.indexes.values()
        for indexed in entries
        for locator in (*indexed.locators, *(found for _, group in indexed.subs for found in group))
    ]
    assert len(locators) > 250
    assert [locator for locator in locators if locator.anchor not in known[locator.section]] == []


def test_the_edition_at_a_glance_has_its_pages_notes_and_headings(book: Book) -> None:
    _, value = received(build.files(book)["text/data/edition.js"].decode())
    assert value["sections"][0] == ["iv", "IV. THE DICTATORSHIP OF THE PROLETARIAT"]
    assert value["extent"] == "38–51"
    assert value["pages"][0] == ["38", "p38", "iv", {"1": "iv-1#fn-p38-1"}]
    assert value["pages"][6] == ["44", "p44", "iv-2", {"*": "fn-p44-star", "1": "fn-p44-1"}]
    assert ["lenin-re-education", "Lenin, V. I.: on re-education", "names", "lenin"] in value["entries"]


@pytest.mark.parametrize(
    ("printed", "extent"),
    [
        ("", ""),
        ("7", "7"),
        ("xi xii xiii 1 2 4", "xi–xiii, 1–2, 4"),
        ("51 [15] [16] 17", "51, [15]–17"),
        ("1 1 2", "1, 1–2"),
        ("1 1a 2", "1, 1a, 2"),
        ("A-1 A-2", "A-1, A-2"),
    ],
)
def test_the_extent_names_ranges_of_pages_that_follow_each_other(printed: str, extent: str) -> None:
    assert labels.extent(printed.split()) == extent


def test_the_mentions_of_an_entry_are_in_the_order_of_the_book_each_with_its_heading(book: Book) -> None:
    _, names = received(build.files(book)["text/data/mentions/names.js"].decode())
    assert [page for _, page, _, _ in names["lenin"]] == sorted(page for _, page, _, _ in names["lenin"])
    assert names["lenin"][6] == ["lenin-re-education", "42", "iv-1", "m-91"]
    assert [page for _, page, _, _ in names["stalin"]] == ["38", "44 n. *", "49 n. *"]
    _, works = received(build.files(book)["text/data/mentions/works.js"].decode())
    assert [page for _, page, _, _ in works["renegade-kautsky"]][:3] == ["38 n. 1", "40", "40 n. 1"]


def test_references_that_do_not_say_it_themselves_have_a_meaning(book: Book) -> None:
    found = meanings.meanings(book.register, book.survey)
    kautsky = "Lenin, V. I., The Proletarian Revolution and the Renegade Kautsky (1918)"
    assert found["b-3"] == f"{kautsky}: Vol. XXIII, p. 354"
    assert found["m-40"] == kautsky
    # `Ibid.` within a reference that has a meaning, and a name that says itself whom it names.
    assert "m-45" not in found
    assert "m-43" not in found


@pytest.mark.parametrize(
    ("words", "back"),
    [
        ("Ibid.", True), ("(ibidem)", True), ("Op. cit.", True), ("loc.cit.", True), ("A. a. O.", True), ("Id.", True),
        ("Dies irae", False), ("The Id", False), ("Ibidis", False), ("Capital", False),
    ],
)  # fmt: skip
def test_a_mention_of_a_work_has_a_meaning_where_its_words_refer_back(words: str, back: bool) -> None:  # noqa: FBT001
    work = Entry("capital", EntryKind.WORK, (Text("Marx, Capital"),))
    edition = small(Paragraph((PageBreak("1"), Mention((Text(words),), "m-1", ("capital",), ("capital",)))))
    found = meanings.meanings(Register("register.xml", (work,)), survey(edition, ("div",)))
    assert found == ({"m-1": "Marx, Capital"} if back else {})


def test_densities_count_each_thing_once_on_its_page(book: Book) -> None:
    found = densities.densities(index.names(book.register), book.survey)
    assert len(found) == 14
    total = {kind: sum(density.count for page in found for density in page if density.kind is kind) for kind in Kind}
    assert (total[Kind.NOTES], total[Kind.CORRECTIONS]) == (14, 14)
    assert total[Kind.QUOTATIONS] == sum(
        bool(node.key) if isinstance(node, SetOff) else getattr(node, "previous", None) == ""
        for node, _ in book.survey.found
    )
    for kind in Kind:
        most = max((density for page in found for density in page if density.kind is kind), key=lambda d: d.count)
        assert most.level == densities.LEVELS
    for page in found:
        for density in page:
            assert (density.level == 0) == (density.count == 0)
