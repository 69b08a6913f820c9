"""Each rule by its cases: a file with a title, a few lines of TEI, and the messages that they give.

`---- text` is the content of a division, `---- body` of the body, `---- master` the whole file; `---- register` is the
content of the register's standOff, `---- register.xml` the whole file; `---- without schema` leaves edition.rng out,
`---- file NAME` is another file. The first line of a text, body or register is line 2 of its file.
"""

import re
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from mastercopy import build, disk
from mastercopy.problems import CODES, Problem, told_once
from mastercopy.read import schema
from mastercopy.read.faults import Faults
from mastercopy.read.grammar import Grammar
from masters import ROOT, SCHEMA, folder, master, register

CASES = sorted((ROOT / "tests" / "problems").glob("*.txt"))
_SECTION = re.compile(r"^---- (.+)\n", re.MULTILINE)


def sections(case: Path) -> dict[str, str]:
    """The sections of a case by their names; its title is "title"."""
    title, *rest = _SECTION.split(case.read_text(encoding="utf-8"))
    return {"title": title.strip(), **dict(zip(rest[::2], (text.rstrip("\n") for text in rest[1::2]), strict=True))}


def laid_out(parts: dict[str, str], where: Path) -> Path:
    """The edition's folder of a case."""
    text = parts.get("master") or master(parts.get("text") or parts.get("body", ""), division="text" in parts)
    lists = parts.get("register.xml") or (register(parts["register"]) if "register" in parts else None)
    made = folder(where, text, lists, schema=None if "without schema" in parts else SCHEMA)
    for name, content in parts.items():
        if name.startswith("file "):
            file = made / name.removeprefix("file ")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")
    return made


def messages(folder: Path) -> list[str]:
    """Every message about the edition in the folder, as the program shows it."""
    sources, problems = disk.sources(folder)
    if sources is not None:
        _, problems = build.book(sources)
    return [str(problem) for problem in problems]


def codes_of(shown: str) -> set[str]:
    return set(re.findall(r"^\S+:\d+: ([A-Z]\d{3}) ", shown, re.MULTILINE))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_case_gives_its_messages(case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, golden: bool) -> None:  # noqa: FBT001 # a fixture
    parts = sections(case)
    laid_out(parts, tmp_path)
    monkeypatch.chdir(tmp_path)
    shown = "\n".join(messages(Path("edition")))
    if golden:
        content = case.read_text(encoding="utf-8").partition("---- messages\n")[0]
        case.write_text(f"{content}---- messages\n{shown}\n", encoding="utf-8")
    else:
        assert shown == parts["messages"]
    code, _, rest = case.stem.partition("-")
    assert (code in codes_of(shown)) is not rest.startswith("not-")


def test_every_code_has_a_case_that_gives_it_and_one_that_nearly_does() -> None:
    given_by = {case.stem.partition("-")[0] for case in CASES if "-not-" not in case.stem}
    nearly = {case.stem.partition("-")[0] for case in CASES if "-not-" in case.stem}
    masters = {
        code for code in CODES if code[0] not in "LV"
    }  # tests/links has those of the site, test_release of releases
    assert given_by == masters
    assert nearly == masters


def test_no_problem_has_a_code_that_is_unknown() -> None:
    with pytest.raises(ValueError, match="X999"):
        Problem("book.xml", 1, "X999", "never")


def test_what_another_rule_says_better_at_the_same_line_is_told_once() -> None:
    by_schema = Problem("book.xml", 3, "S001", "<pb> lacks the attribute n", better="P004")
    ours = Problem("book.xml", 3, "P004", "this page break has no number")
    elsewhere = Problem("book.xml", 4, "P004", "this page break has no number")
    assert told_once([elsewhere, by_schema, ours, ours]) == (ours, elsewhere)
    assert told_once([elsewhere, by_schema]) == (by_schema, elsewhere)


def test_a_message_is_one_line_that_a_terminal_can_show() -> None:
    shown = str(Problem("bo\nok.xml", 3, "R001", "target points at 'a\n\x9b31m\u2028b\u202e'" + "x" * 1000))
    assert shown.startswith("bo\\u000aok.xml:3: R001 target points at 'a\\u000a\\u009b31m\\u2028b\\u202e'xxx")
    assert len(shown) < 500


def test_a_notice_doesnt_stop_a_build(tmp_path: Path) -> None:
    sources, _ = disk.sources(folder(tmp_path, master("<p>Words.</p>"), schema=None))
    assert sources is not None
    book, problems = build.book(sources)
    assert book is not None
    assert {problem.code for problem in problems} == {"D005", "S003"}


