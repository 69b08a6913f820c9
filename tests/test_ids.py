"""New ids: put into a master without another change, and never one that was ever given before."""

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from mastercopy import build, disk
from mastercopy.read import ids
from mastercopy.read.desk import XML_ID
from masters import folder, master, register

_PREFIXES = [*dict.fromkeys(ids.PREFIXES.values()), "ed"]
_NUMBERS = st.integers(1, 12).map(str) | st.sampled_from(["007", "99", "123456789"])
_KEYS = st.builds("{}-{}".format, st.sampled_from(_PREFIXES), _NUMBERS) | st.sampled_from(
    ["p40-1", "p40-star", "fn-p40-1", "pn-1", "PAR-3", "p40-note"]
)
_LETTERS = st.sampled_from(["a", "“ж”", "&lt;p&gt;", " \r\n", "𝔘", "par-4", "a > b"])
_HIDDEN = st.sampled_from(['<!-- <p>{}<pb n="9"/> -->', '<![CDATA[<p xml:id="{}">]]>', '<?say <p xml:id="{}"?>'])
_ATTRIBUTES = st.sampled_from(
    ["", ' ref="#a"', " ana='#b'", ' n="a>b"', '\n\t n="1"\n', ' n="*"', ' type="editorial"', ' type="reason"']
)
_NAMES = st.sampled_from(
    [*ids.PREFIXES, "note", "note", "hi", "t:p", "t:note", "o:p"],
)


def _element(name: str, attributes: str, key: str | None, content: list[str]) -> str:
    own = "" if key is None else f' xml:id="{key}"'
    inner = "".join(content)
    return f"<{name}{attributes}{own}>{inner}</{name}>" if inner else f"<{name}{attributes}{own}/>"


_BREAKS = st.sampled_from(['<pb n="40"/>', '<pb n="XII"/>', '<pb n="51 [15]"/>', '<pb ed="#x" n="7"/>'])
_LEAVES = _LETTERS | st.builds(str.format, _HIDDEN, _KEYS) | _BREAKS
_PARTS = st.recursive(
    _LEAVES,
    lambda parts: st.builds(_element, _NAMES, _ATTRIBUTES, st.none() | _KEYS, st.lists(parts, max_size=4)),
    max_leaves=12,
)
_SPACES = 'xmlns:t="http://www.tei-c.org/ns/1.0" xmlns:o="urn:other"'
_MASTERS = st.lists(_PARTS, max_size=6).map(
    lambda parts: master("".join(parts)).replace("<body>", f"<body {_SPACES}>").encode()
)
_USED = st.lists(_KEYS | st.builds("text/one/#{}\t2026".format, _KEYS), max_size=4).map("\n".join)

_many = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _new(text: str, used: str = "") -> tuple[str, ...]:
    return ids.given(master(text).encode(), used)[1]


@_many
@given(_MASTERS, _USED)
def test_without_the_new_ids_the_bytes_are_those_of_before(xml: bytes, used: str) -> None:
    changed, new = ids.given(xml, used)
    for key in new:
        put_in = f' xml:id="{key}"'.encode()
        assert changed.count(put_in) == 1
        changed = changed.replace(put_in, b"")
    assert changed == xml


@_many
@given(_MASTERS, _USED)
def test_the_new_ids_stand_on_elements_in_the_order_that_is_told(xml: bytes, used: str) -> None:
    changed, new = ids.given(xml, used)
    # Ids that stand twice are no matter here, and stop the usual parser.
    before = etree.fromstring(xml, etree.XMLParser(recover=True)).iter(etree.Element)
    after = etree.fromstring(changed, etree.XMLParser(recover=True)).iter(etree.Element)
    pairs = zip(before, after, strict=True)
    assert new == tuple(b.get(XML_ID) for a, b in pairs if a.get(XML_ID) != b.get(XML_ID))


@_many
@given(_MASTERS, _USED)
def test_a_second_run_adds_nothing(xml: bytes, used: str) -> None:
    changed, _ = ids.given(xml, used)
    assert ids.given(changed, used) == (changed, ())


@_many
@given(_MASTERS, _USED)
def test_a_number_that_was_ever_there_is_not_given_again(xml: bytes, used: str) -> None:
    _, new = ids.given(xml, used)
    ever = f"{xml.decode()}\n{used}"
    had = {(prefix.lower(), int(n)) for prefix, n in re.findall(r"([A-Za-z]+)-([0-9]+)(?![0-9])", ever)}
    numbered = [(found[1], int(found[2])) for key in new if (found := re.fullmatch(r"([a-z]+)-([0-9]+)", key))]
    assert len(set(new)) == len(new)
    assert not had & set(numbered)
    assert not set(new) & set(re.findall(r"(?:#fn-|[\"#\s])([a-z0-9.-]+)(?=[\"\s])", ever))


