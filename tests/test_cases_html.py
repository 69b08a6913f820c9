"""The hard cases as a reader gets them: in HTML, with the extensions that mkdocs.yml names."""

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from lxml import html
from markdown import Markdown

import casebook
from casebook import Case, made
from mastercopy import build, disk, walk
from mastercopy.derive.sections import title
from mastercopy.model import (
    AnyNode,
    Correction,
    Division,
    Note,
    NoteKind,
    PageBreak,
)
from masters import folder, master
from reading import expected, lines

CASES = tuple(casebook.cases())
_REPEATED_ADDRESSES = {"19-numbers/2"}


@pytest.fixture(params=CASES, ids=str)
def one(request: pytest.FixtureRequest) -> Case:
    found = request.param
    assert isinstance(found, Case)
    return found


def _pages(one: Case) -> dict[str, html.HtmlElement]:
    """The page of each section, as HTML."""
    book, _ = made(one.name)
    files = build.files(book)
    return {
        section.key: html.fragment_fromstring(casebook.html(files[f"text/{section.key}.md"]), create_parent="article")
        for section in book.sections
    }


def _notes_shown(book: build.Book, section: str) -> list[Note]:
    return [printed.note for printed in book.survey.notes.values() if printed.section == section]


def test_the_text_outside_ed_is_that_of_the_master(one: Case) -> None:
    book, _ = made(one.name)
    for section in book.sections:
        page = _pages(one)[section.key]
        text, notes = expected(section, book.survey)
        shown = {item.get("id"): lines(item) for item in page.xpath("//section[@role='doc-endnotes']/ol/li")}
        for aside in page.xpath("//section[@role='doc-endnotes']"):
            aside.drop_tree()
        assert lines(page) == text
        assert sorted(line for of_note in shown.values() for line in of_note) == sorted(notes)
        for note in _notes_shown(book, section.key):
            wanted = [] if note.kind is NoteKind.EDITORIAL else list(walk.lines(note.content))
            assert shown[f"fn-{note.key}"] == wanted


def _breaks(nodes: Iterable[AnyNode]) -> list[str]:
    return [node.label for node in walk.nodes(nodes) if isinstance(node, PageBreak)]


def test_as_many_page_markers_come_out_as_breaks_go_in(one: Case) -> None:
    book, _ = made(one.name)
    pages = _pages(one)
    for section in book.sections:
        of_notes = [block for note in _notes_shown(book, section.key) for block in note.content]
        wanted = _breaks([*section.division.lead, *section.division.head, *section.content, *of_notes])
        assert len(pages[section.key].find_class("pb")) == len(wanted)
    source = casebook.case(one.name).master
    assert sum(len(page.find_class("pb")) for page in pages.values()) == source.count("<pb") - _in_second_readings(book)


def _in_second_readings(book: build.Book) -> int:
    """The breaks that the source's reading of a correction has once more."""
    corrected = [node for node in walk.nodes(book.edition.content) if isinstance(node, Correction)]
    return len(_breaks(inline for node in corrected for inline in node.source))


def test_page_markers_stand_in_the_order_of_the_master_and_not_in_headings(one: Case) -> None:
    book, _ = made(one.name)
    shown: dict[str, list[str]] = {}
    for key, page in _pages(one).items():
        assert not page.xpath("//*[self::h1 or self::h2 or self::h3]//*[contains(@class, 'pb')]")
        shown[key] = [marker.get("id", "") for marker in page.find_class("pb") if marker.get("role") == "doc-pagebreak"]
    pages = [page for page in book.survey.pages if page.number]
    assert shown == {
        section.key: [page.address for page in pages if page.section == section.key] for section in book.sections
    }


def test_ids_are_unique(one: Case) -> None:
    ids = Counter(element.get("id") for page in _pages(one).values() for element in page.xpath("//*[@id]"))
    repeated = {key for key, count in ids.items() if count > 1}
    assert repeated == ({"p1"} if one.name in _REPEATED_ADDRESSES else set())


def test_every_mark_leads_to_its_note_and_every_note_back_to_its_marks(one: Case) -> None:
    book, _ = made(one.name)
    for section, page in _pages(one).items():
        ids = {element.get("id") for element in page.xpath("//*[@id]")}
        items = {item.get("id"): item for item in page.xpath("//section[@role='doc-endnotes']/ol/li")}
        assert set(items) == {f"fn-{note.key}" for note in _notes_shown(book, section)}
        marks: dict[str, list[str]] = {key: [] for key in items}
        for sup in page.xpath("//sup[a[@class='footnote-ref']]"):
            marks[sup[0].get("href")[1:]].append(sup.get("id"))
        for key, item in items.items():
            back = [link.get("href")[1:] for link in item.find_class("footnote-backref")]
            assert sorted(back) == sorted(marks[key])
            assert back
            assert set(back) <= ids
        assert "[^" not in page.text_content()


def test_contents_and_ids_of_headings_have_no_marks_and_no_markers(one: Case) -> None:
    book, _ = made(one.name)
    for section in book.sections:
        casebook.html(build.files(book)[f"text/{section.key}.md"])
        tokens = list(casebook.renderer().toc_tokens)  # type: ignore[attr-defined] # the extension toc adds it
        wanted = [
            " ".join(walk.plain([heading]).strip() for heading in division.head[:1]) or title(division)
            for division in (section.division, *section.content)
            if isinstance(division, Division)
        ]
        assert [token["name"] for token in _flat(tokens)][: len(wanted)] == wanted


