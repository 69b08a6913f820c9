"""What an edit within a section touches beyond its own page, and what is remembered: case by case."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from mastercopy import disk, journal, upkeep
from mastercopy.build import carrying, window
from masters import folder, master
from test_upkeep import Book, made, must_be_clean

_A = '<div xml:id="a" type="chapter"><pb n="1"/><head>Title</head><p xml:id="par-1">Words of the first{}.</p>{}</div>'
_B = '<div xml:id="b" type="chapter"><head>{}</head><p xml:id="par-2">{}</p>{}</div>'
_C = '<div xml:id="c" type="chapter"><head>Last</head><pb n="9"/><p xml:id="par-3">The last words of all.</p></div>'
_NOTE = '<note xml:id="n-1" n="1" place="foot">{}.</note>'
_MARK = '<ref type="mark" target="#n-1"/>'

EDITS = {
    "a word": (_B.format("Two", "One word here.", ""), _B.format("Two", "One other here.", "")),
    "the layout of the XML": (_B.format("Two", "One word here.", ""), _B.format("Two", "One\n  word here.", "")),
    "a note whose mark stands in the section before": (
        _B.format("Two", f"Words.{_NOTE.format('A note')}", ""),
        _B.format("Two", f"Words.{_NOTE.format('Another')}", ""),
    ),
    "a label in a heading": (_B.format("II. Two", "Words.", ""), _B.format("<label>II.</label> Two", "Words.", "")),
    "two headings made one": (_B.format("Two</head><head>More", "Words.", ""), _B.format("Two More", "Words.", "")),
    "the words after the last break": (
        _B.format("Two", 'Words <pb n="5"/>last.', ""),
        _B.format("Two", 'Words <pb n="5"/>', ""),
    ),
    "what stands after a break at the end": (
        _B.format("Two", "Words.", '<pb n="5"/>'),
        _B.format("Two", "Words.", '<pb n="5"/>\n\n<!-- nothing -->\n'),
    ),
    "a word beside a link to another section": (
        _B.format("Two", 'One <ref target="#par-3">link</ref> here.', ""),
        _B.format("Two", 'An <ref target="#par-3">link</ref> here.', ""),
    ),
    "a comment": (_B.format("Two", "Words.", "<!-- a -->"), _B.format("Two", "Words.", "<!-- <div> -->")),
    "a notice that moves": (
        _B.format("Two", "Words.", "<p>No id.</p>"),
        _B.format("Two", "Words.", "\n\n<p>No id.</p>"),
    ),
    "a word in capitals": (
        _B.format("TWO WORDS", "Words are Words.", ""),
        _B.format("TWO WORDS", "words are Words.", ""),
    ),
}


def edition(where: Path, section: str) -> None:
    mark = _MARK if "n-1" in section else ""
    folder(where, master(_A.format(mark, "") + section + _C, division=False))


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_gives_what_the_whole_book_gives(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before, after = EDITS[name]
    edition(tmp_path, before)
    assert not upkeep.update(Path("edition"), Path("docs")).stopped
    edition(tmp_path, after)
    carried = upkeep.update(Path("edition"), Path("docs"))
    shutil.copytree(tmp_path / ".cache", tmp_path / "clean" / ".cache", ignore=shutil.ignore_patterns("docs"))
    whole = upkeep.update(Path("edition"), Path("clean/docs"))
    assert whole.whole
    assert [str(one) for one in carried.problems] == [str(one) for one in whole.problems]
    assert disk.tree(tmp_path / "docs") == disk.tree(tmp_path / "clean" / "docs")


_PARTS = """<div xml:id="one" type="chapter"><pb n="1"/><head>First part</head>
<div xml:id="a" type="section"><head>Alpha</head><p xml:id="par-1">Alpha, first of all.</p></div>
<div xml:id="b" type="section"><head>STATE AND STATES</head>
  <p xml:id="par-2">Before <pb n="2"/>the break.</p>

  <!-- between -->
  <p xml:id="par-3">The state<note xml:id="n-2" n="1" place="foot">See <ref target="#par-7">there</ref>.</note>.</p>
  <p xml:id="par-4">One more.<pb n="3"/></p>
</div>
</div>
<div xml:id="two" type="chapter"><head>Second part</head>
<div xml:id="c" type="section"><head>Gamma</head>
  <p xml:id="par-5">On page three <pb n="4"/>and four.</p>   <p xml:id="par-6">On page four, with words enough before
  what is edited that none of it is among the first ones of the page: the list of the pages shows these.</p>
