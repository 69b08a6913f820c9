"""Faithful: every letter of the master reaches the reader, on its printed page, and nothing else does.

All of it on the site as MkDocs builds it from mkdocs.yml.
"""

import re
from pathlib import Path
from typing import cast

import pytest
from lxml import etree, html

from mastercopy import walk
from mastercopy.build import Book
from mastercopy.derive.survey import Survey
from mastercopy.model import Correction, Mark, NoteKind, Reading
from mastercopy.write import witness
from reading import ROOT, article, document, expected, lines

WITNESS = ROOT / "edition" / "witness" / "foundations-of-leninism-iv.txt"
XML = ROOT / "edition" / "foundations-of-leninism-iv.xml"


def test_the_witness_comes_back_character_for_character(book: Book) -> None:
    transcription = WITNESS.read_text(encoding="utf-8")
    assert witness.folded(witness.witness(book.edition)) == witness.folded(transcription)


def test_the_text_of_every_section_is_that_of_the_master(book: Book, site: Path) -> None:
    for section in book.sections:
        page = article((site / "text" / section.key / "index.html").read_bytes())
        text, notes = expected(section, book.survey)
        assert lines(page) == text + notes


def test_no_other_page_has_text_that_is_not_the_editors(book: Book, site: Path) -> None:
    sections = {site / "text" / section.key / "index.html" for section in book.sections}
    others = [path for path in site.rglob("index.html") if path not in sections and path.parent.parent != site / "p"]
    assert len(others) > 10
    assert {path.relative_to(site).as_posix(): lines(article(path.read_bytes())) for path in others} == {
        path.relative_to(site).as_posix(): [] for path in others
    }


def test_all_letters_of_the_master_are_on_the_site(book: Book, site: Path) -> None:
    """Once more without the reader: the XML's own text, corrected, against the HTML's."""
    namespaces = {"t": "http://www.tei-c.org/ns/1.0"}
    body = etree.parse(str(XML)).find(".//t:body", namespaces)
    assert body is not None
    asides = ".//t:sic | .//t:note[@type='editorial' or @type='reason'] | .//t:note/t:label"
    for aside in cast("list[etree._Element]", body.xpath(asides, namespaces=namespaces)):
        _drop(aside)
    wanted = sorted(re.sub(r"\s", "", "".join(cast("list[str]", [*body.itertext()]))))
    shown = "".join(
        line
        for section in book.sections
        for line in lines(article((site / "text" / section.key / "index.html").read_bytes()))
    )
    assert sorted(re.sub(r"\s", "", shown)) == wanted


def _drop(element: etree._Element) -> None:
    parent = element.getparent()
    assert parent is not None
    before = element.getprevious()
    if before is None:
        parent.text = (parent.text or "") + (element.tail or "")
    else:
        before.tail = (before.tail or "") + (element.tail or "")
    parent.remove(element)


def test_each_page_of_the_print_has_one_marker_in_order(book: Book, site: Path) -> None:
    found = [
        marker.get("title")
        for section in book.sections
        for marker in article((site / "text" / section.key / "index.html").read_bytes()).xpath(
            ".//span[@role='doc-pagebreak']"
        )
    ]
    assert found == [str(page) for page in range(38, 52)]


@pytest.mark.parametrize("page", range(39, 52))
def test_each_page_begins_with_the_words_that_it_begins_with_in_the_witness(page: int, book: Book, site: Path) -> None:
    transcription = WITNESS.read_text(encoding="utf-8")
    begins = transcription.partition(f"\npage {page}\n")[2].split()[:6]
    place = book.survey.places
    section = next(found.section for found in book.survey.pages if found.label == str(page))
    text = html.tostring(article((site / "text" / section / "index.html").read_bytes()), encoding="unicode")
    after = text.partition(f'id="p{page}"')[2].partition("</span>")[2]
    assert html.fragment_fromstring(after[:2000], create_parent=True).text_content().split()[:6] == begins
    assert place


