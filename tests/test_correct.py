"""`mastercopy correct`: the words are found as the reader reads them, and nothing but markup is put round them."""

import re
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from hypothesis import given, settings
from hypothesis import strategies as st

from mastercopy import build
from mastercopy.build import correcting
from mastercopy.build.reading import Book
from mastercopy.derive.asked import asked
from mastercopy.model import CorrectionKind
from mastercopy.read.corrected import Slip
from mastercopy.sources import Sources
from mastercopy.write import witness
from masters import ROOT, SCHEMA, folder, master
from test_cli import run
from test_release import publish
from test_release import text as released

TEXT = (
    '<pb n="1"/><head>On <emph rend="italic">words</emph></head>\n'
    '<p xml:id="par-1">They strcke the the\n   bell &amp; left<note xml:id="p1-1" n="1">They strcke too.</note>; '
    '<choice xml:id="c-1"><sic>thcn</sic><corr resp="#ed" type="print" change="#r-1">then<note type="reason">Why.'
    '</note></corr></choice> <hi rend="italic">strike</hi>s of facili<pb n="2" break="no" rend="hyphen"/>tates.</p>\n'
    '<p xml:id="par-2">They came again<!-- strcke -->, so they did. <![CDATA[R&D is here]]> On words</p>'
)
WHEN = "2026-11-23"


def correct(edition: Path, where: str, sic: str, corr: str, *more: str) -> Result:
    """How a correction of that day ends."""
    stated = ("--sic", sic, "--corr", corr, "--why", "It was misread.", "--date", WHEN, "--edition", str(edition))
    return run("correct", where, *stated, *more)


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """An edition's folder."""
    return folder(tmp_path, master(TEXT), schema=None)


def choice(sic: str, corr: str, *, key: str = "c-2", kind: str = "emendation", change: str = "r-1") -> str:
    """The correction as the encoding guide has it."""
    return (
        f'<choice xml:id="{key}"><sic>{sic}</sic><corr resp="#ed" type="{kind}" change="#{change}">{corr}'
        '<note type="reason">It was misread.</note></corr></choice>'
    )


def now(edition: Path) -> str:
    """The master."""
    return (edition / "book.xml").read_bytes().decode()


@pytest.mark.parametrize(
    ("where", "sic", "around", "more"),
    [
        ("par-1", "strcke", "They {strcke} the", ("--kind", "transcription")),
        ("p. 1 n. 1", "strcke", "They {strcke} too", ()),
        ("p. 1", "the\tbell  &", "{the\n   bell &amp;} left", ()),
        ("", "again, so", "{again<!-- strcke -->, so}", ()),
        ("one", "R&D is here", "{<![CDATA[R&D is here]]>}", ()),
        ("1-2", "words", "{words}</emph>", ("--n", "1")),
        ("", "did. R&D is here On", "so they {did. <![CDATA[R&D is here]]> On} words", ()),
    ],
)
def test_words_are_put_into_a_correction_and_no_other_byte_changes(
    edition: Path, where: str, sic: str, around: str, more: tuple[str, ...]
) -> None:
    old = now(edition)
    result = correct(edition, where, sic, "a < b", *more)
    assert result.exit_code == 0, result.output
    before, words, after = re.split(r"[{}]", around)
    kind = "transcription" if "transcription" in more else "emendation"
    marked = choice(words, "a &lt; b", kind=kind)
    assert now(edition) == old.replace(f"{before}{words}{after}", f"{before}{marked}{after}")
    assert "\n+ " in result.output
    assert run("check", "--edition", edition).exit_code == 0


@pytest.mark.parametrize(
    ("where", "sic", "said"),
    [
        ("p. 1", "strcke", "stands at 2 places; take more words into --sic, or choose by --n\n"),
        ("p. 1", "strck", "stands there only in other words; take the whole word"),
        ("p. 1", "strok", "doesn't stand there; near it come “strcke”"),
        ("p. 2", "strcke", "doesn't stand there"),
        ("p. 1", "thcn", "is corrected there already\n"),
        ("p. 1", "then", "they stand in the correction 'c-1' of line 4; edit it there"),
        ("p. 1", "strikes", "they go over the end of <hi> of line 4"),
        ("p. 1", "then strikes", "a part of them stands in a correction (line 4)"),
        ("p. 1", "left;", "the mark of a note stands in them (line 4)"),
        ("p. 1", "facilitates", "a page begins in them (line 4)"),
        ("p. 2", "facilitates", "a page begins in them (line 4)"),
        ("", "words They", "they go over the end of <emph> of line 2"),
        ("p. 2", "is", "they are in a CDATA section"),
        ("p. 9", "is", "there is no 'p. 9'"),
        ("", "On words", "stands at 2 places"),
        ("", "Why", "doesn't stand there"),
        ("", " ", "there are no words in it"),
        ("", "bell\x07", "U+0007 can't stand in XML"),
        ("", "bell", "the edition reads “bell” already"),
    ],
)
def test_what_cant_be_corrected_is_refused_with_the_reason(edition: Path, where: str, sic: str, said: str) -> None:
    before = now(edition)
    result = correct(edition, where, sic, "bell")
    assert (result.exit_code, said in result.output) == (2, True), result.output
    assert now(edition) == before