@_many
@given(_MASTERS)
def test_ids_that_were_published_and_then_lost_are_not_given_to_others(xml: bytes) -> None:
    _, published = ids.given(xml, "")
    ledger = "\n".join(f"text/one/#{key}" for key in published)
    assert not set(published) & set(ids.given(xml, ledger)[1])


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ('<pb n="40"/><p xml:id="x">a<note n="1">b</note></p>', ("p40-1",)),
        ('<pb n="51 [15]"/><p xml:id="x">a<note n="*">b</note></p>', ("p15-star",)),
        ('<pb n="XII"/><p xml:id="x">a<note n="†">b</note><note n="2)">c</note></p>', ("pxii-dagger", "pxii-2")),
        ('<p xml:id="x">a<note n="1">b</note><pb n="3"/><note>c</note></p>', ("pn-1", "p3-note")),
        ('<pb n="4"/><p xml:id="x"><note n="1">b</note><note n="1">c</note></p>', ("p4-1", "p4-1.2")),
        ('<pb n="4"/><p xml:id="x"><note n="1"><p>b</p></note></p>', ("p4-1",)),
        ('<pb n="4"/><p xml:id="x"><note type="editorial">b</note></p>', ("ed-1",)),
        ('<pb n="4"/><p xml:id="x"><note type="reason">b</note></p>', ()),
        ('<pb ed="#a" n="4"/><pb n="5"/><pb ed="#a" n="6"/><p xml:id="x"><note n="1">b</note></p>', ("p5-1",)),
    ],
)
def test_a_note_has_its_page_and_label_for_an_id(text: str, new: tuple[str, ...]) -> None:
    assert _new(text) == new


@pytest.mark.parametrize(
    "hidden", ['<!-- <p xml:id="par-8"> -->', '<![CDATA[<p xml:id="par-8">]]>', '<?old <p xml:id="par-8"?>']
)
def test_an_id_that_only_looks_like_one_is_left_alone_and_its_number_too(hidden: str) -> None:
    text = f"<hi>{hidden}</hi><p>{hidden}</p>"
    changed, new = ids.given(master(text).encode(), "")
    assert (changed.decode(), new) == (master(text.replace("<p>" + hidden, f'<p xml:id="par-9">{hidden}')), ("par-9",))


def test_a_note_in_the_ledger_keeps_its_id_for_ever() -> None:
    assert _new('<pb n="4"/><p xml:id="x"><note n="1">b</note></p>', "text/one/#fn-p4-1") == ("p4-1.2",)


def test_numbers_of_old_ids_in_the_register_and_in_capitals_count() -> None:
    assert _new("<p>a</p>", '<person xml:id="PAR-41"/>') == ("par-42",)


def test_what_names_nothing_and_what_is_no_text_of_ours_has_no_id() -> None:
    assert _new('<p xml:id="x"><title>a</title><term/><hi>b</hi><o:p xmlns:o="urn:o">c</o:p></p>') == ()


@pytest.mark.parametrize(
    "before", [b"\xef\xbb\xbf", b'<?xml version="1.0" encoding="utf-8"?>\r\n', "<!-- ж -->".encode()]
)
def test_what_stands_before_the_root_moves_no_id(before: bytes) -> None:
    xml = before + master("<p>“ж”</p>").encode()
    assert ids.given(xml, "") == (xml.replace("<p>“".encode(), '<p xml:id="par-1">“'.encode()), ("par-1",))


EVERYTHING = """<pb n="1"/><p>One <quote>two</quote>
<bibl corresp="reg:w">three</bibl> <term ref="reg:a">four</term></p>
<p><pb n="2"/></p>
<list><item>a<list><item>b</item></list></item></list>
<lg><lg><l>c</l></lg><lg><l>d</l></lg></lg>
<lg><l>e</l></lg>
<sp><p>f</p></sp>
<sp><speaker>G.</speaker><p>g</p></sp>
<table><row><cell>h</cell></row></table>
<table><head>i</head><row><cell>j</cell></row></table>
<figure><head>k</head><figDesc>l</figDesc></figure>
<quote><p>m</p></quote>
<p>n <index corresp="reg:a"/> <choice><sic>o</sic><corr resp="#ed" type="print" change="#r-1">p<note
type="reason">q</note></corr></choice><note n="1" place="foot">r</note></p>"""


def test_every_id_that_is_given_is_an_address_on_the_site(tmp_path: Path) -> None:
    xml, new = ids.given(master(EVERYTHING).encode(), "")
    works, subjects = '<bibl xml:id="w">W</bibl>', '<item xml:id="a"><term>A</term></item>'
    lists = f'<listBibl>{works}</listBibl><list type="subjects">{subjects}</list>'
    sources, _ = disk.sources(folder(tmp_path, xml, register(lists)))
    assert sources is not None
    book, problems = build.book(sources)
    assert book is not None, problems
    page = build.files(book)["text/one.md"].decode()
    anchors = set(re.findall(r"[{ ]#([\w-]+)[ }]", page)) | set(re.findall(r"^\[\^([\w-]+)\]:", page, re.MULTILINE))
    assert set(new) <= anchors
    assert len(new) > 20
