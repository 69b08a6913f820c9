"""Patterns are filled in as a processor of styles would have done it; what is cited is known from the text."""

import json
import random
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made import Made
from mastercopy.build import Book
from mastercopy.citeproc import files, run
from mastercopy.derive import bibliography, capitals, citing
from mastercopy.derive.sections import sections
from mastercopy.derive.survey import survey
from mastercopy.model import (
    Block,
    Correction,
    Division,
    Edition,
    Header,
    Heading,
    Label,
    LineBreak,
    PageBreak,
    Paragraph,
    Text,
)

_CSL = """<style xmlns="http://purl.org/net/xbiblio/csl" version="1.0" class="in-text" page-range-format="{}">
<info><title>x</title><id>x</id><updated>2026-11-23T00:00:00+00:00</updated></info>
<citation><layout><text variable="locator"/></layout></citation></style>"""
_COLLAPSES = ("expanded", "minimal", "minimal-two", "chicago", "chicago-15", "chicago-16")


def ranges() -> list[tuple[str, str]]:
    """Ranges of all lengths, the tables of the Chicago Manual among them, and labels that aren't numbers."""
    named = (
        "3-10 71-72 96-117 100-104 1100-1113 101-108 808-833 1103-1104 321-328 498-532 1087-1089 1496-1500 1496-1504 "
        "2787-2816 11564-11615 12991-13001 13792-13803 1200-1213 999-1000 xii-xiv 44n1-44n2 A12-A14 [15]-[16] 12a-14b"
    )
    chance = random.Random(1)  # cases of a test
    found = [tuple(one.split("-")) for one in named.split()]
    for _ in range(600):
        first = chance.randrange(1, 10 ** chance.randrange(1, 6))
        found.append((str(first), str(first + chance.randrange(1, 10 ** chance.randrange(1, 5)))))
    return [(first, last) for first, last in found]


@pytest.mark.parametrize("collapse", _COLLAPSES)
def test_a_range_is_shortened_as_pandoc_shortens_it(collapse: str, tmp_path: Path) -> None:
    (tmp_path / "style.csl").write_text(_CSL.format(collapse), encoding="utf-8")
    (tmp_path / "items.json").write_text('[{"id": "0", "type": "book"}]', encoding="utf-8")
    cases = ranges()
    document = run._document(0) | {"blocks": [run._citation("0", f"{a}-{b}") for a, b in cases]}  # type: ignore[operator]
    done = subprocess.run(
        [files.pandoc(), "-f", "json", "-t", "json", "--citeproc", f"--csl={tmp_path / 'style.csl'}",
         f"--bibliography={tmp_path / 'items.json'}"],
        input=json.dumps(document), capture_output=True, text=True, check=True,
    )  # fmt: skip
    shown = [run.text(block["c"]) for block in json.loads(done.stdout)["blocks"]]
    assert [f"{first}–{citing.collapsed(first, last, collapse)}" for first, last in cases] == shown[: len(cases)]


def test_a_style_without_a_format_leaves_the_range() -> None:
    assert citing.collapsed("101", "108", "") == "108"


@given(st.text(st.characters(categories=["L", "P", "Zs", "Co"], include_characters=citing.PLACES)))
def test_a_text_made_literal_comes_out_as_it_was(text: str) -> None:
    assert citing.filled(citing.literal(text), first="1", last="2", address="https://x/") == text


def test_what_is_put_in_is_not_read_as_a_pattern() -> None:
    pattern = f"{citing.ITALIC}A{citing.ITALIC} {citing.FIRST}–{citing.LAST} {citing.ADDRESS}"
    filled = citing.filled(pattern, first=citing.LAST, last=f"{citing.ESCAPE}0", address=citing.FIRST)
    assert filled == f"A {citing.LAST}–{citing.ESCAPE}0 {citing.FIRST}"


def test_italics_are_runs() -> None:
    pattern = f"a {citing.ITALIC}b{citing.FIRST}{citing.ITALIC}c"
    assert citing.marked(pattern, first="1") == (("a ", False), ("b1", True), ("c", False))


# What is cited.


def edition(*blocks: Block, depth: int = 1) -> Edition:
    return Edition("book.xml", Header("A book", depth=depth), blocks, {})


def division(key: str, *content: Block, head: tuple[Heading, ...] = (), lead: tuple[PageBreak, ...] = ()) -> Division:
    return Division(key, "chapter", head, content, lead)


def paragraph(*content: str | PageBreak) -> Paragraph:
    return Paragraph(tuple(Text(one) if isinstance(one, str) else one for one in content))


def spans(made: Edition) -> dict[str, tuple[str, str]]:
    """The first and the last page of each section."""
    found = sections(made)
    cited = bibliography.citables(made, found, survey(made, (section.key for section in found)))
    return {one.key: (one.first, one.last) for one in cited}