def test_all_notes_and_marks_of_the_witness_are_accounted_for(book: Book) -> None:
    transcription = WITNESS.read_text(encoding="utf-8")
    marks, notes = _count(transcription)
    ours = [note for note in book.edition.notes.values() if note.kind is not NoteKind.EDITORIAL]
    assert len(ours) == notes
    assert len(_marks(book.survey)) == marks
    assert [note.key for note in ours if not book.survey.notes[note.key].marks] == ["p38-1"]
    assert [mark.label for mark in _marks(book.survey) if not mark.note] == ["14", "15"]


def _marks(survey: Survey) -> list[Mark]:
    editorial = {key for key, printed in survey.notes.items() if printed.note.kind is NoteKind.EDITORIAL}
    return [node for node, _ in survey.found if isinstance(node, Mark) and node.note not in editorial]


def _count(transcription: str) -> tuple[int, int]:
    """The marks and the notes of the transcription: a note is a label that begins a line or follows two spaces."""
    label = r"(?:\[\d+\]|\*)"
    foot = [line for line in transcription.splitlines() if re.match(rf"{label} ", line)]
    notes = sum(len(re.findall(rf"(?:^|[\s\xa0]{{2,}}){label} ", line)) for line in foot)
    marks = sum(len(re.findall(label, line)) for line in transcription.splitlines() if line not in foot)
    return marks, notes


def test_every_mark_leads_to_its_note_and_every_note_back(book: Book, site: Path) -> None:
    for section in book.sections:
        page = article((site / "text" / section.key / "index.html").read_bytes())
        ids = page.xpath(".//@id")
        assert len(ids) == len(set(ids))
        for link in page.xpath(".//a[@role='doc-noteref' or @role='doc-backlink']"):
            assert (link.get("href") or "")[1:] in ids
        for note in page.xpath(".//*[@role='doc-endnotes']//li"):
            key = (note.get("id") or "").removeprefix("fn-")
            marks = page.xpath(f".//a[@href='#fn-{key}']/parent::sup/@id")
            back = [link.get("href") for link in note.xpath(".//a[@role='doc-backlink']")]
            assert back == [f"#{mark}" for mark in marks]


def test_a_note_with_two_marks_has_two_back_links(site: Path) -> None:
    page = article((site / "text" / "iv-2" / "index.html").read_bytes())
    (note,) = page.xpath(".//li[@id='fn-p44-star']")
    assert len(note.xpath(".//a[@role='doc-backlink']")) == 2
    assert note.xpath("string(.//span[contains(@class, 'label')])") == "44, n. *"


def test_a_note_shows_the_label_and_page_of_the_print(book: Book, site: Path) -> None:
    for section in book.sections:
        page = article((site / "text" / section.key / "index.html").read_bytes())
        for key, printed in book.survey.notes.items():
            if printed.section != section.key or printed.note.kind is NoteKind.EDITORIAL:
                continue
            label = walk.plain(printed.note.label)
            (note,) = page.xpath(f".//li[@id='fn-{key}']")
            shown = note.xpath("string(.//span[contains(@class, 'label')])")
            assert shown == f"{book.survey.label(printed.pages[0])}, n. {label}"
            assert {mark.text_content() for mark in page.xpath(f".//a[@href='#fn-{key}']")} == {label}


def test_both_readings_of_every_correction_are_on_its_page(book: Book, site: Path) -> None:
    corrections = (site / "text" / "corrections" / "index.html").read_text(encoding="utf-8")
    text = document(corrections).text_content()
    for node, place in book.survey.found:
        if isinstance(node, Correction):
            source = walk.plain(node.source, reading=Reading.SOURCE)
            page = article((site / "text" / place.section / "index.html").read_bytes())
            (shown,) = page.xpath(f".//*[@id='{node.key}']")
            assert shown.get("data-sic") == source
            assert source in text


def test_a_word_that_a_page_break_splits_is_whole(site: Path) -> None:
    assert any(
        "facilitates the practical" in line for line in lines(article((site / "text/iv-3/index.html").read_bytes()))
    )


def test_spaced_letters_are_whole_words_and_emphasis(site: Path) -> None:
    page = article((site / "text" / "iv-2" / "index.html").read_bytes())
    assert [word.text_content() for word in page.xpath(".//em[@class='spaced']")] == ["smashing", "destruction"]