def test_places_are_shown_with_their_lines_and_chosen_by_number(edition: Path) -> None:
    shown = correct(edition, "p. 1", "strcke", "stroke").output
    assert re.findall(r":(\d+): (\d): (.*)$", shown, re.MULTILINE) == [
        ("3", "1", "… On words They [strcke] the the bell & left; then str…"),
        ("4", "2", "…They [strcke] too.…"),
    ]
    assert correct(edition, "p. 1", "strcke", "stroke", "--n", "3").exit_code == 2
    assert correct(edition, "p. 1", "strcke", "stroke", "--n", "2").exit_code == 0
    assert f"They {choice('strcke', 'stroke')} too" in now(edition)


def test_a_dry_run_shows_the_correction_and_writes_nothing(edition: Path) -> None:
    before = now(edition)
    result = correct(edition, "par-1", "strcke", "stroke", "--dry-run")
    assert (result.exit_code, choice("strcke", "stroke") in result.output) == (0, True)
    assert now(edition) == before


def test_a_correction_of_another_day_has_an_entry_of_its_own_and_later_ones_share_it(edition: Path) -> None:
    before = now(edition)
    entry = '<change xml:id="r-2" when="2027-01-02" who="#ed">Corrections.</change>'
    assert correct(edition, "par-1", "strcke", "stroke", "--date", "2027-01-02").exit_code == 0
    one = before.replace("First encoding.</change>", f"First encoding.</change>{entry}")
    one = one.replace("They strcke the", f"They {choice('strcke', 'stroke', change='r-2')} the")
    assert now(edition) == one
    assert correct(edition, "p1-1", "strcke", "stroke", "--date", "2027-01-02").exit_code == 0
    assert now(edition) == one.replace("strcke too", f"{choice('strcke', 'stroke', key='c-3', change='r-2')} too")


def test_an_entry_that_was_released_gets_no_more_corrections(tmp_path: Path) -> None:
    made = folder(tmp_path, released(TEXT, "1.0.0", WHEN))
    assert publish(made, "1.0.0", WHEN).exit_code == 0
    assert correct(made, "par-1", "strcke", "stroke").exit_code == 0
    assert '<change xml:id="r-2" when="2026-11-23" who="#ed">Corrections.</change></revisionDesc>' in now(made)
    assert correct(made, "p1-1", "strcke", "stroke").exit_code == 0
    assert now(made).count("<change ") == 2


_LATER = '<change xml:id="r-8" when="2026-01-02" who="#ed">b</change>'
_LISTS = (
    ("", "<revisionDesc>{0}</revisionDesc></teiHeader>", "</teiHeader>"),
    (
        '<revisionDesc>\r\n  <change xml:id="r-1" when="2026-01-01" who="#ed">a</change>\r\n</revisionDesc>',
        ">a</change>\r\n  {0}\r\n</revisionDesc>",
        ">a</change>\r\n</revisionDesc>",
    ),
    (
        f'<revisionDesc>\n\t{_LATER}\n\t<change xml:id="r-1" when="2026-01-01" who="#ed">a</change>\n</revisionDesc>',
        '<revisionDesc>\n\t{0}\n\t<change xml:id="r-8"',
        '<revisionDesc>\n\t<change xml:id="r-8"',
    ),
)  # fmt: skip


@pytest.mark.parametrize(("changes", "after", "before"), _LISTS)
def test_an_entry_is_laid_out_as_the_others_are(tmp_path: Path, changes: str, after: str, before: str) -> None:
    whole = master('<pb n="1"/><p xml:id="par-1">One strcke.</p>')
    old = whole.replace(re.findall(r"<revisionDesc>.*</revisionDesc>", whole)[0], changes)
    made = folder(tmp_path, old.encode())
    assert correct(made, "", "strcke", "stroke").exit_code == 0
    key = "r-9" if "r-8" in changes else "r-2" if changes else "r-1"
    entry = f'<change xml:id="{key}" when="{WHEN}" who="#ed">Corrections.</change>'
    marked = choice("strcke", "stroke", key="c-1", change=key)
    assert now(made) == old.replace(before, after.format(entry)).replace("strcke", marked)