def _flat(tokens: list[dict[str, object]]) -> list[dict[str, object]]:
    return [found for token in tokens for found in (token, *_flat(token["children"]))]  # type: ignore[arg-type]


def test_no_link_stands_in_a_link(one: Case) -> None:
    """On the HTML as it is written: a parser of HTML closes a link before it opens another."""
    book, _ = made(one.name)
    files = build.files(book)
    for section in book.sections:
        depth = 0
        for tag in re.findall(r"<(/?)a\b", casebook.html(files[f"text/{section.key}.md"])):
            depth += -1 if tag else 1
            assert depth in {0, 1}


def test_every_page_of_the_print_has_one_link_to_itself_but_in_a_link(one: Case) -> None:
    for page in _pages(one).values():
        for marker in page.xpath("//*[@role='doc-pagebreak']"):
            number, beside = marker.get("title"), marker.getnext()
            if marker.xpath("ancestor::a"):
                assert beside is None or beside.tag != "a"
                continue
            assert dict(beside.attrib) == {
                "aria-label": f"Page {number}: link to it",
                "class": "pn ed",
                "data-n": number,
                "href": f"#{marker.get('id')}",
            }
            assert not marker.tail
            assert beside.text is None


@pytest.mark.parametrize(
    ("on", "of", "named", "rects"),
    [
        ("1", "14", "on 1 of 14 pages", [("0", "1")]),
        ("3 7-9", "14", "on 4 of 14 pages", [("2", "1"), ("6", "3")]),
        ("1 600", "600", "on 2 of 600 pages", [("0", "10"), ("590", "10")]),
        ("0 5-4 15 99999999", "14", "on 0 of 14 pages", []),
        ("x", "x", "on 0 of 1 pages", []),
        ("1", "0", "on 1 of 1 pages", [("0", "1")]),
    ],
)
def test_a_strip_shows_its_pages_and_no_other(on: str, of: str, named: str, rects: list[tuple[str, str]]) -> None:
    (strip,) = html.fragment_fromstring(
        casebook.html(f'---\n---\nx []{{.strip on="{on}" of="{of}"}}'.encode()), "div"
    ).xpath("//span[@role='img']")
    assert strip.get("aria-label") == named
    assert [(rect.get("x"), rect.get("width")) for rect in strip.iter("rect")] == rects


@pytest.mark.parametrize(
    ("extensions", "settings", "needed"),
    [
        (["footnotes", "md_in_html", "tables"], {"footnotes": {"SEPARATOR": "-"}}, "attr_list"),
        (["attr_list", "footnotes", "md_in_html", "tables"], {}, 'footnotes with SEPARATOR: "-"'),
        (["attr_list"], {}, 'footnotes with SEPARATOR: "-", md_in_html, tables'),
    ],
)
def test_the_extension_refuses_to_lose_letters_for_want_of_another(
    extensions: list[str], settings: dict[str, dict[str, str]], needed: str
) -> None:
    with pytest.raises(ValueError, match=f"{needed}$"):
        Markdown(extensions=[*extensions, "mastercopy"], extension_configs=settings)


def read(tmp_path: Path, text: str) -> build.Book:
    """The book that a few lines of TEI make; a picture, plate.png, is beside them."""
    made = folder(tmp_path, master(text))
    (made / "plate.png").write_bytes(b"a picture")
    (made / "other.png").write_bytes(b"another")
    sources, _ = disk.sources(made)
    assert sources is not None
    book, problems = build.book(sources)
    assert book is not None, problems
    return book


def test_the_pictures_that_are_shown_and_no_others_go_with_the_pages(tmp_path: Path) -> None:
    files = build.files(read(tmp_path, '<pb n="1"/><figure xml:id="f-1"><graphic url="plate.png"/></figure>'))
    assert {name for name in files if name.endswith(".png")} == {"text/plate.png"}
    assert files["text/plate.png"] == b"a picture"
    assert "](plate.png)" in files["text/one.md"].decode()
    assert "](../text/plate.png)" in files["p/1.md"].decode()


def test_the_lines_of_a_heading_are_parted_in_its_title(tmp_path: Path) -> None:
    book = read(tmp_path, '<pb n="1"/><head>Part One<lb/>The Beginning</head><p xml:id="par-1">a</p>')
    assert [title(section.division) for section in book.sections] == ["Part One The Beginning"]


def test_a_correction_inside_of_emphasis_in_a_label_is_on_the_list(tmp_path: Path) -> None:
    said = '<corr resp="#ed" type="print" change="#r-1">2<note type="reason">Misread.</note></corr>'
    label = f'<label><hi rend="superscript"><choice xml:id="c-1"><sic>1</sic>{said}</choice></hi></label>'
    book = read(tmp_path, f'<pb n="1"/><p xml:id="par-1">a<note xml:id="p1-1">{label} b</note></p>')
    assert "#c-1" in build.files(book)["text/corrections.md"].decode()


def test_each_cell_of_a_list_of_ours_bears_the_name_of_its_column(site: Path) -> None:
    page = html.parse(site / "text" / "corrections" / "index.html").getroot()
    rows = page.xpath("//div[contains(@class, 'apparatus')]//tbody/tr")
    named = [[cell.get("data-label") for cell in row] for row in rows]
    assert named == [["Page", "The source has", "The edition reads", "Kind", "Why", "Who and when"]] * 14