def test_problems_of_both_files_come_at_once_in_the_order_of_files_and_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = '<pb n="2"/><p foo="1">a</p>\n<p>b<bogus/></p>\n<pb n="1"/><p><persName ref="reg:x">c</persName></p>'
    folder(tmp_path, master(text), register("<listPerson>\n<person><persName>X</persName></person></listPerson>"))
    monkeypatch.chdir(tmp_path)
    assert [message.partition(" ")[0] for message in messages(Path("edition"))] == [
        "edition/book.xml:2:",
        "edition/book.xml:2:",
        "edition/book.xml:3:",
        "edition/book.xml:4:",
        "edition/book.xml:4:",
        "edition/book.xml:4:",
        "edition/register.xml:3:",
    ]


_NAMES = st.sampled_from(
    ("p", "div", "head", "pb", "note", "quote", "bibl", "citedRange", "emph", "choice", "sic", "list", "item", "row")
)
_ATTRIBUTES = st.sampled_from(
    (
        ("n", "3"),
        ("n", ""),
        ("rend", "spaced"),
        ("rend", "set-off"),
        ("type", "mark"),
        ("type", "editorial"),
        ("type", "print"),
        ("unit", "page"),
        ("from", "3"),
        ("break", "no"),
        ("target", "#one"),
        ("corresp", "reg:a reg:b"),
        ("{http://www.w3.org/XML/1998/namespace}id", "x-1"),
    )
)


def spoil(root: etree._Element, data: st.DataObject) -> None:
    """Changes one thing somewhere in the tree: a name, an attribute, a text, a child too few or too many."""
    elements = list(root.iterdescendants())
    element = elements[data.draw(st.integers(0, len(elements) - 1))] if elements else root
    parent = element.getparent()
    if parent is None:
        return
    match data.draw(st.sampled_from(("rename", "attribute", "bare", "text", "remove", "repeat"))):
        case "rename":
            element.tag = "{http://www.tei-c.org/ns/1.0}" + data.draw(_NAMES)
        case "attribute":
            element.set(*data.draw(_ATTRIBUTES))
        case "bare":
            element.attrib.clear()
        case "text":
            element.text = "words"
        case "remove":
            parent.remove(element)
        case _:
            parent.append(deepcopy(element))


EVERYTHING = master("""<pb n="1" type="supplied" resp="#ed"/><head><label>I.</label> One</head>
<p xml:id="par-1">A <persName xml:id="m-1" ref="reg:a">B</persName><note xml:id="p1-1" n="1" place="foot">C</note>.</p>
<p rend="set-off" xml:id="par-2"><quote xml:id="q-1" source="#b-1">d</quote>
<bibl xml:id="b-1" corresp="reg:a">(<citedRange unit="page" from="1" to="2">pp. 1–2</citedRange>)</bibl></p>
<list><label>a)</label><item xml:id="i-1">e <emph rend="spaced">f</emph></item></list>
<p xml:id="par-3"><choice xml:id="c-1"><sic>g</sic>
<corr resp="#ed" type="print" change="#r-1">h<note type="reason">i</note></corr></choice></p>
<table xml:id="t-1"><row><cell role="label">j</cell></row></table>
<lg xml:id="v-1"><l>k</l></lg><figure xml:id="f-1"><graphic url="a.png"/></figure>
<sp xml:id="sp-1"><speaker>L</speaker><p>m</p></sp>
<div xml:id="two" type="section"><p xml:id="par-4">n <ref type="mark" target="#p1-1"/></p></div>""")


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_what_libxml2_finds_not_valid_is_explained_and_nothing_else(data: st.DataObject) -> None:
    root = etree.fromstring(EVERYTHING.encode())
    for _ in range(data.draw(st.integers(0, 3))):
        spoil(root, data)
    grammar = etree.fromstring(SCHEMA, etree.XMLParser(remove_comments=True))
    valid = etree.RelaxNG(grammar).validate(root)
    assert bool(Faults(Grammar(grammar)).of(root)) is not valid


def test_our_own_files_and_the_one_with_everything_are_valid() -> None:
    ours = [path.read_bytes() for path in (ROOT / "edition").glob("*.xml")]
    for content in (EVERYTHING.encode(), *ours):
        root = etree.fromstring(content, etree.XMLParser(remove_comments=True, remove_pis=True))
        assert schema.validate(root, SCHEMA, file="book.xml", schema_file="edition.rng") == ()