def test_a_byte_order_mark_a_prefix_and_the_ends_of_lines_stay(tmp_path: Path) -> None:
    plain = master('<pb n="1"/>\n<p\n xml:id = \'par-1\' >A — str&#99;ke\nof &#x2014; 𝔘.</p>')  # fmt: skip
    prefixed = re.sub(r"<(/?)(\w)", r"<\1t:\2", plain).replace("xmlns=", "xmlns:t=").replace("\n", "\r\n")
    made = folder(tmp_path, ("\ufeff" + prefixed).encode())
    assert correct(made, "p. 1", "strcke of — 𝔘.", "stroke").exit_code == 0
    marked = re.sub(r"<(/?)(\w)", r"<\1t:\2", choice("str&#99;ke\r\nof &#x2014; 𝔘.", "stroke", key="c-1"))
    assert now(made) == "\ufeff" + prefixed.replace("str&#99;ke\r\nof &#x2014; 𝔘.", marked)


def test_who_corrects_is_the_only_person_or_is_named(tmp_path: Path) -> None:
    more = '<respStmt xml:id="al"><resp>read by</resp><name>Al</name></respStmt></titleStmt>'
    made = folder(tmp_path, master('<pb n="1"/><p xml:id="par-1">strcke</p>').replace("</titleStmt>", more))
    unsaid = correct(made, "", "strcke", "stroke")
    assert (unsaid.exit_code, "ed (the editors), al (Al)" in unsaid.output) == (2, True)
    assert correct(made, "", "strcke", "stroke", "--who", "x").exit_code == 2
    assert correct(made, "", "strcke", "stroke", "--who", "#al").exit_code == 0
    assert 'resp="#al" type="emendation" change="#r-2"' in now(made)