</div>
<div xml:id="d" type="section"><head>Delta</head><p xml:id="par-7">Here {}</p>
<p xml:id="par-8">and <pb n="5"/>there.</p></div>
<div xml:id="e" type="section">
  <head>Epsilon</head>
  <p xml:id="par-9">Still on page five.</p>
  <p xml:id="par-10">And <pb n="6"/>six.</p>
</div>
<div xml:id="f" type="section"/>
<div xml:id="g" type="section"><head>Eta</head><pb n="7"/><p xml:id="par-11">Seven.</p></div>
</div>
<div xml:id="three" type="chapter"><head>Third part</head>
<div xml:id="h" type="section"><pb n="8"/><head>Theta</head><p xml:id="par-12">Eight.</p></div>
<div xml:id="i" type="section"><pb n="9"/><head>Iota</head><p xml:id="par-13">Nine{}.</p></div>
</div>
"""
_LEVELS = (
    '<encodingDesc><refsDecl n="divisions"><citeStructure unit="chapter" match="/TEI/text/body/div" use="@xml:id">'
    '<citeStructure unit="section" match="div" use="@xml:id" delim="~"/></citeStructure></refsDecl></encodingDesc>'
)
_CHOICE = (
    '<choice xml:id="c-1"><sic>{}</sic><corr resp="#ed" type="transcription" change="#r-1">{}'
    '<note type="reason">Misread.</note></corr></choice>'
)
PARTED = {
    "a word": ("a word", "another", True),
    "the layout": ("a word", "a\n   word", True),
    "a comment": ("a word", "a word<!-- more -->", True),
    "a word of which a title in capitals is made": ("is State", "is state", False),
    "a note": (
        'a<note xml:id="n-4" n="1" place="foot">A note.</note>',
        'a<note xml:id="n-4" n="1" place="foot">Another.</note>',
        True,
    ),
    "a note with its mark far away": (
        'a<note xml:id="n-3" n="9" place="foot">A note.</note>',
        'a<note xml:id="n-3" n="9" place="foot">Another.</note>',
        True,
    ),
    "a link to what is near": (
        'a <ref target="#par-9">link</ref> one',
        'a <ref target="#par-9">link</ref> two',
        True,
    ),
    "a link to what is far": ('a <ref target="#par-1">link</ref> one', 'a <ref target="#par-1">link</ref> two', False),
    "a correction's words": (_CHOICE.format("strcke", "stroke"), _CHOICE.format("strcke", "strokes"), False),
    "what stands beside a correction": (
        f"one {_CHOICE.format('strcke', 'stroke')}",
        f"two {_CHOICE.format('strcke', 'stroke')}",
        True,
    ),
}


@pytest.mark.parametrize("name", PARTED)
def test_an_edit_in_a_book_of_parts_gives_what_the_whole_gives(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    seen: list[tuple[str, ...]] = []
    whole: list[bool] = []

    def windows(*given: object) -> Iterator[window.Window]:
        for found in window.windows(*given):  # type: ignore[arg-type] # as they are given
            seen.append(tuple(section.key for section in found.new.sections))
            yield found

    monkeypatch.setattr(carrying, "windows", windows)
    before, after, near = PARTED[name]
    mark = '<ref type="mark" target="#n-3"/>' if "n-3" in before else ""
    for text in (before, after):
        parted = master(_PARTS.format(text, mark), division=False)
        folder(tmp_path, parted.replace("</fileDesc>", f"</fileDesc>{_LEVELS}"), schema=None)
        updated = upkeep.update(Path("edition"), Path("docs"))
        assert not updated.stopped, updated.problems
        whole.append(updated.whole)
    assert whole == [True, not near]
    # What is far away is in no first window; and no second one was needed.
    if near:
        assert [sorted(keys) for keys in seen] == [["b", "c", "d", "e", "f", "g", "one", "three", "two"]]
    shutil.copytree(tmp_path / ".cache", tmp_path / "clean" / ".cache", ignore=shutil.ignore_patterns("docs"))
    assert upkeep.update(Path("edition"), Path("clean/docs")).whole
    assert disk.tree(tmp_path / "docs") == disk.tree(tmp_path / "clean" / "docs")


def test_a_word_is_carried(tmp_path: Path) -> None:
    whole = []
    for text in EDITS["a word"]:
        edition(tmp_path, text)
        whole.append(upkeep.update(tmp_path / "edition", tmp_path / "docs").whole)
    assert whole == [True, False]


def test_an_edit_that_is_wrong_is_told_and_writes_nothing(tmp_path: Path) -> None:
    edition(tmp_path, EDITS["a word"][0])
    upkeep.update(tmp_path / "edition", tmp_path / "docs")
    before = disk.tree(tmp_path / "docs")
    edition(tmp_path, _B.format("Two", "One <b>word</b> here.", ""))
    updated = upkeep.update(tmp_path / "edition", tmp_path / "docs")
    assert updated.stopped
    assert disk.tree(tmp_path / "docs") == before


@pytest.mark.parametrize("name", ["record.msgpack", ""])
def test_what_is_remembered_can_be_deleted(tmp_path: Path, name: str) -> None:
    first, second = EDITS["a word"]
    edition(tmp_path, first)
    upkeep.update(tmp_path / "edition", tmp_path / "docs")
    room = tmp_path / ".cache" / "docs"
    shutil.rmtree(room) if not name else (room / name).unlink()
    edition(tmp_path, second)
    assert upkeep.update(tmp_path / "edition", tmp_path / "docs").whole


@pytest.mark.parametrize("name", [".cache", ".cache/site", ".cache/site/staged", ".cache/site/journal.json"])
def test_nothing_is_remembered_through_a_link(tmp_path: Path, name: str) -> None:
    (tmp_path / "mine" / "staged").mkdir(parents=True)
    (tmp_path / "mine" / "staged" / "0").write_bytes(b"mine")
    (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / name).symlink_to(tmp_path / "mine")
    before = disk.tree(tmp_path / "mine")
    with pytest.raises(OSError, match="symbolic link"), journal.alone(tmp_path / ".cache" / "site", tmp_path / "site"):
        pytest.fail("it went on")
    assert disk.tree(tmp_path / "mine") == before


@pytest.fixture
def book(tmp_path: Path) -> Book:
    return Book(8, tmp_path / "book")


def test_a_page_whose_heading_is_no_markdown_has_the_frame_of_a_page_without(book: Book, tmp_path: Path) -> None:
    page = book.where / "docs" / "about" / "us.md"
    page.write_text("---\ntitle: Us\n---\n\n<div><h1>Raw</h1></div>\n", encoding="utf-8")
    made(book.where)
    page.write_text("---\ntitle: Us\n---\n\n<div>Raw</div>\n", encoding="utf-8")
    assert made(book.where) == (False, True)
    must_be_clean(book.where, tmp_path)


def test_a_template_that_says_the_day_elsewhere_has_it(book: Book, tmp_path: Path) -> None:
    template = book.where / "overrides" / "main.html"
    said = template.read_text(encoding="utf-8")
    template.write_text(f"{said}{{% block footer %}}{{{{ page.meta.modified }}}}{{% endblock %}}\n", encoding="utf-8")
    page = book.where / "docs" / "about" / "us.md"
    page.write_text("---\nmodified: 2026-01-01\n---\n\n# Us\n\nWords.\n", encoding="utf-8")
    made(book.where)
    page.write_text("---\nmodified: 2026-02-02\n---\n\n# Us\n\nOther words.\n", encoding="utf-8")
    made(book.where)
    must_be_clean(book.where, tmp_path)


@pytest.mark.parametrize(
    ("old", "new"), [("tables, ", "tables, pymdownx.snippets, "), ("plugins", "hooks: [h.py]\nplugins")]
)
def test_a_site_that_others_have_a_say_in_is_built_each_time(book: Book, old: str, new: str) -> None:
    (book.where / "h.py").write_text("", encoding="utf-8")
    config = book.where / "mkdocs.yml"
    config.write_text(config.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    made(book.where)
    assert made(book.where) == (False, True)


def test_a_configuration_that_names_itself_comes_to_an_end(book: Book) -> None:
    config = book.where / "mkdocs.yml"
    config.write_text(f"{config.read_text(encoding='utf-8')}extra: &a\n  b: *a\n", encoding="utf-8")
    child = os.fork()
    if not child:
        from mastercopy.site.settings import settings

        settings(config, {})
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