ONE, TWO, THREE = PageBreak("1"), PageBreak("2"), PageBreak("3")


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ((division("a", paragraph("x"), lead=(ONE,)),), {"": ("1", "1"), "a": ("1", "1")}),
        ((ONE, division("a", paragraph("x", TWO, "y"))), {"": ("1", "2"), "a": ("1", "2")}),
        # A page that begins after the last words of a section has none of it, and one that ends before the first.
        (
            (ONE, division("a", paragraph("x"), TWO), division("b", paragraph("y"))),
            {"": ("1", "2"), "a": ("1", "1"), "b": ("2", "2")},
        ),
        (
            (ONE, division("a", paragraph("x")), division("b", paragraph("y"), lead=(TWO, THREE))),
            {"": ("1", "3"), "a": ("1", "1"), "b": ("3", "3")},
        ),
        # Neither a page of another pagination nor one in a note is a page of it.
        ((ONE, division("a", paragraph("x", PageBreak("9", layer="de"), "y"))), {"": ("1", "1"), "a": ("1", "1")}),
        ((division("a", paragraph("x")),), {"": ("", ""), "a": ("", "")}),
        ((division("a"),), {"": ("", ""), "a": ("", "")}),
    ],
)  # fmt: skip
def test_a_section_stands_on_the_pages_of_its_words(
    blocks: tuple[Block, ...], expected: dict[str, tuple[str, str]]
) -> None:
    assert spans(edition(*blocks)) == expected


def test_a_section_stands_on_the_pages_of_its_parts_too() -> None:
    inner = division("b", paragraph("y", TWO, "z"))
    made = edition(ONE, division("a", paragraph("x"), inner), division("c", paragraph("x", THREE, "x")), depth=2)
    assert spans(made) == {"": ("1", "3"), "a": ("1", "2"), "b": ("1", "2"), "c": ("2", "3")}


def whatever_an_edition_has_it_can_be_cited(made: Made) -> None:
    whole, *parts = bibliography.citables(made.edition, (made.section,), made.survey)
    labels = [page.label for page in made.survey.pages]
    for cited in (whole, *parts):
        assert (cited.first, cited.last) == ("", "") or labels.index(cited.first) <= labels.index(cited.last)


def test_the_pages_of_our_sections(book: Book) -> None:
    cited = bibliography.citables(book.edition, book.sections, book.survey)
    assert {one.key: (one.first, one.last) for one in cited} == {
        "": ("38", "51"), "iv": ("38", "51"), "iv-1": ("38", "42"), "iv-2": ("42", "47"), "iv-3": ("47", "51"),
    }  # fmt: skip


def title(*head: Heading, text: str = "") -> str:
    """How a section with these headings is called."""
    made = edition(division("a", paragraph(text), head=head), division("b", paragraph("x")))
    found = sections(made)
    return bibliography.citables(made, found, survey(made, ("a", "b")))[1].item.title


def words(text: str) -> Heading:
    return Heading((Text(text),))


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        ((Heading((Label((Text("1)"),)), Text(" The beginning.")), run_in=True),), "The beginning"),
        ((Heading((Label((Text("IV"),)), Text(". – The beginning"))),), "The beginning"),
        ((Heading((Label((Text("IV."),)),)),), "IV"),
        ((Heading((Text("One"), LineBreak(), Text("line"))),), "One line"),
        ((words("One."), words("Two")), "One: Two"),
        ((words("Why?"), words("Because")), "Why? Because"),
        ((words("An end . . ."),), "An end . . ."),
        ((words("An end..."),), "An end..."),
        ((), "Chapter a"),
        ((Heading((Correction((Text("a"),), (Text("b"),), "c-1", "ed", "", None),)),), "b"),
    ],
)
def test_a_title_is_the_words_of_the_headings(heads: tuple[Heading, ...], expected: str) -> None:
    assert title(*heads) == expected


@pytest.mark.parametrize(
    ("heading", "text", "expected"),
    [
        ("THE STATE", "the state", "The state"),
        ("THE PARIS COMMUNE", "In Paris the commune", "The Paris commune"),
        ("THE USSR IN 1924", "the USSR, in", "The USSR in 1924"),
        ("PART II: THE STATE", "", "Part II: The state"),
        ("ÉTAT ET RÉVOLUTION", "l’état et la révolution", "État et révolution"),
        ("“THE STATE” AND I", "", "“The state” and I"),
        ("The STATE", "the state", "The STATE"),
        ("1924", "", "1924"),
        ("THE McDONALD CASE", "", "THE McDONALD CASE"),
    ],
)
def test_capitals_that_are_only_layout_become_small(heading: str, text: str, expected: str) -> None:
    assert title(words(heading), text=text) == expected


def test_a_heading_does_not_count_as_text() -> None:
    made = edition(division("a", paragraph("x"), head=(words("THE STATE"),)))
    assert capitals.lowered(["THE STATE"], made) == ("The state",)