def test_a_master_that_was_saved_meanwhile_is_left(edition: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = correcting.correct

    def saving(*arguments: Any) -> Any:
        (edition / "book.xml").write_text("saved by somebody else", encoding="utf-8")
        return done(*arguments)

    monkeypatch.setattr(correcting, "correct", saving)
    result = correct(edition, "par-1", "strcke", "stroke")
    assert (result.exit_code, "was changed meanwhile; nothing was written" in result.output) == (1, True)
    assert now(edition) == "saved by somebody else"


def test_nothing_is_written_where_the_book_couldnt_be_built(tmp_path: Path) -> None:
    made = folder(tmp_path, released('<pb n="1"/><p xml:id="par-1">One two three four five six.</p>', "1.0.0", WHEN))
    assert publish(made, "1.0.0", WHEN).exit_code == 0
    before = now(made)
    result = correct(made, "p. 1", "One two three four five six.", "Quite another thing stands here now.")
    assert (result.exit_code, "nothing was written:" in result.output, " A002 " in result.output) == (1, True, True)
    assert now(made) == before


def test_the_transcription_still_comes_back_from_our_master(tmp_path: Path) -> None:
    name = "foundations-of-leninism-iv"
    old = (ROOT / "edition" / f"{name}.xml").read_bytes()
    made = folder(tmp_path, "", (ROOT / "edition" / "register.xml").read_bytes())
    (made / "book.xml").unlink()
    (made / f"{name}.xml").write_bytes(old)
    (made / "witness").mkdir()
    (made / "witness" / f"{name}.txt").write_bytes((ROOT / "edition" / "witness" / f"{name}.txt").read_bytes())
    assert correct(made, "p. 40", "panic stricken", "panic-stricken").exit_code == 0
    assert (made / f"{name}.xml").read_bytes() != old


# ---- any word of any master

_WORD = st.sampled_from(
    ["word", "Word", "the", "a-b", "“ж”", "é", "e\u0301x", "𝔘n", "漢字", "R&amp;D", "x&#x2014;y", "1&lt;2", "o'clock",
     "a\u00a0b", "end.", "&#119;ord", "end&#46;", "wo<!-- word -->rd", "<![CDATA[word]]>", "<![CDATA[a & b]]>c",
     "x<?y word?>", "שלום", "(the"]
)  # fmt: skip
_SPACE = st.sampled_from([" ", " ", "\n   ", "\r\n", " \t ", " <!-- the word --> ", "&#32;"])
_SLIP = (
    '<choice xml:id="c-@"><sic>wrod</sic><corr resp="#ed" type="print" change="#r-1">word<note type="reason">the word'
    "</note></corr></choice>"
)
_LEAF = st.sampled_from(
    [_SLIP, '<note xml:id="n-@" n="@">the word\n<hi rend="bold">é</hi>x</note>', "word<lb/>", ' <pb n="@"/>word',
     'wo<pb n="@" break="no"/>rd', 'wo <pb n="@" break="no" rend="hyphen"/> rd', '<gap reason="lost"/>',
     '<note type="editorial" xml:id="ed-@" resp="#ed">the word</note>', '<pb ed="x" n="@"/>the']
)  # fmt: skip
_AROUND = st.sampled_from(
    ['<hi rend="italic">{}</hi>', '<emph rend="spaced">{}</emph>', '<foreign xml:lang="de">{}</foreign>',
     "<q>{}</q>", "<title>{}</title>", 'wo<hi rend="bold">x {}</hi>rd', '<hi rend="italic"> {} </hi>']
)  # fmt: skip


def _run(part: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Words with white space between them."""
    pairs = st.lists(st.tuples(part, _SPACE), min_size=1, max_size=5)
    return pairs.map(lambda found: "".join(f"{word}{space}" for word, space in found).strip())


_PHRASES = _run(_WORD | st.builds(str.format, _AROUND, _run(_WORD | _LEAF)) | _LEAF)
_BLOCKS = st.sampled_from(
    ['<p xml:id="par-@">{}</p>', '<list><item xml:id="i-@">{}</item></list>', '<lg xml:id="v-@"><l>{}</l></lg>',
     '<quote xml:id="q-@"><p xml:id="par-@">{}</p></quote>', "<table xml:id='t-@'><row><cell>{}</cell></row></table>"]
)  # fmt: skip


@st.composite
def masters(draw: st.DrawFn) -> bytes:
    """A master that can be built, with everything in it that makes it hard to find words."""
    blocks = [form.format(text) for form, text in draw(st.lists(st.tuples(_BLOCKS, _PHRASES), min_size=1, max_size=3))]
    numbers = count(2)
    text = re.sub("@", lambda _: str(next(numbers)), "\n".join(['<pb n="1"/>', *blocks]))
    return master(text).encode()


def built(sources: Sources) -> Book:
    """The book, which has no problems."""
    made, problems = build.book(sources)
    assert made is not None, (problems, sources.master)
    return made


@settings(max_examples=60)
@given(masters(), st.tuples(*[st.integers(0, 10**6)] * 3), st.sampled_from([WHEN, "2027-01-01"]))
def test_any_word_of_any_page_is_corrected_and_nothing_else_changes(
    xml: bytes, chance: tuple[int, int, int], day: str
) -> None:
    sources = Sources(("edition/book.xml", xml), schema=("edition/edition.rng", SCHEMA))
    made = built(sources)
    texts = [(page, text) for page, of in made.history.text.items() for text in of.values() if text.strip()]
    if not texts:
        return
    page, text = texts[chance[0] % len(texts)]
    words = text.replace("\n", " ").split(" ")
    word = words[chance[1] % len(words)]
    found = correcting.find(made, asked(f"p. {page}", made.sections, made.survey), word)
    assert found.places or found.cut, (word, sources.master)
    whole = [place for place in found.places if not place.fault]
    if not whole:
        return
    slip = Slip("Xq & <y>", "Since > it & was.", CorrectionKind.PRINT, "ed", day)
    place = whole[chance[2] % len(whole)]
    after, key, problems = correcting.correct(made, place, slip)
    assert after is not None, (problems, sources.master)
    assert undone(after.master[1], key) == sources.master[1]
    again = built(after)
    assert witness.departure(witness.witness(made.edition), witness.witness(again.edition)) is None
    old, new = ({(p, n): t for p, of in one.history.text.items() for n, t in of.items()} for one in (made, again))
    changed = [at for at in old if old[at] != new[at]]
    assert old.keys() == new.keys()
    assert len(changed) == 1
    was, reads = old[changed[0]], new[changed[0]]
    replaced = {was[: at.start()] + slip.reading + was[at.end() :] for at in re.finditer(re.escape(word), was)}
    assert reads in replaced


def undone(xml: bytes, key: str) -> bytes:
    """The master without what the correction put into it."""
    opening = f'<choice xml:id="{key}"><sic>'.encode()
    assert xml.count(opening) == 1
    before, _, rest = xml.partition(opening)
    left, _, right = rest.partition(b"</sic><corr ")
    entry = b'<change xml:id="r-2" when="2027-01-01" who="#ed">Corrections.</change>'
    return before.replace(entry, b"") + left + right.partition(b"</corr></choice>")[2]
