"""The links of a built site: each rule by its cases, addresses by RFC 3986, HTML that means no good, our own site.

A case is a file: a title, files after `---- NAME`, perhaps `---- offline`, and the messages that they give.
"""

import gzip
import posixpath
import re
import shutil
import time
from itertools import combinations
from pathlib import Path
from urllib.parse import quote, unquote, urljoin, urlsplit

import pytest
from click.testing import CliRunner, Result
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from lxml import etree

from mastercopy import disk, links
from mastercopy.cli import main
from mastercopy.links import addresses
from mastercopy.links.addresses import Place, Url
from mastercopy.problems import CODES
from mastercopy.read import css, html

CASES = sorted((Path(__file__).parent / "links").glob("*.txt"))
_SECTION = re.compile(r"^---- (.+)\n", re.MULTILINE)


def sections(case: Path) -> dict[str, str]:
    """The sections of a case by their names, without its title."""
    _, *rest = _SECTION.split(case.read_text(encoding="utf-8"))
    return dict(zip(rest[::2], rest[1::2], strict=True))


def shown(parts: dict[str, str]) -> str:
    """What is said of the files of a case."""
    files = {
        name.removeprefix("latin-1 "): text.encode("latin-1" if name.startswith("latin-1 ") else "utf-8")
        for name, text in parts.items()
        if name not in {"offline", "messages"}
    }
    found = links.check(files, shown="site", index="" if "offline" in parts else "index.html")
    counted = f"links: {found.links}, pages: {found.pages}, elsewhere: {found.elsewhere}"
    return "\n".join([*map(str, found.problems), counted, ""])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.stem)
def test_a_case_gives_its_messages(case: Path, golden: bool) -> None:  # noqa: FBT001 # a fixture
    parts = sections(case)
    found = shown(parts)
    if golden:
        content = case.read_text(encoding="utf-8").partition("---- messages\n")[0]
        case.write_text(f"{content}---- messages\n{found}", encoding="utf-8")
    else:
        assert found == parts["messages"]
    code, _, rest = case.stem.partition("-")
    assert (f" {code} " in found) is not rest.startswith("not-")


def test_every_code_has_a_case_that_gives_it_and_one_that_nearly_does() -> None:
    codes = {code for code in CODES if code.startswith("L")}
    assert {case.stem.partition("-")[0] for case in CASES if "-not-" not in case.stem} == codes
    assert {case.stem.partition("-")[0] for case in CASES if "-not-" in case.stem} == codes


# ---- addresses


_PARTS = st.sampled_from(("..", "..", ".", "a", "b", "iv-1", "a b", "é", "x;y", "index.html", "...", "p%2Fq"))
_PATHS = st.builds(
    lambda root, parts, slash: f"{root}{'/'.join(parts)}{slash if parts else ''}",
    st.sampled_from(("", "", "/", "/edition/", "//example.org/", "https://example.org/edition/", "http://a.example/")),
    st.lists(_PARTS, max_size=6),
    st.sampled_from(("", "/")),
)
_REFERENCES = st.builds(
    "{}{}{}".format,
    _PATHS,
    st.sampled_from(("", "?", "?a=../b/", "?a:b/?c")),
    st.sampled_from(("", "#", "#p44", "#a/../b?c#d")),
)
_FOLDERS = st.sampled_from(("text", "iv-1", "a b", "é", "100%", "what?", "no #1", "a:b", "%41"))
_PLACES = st.lists(_FOLDERS, max_size=4).map(lambda folders: "/".join((*folders, "index.html")))


@given(_PLACES, _REFERENCES)
def test_an_address_is_resolved_as_the_standard_library_resolves_it(place: str, reference: str) -> None:
    site = addresses.root("https://example.org/edition/")
    found = addresses.resolved(reference, addresses.of_page(place, site))
    expected = urlsplit(urljoin(f"https://example.org/edition/{quote(place)}", reference))
    assert isinstance(found, Url)
    assert found.fragment == expected.fragment
    assert (found.scheme, found.host) == (expected.scheme, expected.netloc)
    path = urlsplit(urljoin("/", expected.path)).path  # a whole address comes back from urljoin with its dots
    assert found.path == path
    inside = expected.netloc == "example.org" and f"{path}/".startswith("/edition/")
    goal = addresses.goal(found, site)
    assert isinstance(goal, Place) is (inside and not found.climbs)
    if isinstance(goal, Place):
        parts = path.removeprefix("/edition").removeprefix("/").split("/")
        assert goal.path == "/".join(part if "%2F" in part else unquote(part) for part in parts)


_NAMES = st.lists(
    st.text(st.characters(codec="utf-8", exclude_characters="/"), min_size=1, max_size=4).filter(
        lambda name: name not in {".", ".."}
    ),
    min_size=1,
    max_size=3,
).map("/".join)


@given(_NAMES, _NAMES, st.sampled_from(("index.html", "page.html")), st.booleans())
@example("a", "a:b", "page.html", False)
def test_a_link_is_broken_if_and_only_if_its_file_is_missing(here: str, there: str, name: str, missing: bool) -> None:  # noqa: FBT001
    page, other = f"{here}/from.html", f"{there}/{name}"
    link = quote(posixpath.relpath(other, here))
    files = {page: f'\n<a href="{link}#a">'.encode(), other: b'<p id="a">'}
    if missing:
        del files[other]
    found = links.check(files, shown="site").problems
    assert [(problem.line, problem.code) for problem in found] == [(2, "L001")] * missing


# ---- HTML


_PIECES = (
    "<", ">", "=", '"', "'", "/", "/>", " ", "\n", "\t", "-", "x", "é", "&", "<a", "<b ", "</a>", "</a ", "</>", "</",
    "<!", "<?", " href=", "HREF='", "a=b", "id=1 ", "<!--", "-->", "--!>", "<!-->", "<![CDATA[", "]]>", "&amp;", "&lt",
    "&copy=", "&copy ", "&#65;", "&#x41", "&notit;", "<script>", "<script ", "</script>", "</scrip", "<style>",
    "</style >", "<title>", "<textarea>", "</TEXTAREA>",
)  # fmt: skip
_CLOSED = re.compile(r"<(?:script|style|textarea|title)[^>]*/>", re.IGNORECASE)


@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
@settings(max_examples=1000)
@example('<a href="x&copy=1&copy2&copy &amp=&amp;=&notit;&not;it&#65&#x41;&#x41&&#;&#x;&x">')
@example('<a href="x><b>')
@example("<a href='x><b>")
@example("<a b='x'href=y/><b a=1 A=2><c =d =e>")
@example("<script><!--<script></script><b>--></script><b>")
@example("<script><!--><script></script><b>")
def test_tags_and_attributes_are_those_that_libxml2_finds(text: str) -> None:
    # Which follows the same standard since 2.14, but for pictures, and a / that it takes for the end of an element.
    assume(not _CLOSED.search(text))
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    tree = etree.fromstring(f"<body>{text}".encode(), parser)
    expected = [(element.tag, dict(element.attrib)) for element in tree.iter() if element.tag not in {"html", "body"}]
    names = {text[begin:end].lower() for begin, end in combinations(range(len(text) + 1), 2)}
    found = [
        (tag.name, {name: value.text for name, value in html.attributes(tag, names).items()}) for tag in html.tags(text)
    ]
    assert found == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("<svg><title/><a>", ["svg", "title", "a"]),
        ("<svg/><title><a></title><b>", ["svg", "title", "b"]),
        ("<svg a=b/><title><a></title><b>", ["svg", "title", "a", "b"]),
        ("<svg><style><a></style></svg><title><a></title>", ["svg", "style", "title"]),
        ("<svg><script/><a></svg>", ["svg", "script", "a"]),
        ("<svg><![CDATA[<a>]]><b></svg><![CDATA[<a>]]>", ["svg", "b"]),
        ("<title/><a></title><b>", ["title", "b"]),
        ("<plaintext><a>", ["plaintext"]),
    ],
)
def test_in_a_picture_other_rules_hold(text: str, names: list[str]) -> None:
    assert [tag.name for tag in html.tags(text)] == names


_BEGINNINGS = (
    "<div>", "<a href=x>", "<p><b></i>", "<svg>", "<template>", "<!--", "<![CDATA[", "</", "<?", "<a ", "<a b=' ",
    "<p id=a>", '<a b=" <', "<a b=x", "<script><!--", "<script><!--<script>", "<style>", "<title>", "<style>@import ",
    "<style>url(", "<style>/*", "<style>\\", '<style>"', "<style>'\\", '<script type=json>"\\', "<script type=json>[",
    "<base href=..>", '<script type=json>{"', "<meta content=http:",
)  # fmt: skip
_FRAMES = (
    '<a href="{}', '<a href="{}">', "<a {}>", "<svg {}/>", '<a style="{}">', '<img srcset="{}">', "<p id='{}'>",
    '<meta http-equiv=refresh content="{}">', "<style>{}</style>", '<script type=json>"{}"</script>', '<a ping="{}">',
    "<!-- {} -->", "<title>{}</title>", '<a href="&#{};">', '<base href="{}"><a href=x>',
)  # fmt: skip
_LETTERS = (
    "x", " ", ",", "x, ", "../", "a/", "%2e%2e/", "&", "&amp;", "&#1", "&#", "1", "a=1 ", "= ", "/ ", "\\", "url(",
    "url( ", '"', "'", '\\"', "(", "{", "x (", "#", "?", ":~:", "\n", "\0", "é", "\ud800", "@import ", "/*", "//", ";",
    "https:", "https://example.org/", '>"',
)  # fmt: skip


@pytest.mark.parametrize("beginning", _BEGINNINGS)
def test_what_begins_over_and_over_takes_little_time(beginning: str) -> None:
    _in_little_time("index.html", beginning * 30_000)


@pytest.mark.parametrize("frame", _FRAMES)
def test_what_is_very_long_takes_little_time(frame: str) -> None:
    for letters in _LETTERS:
        _in_little_time("index.html", frame.replace("{}", letters * 30_000))


@pytest.mark.parametrize("name", ["index.html", "a.svg", "a.css", "a.json", "a.xml"])
@pytest.mark.parametrize("frame", ["{}", '"http:{}"', 'url("{}")'])
def test_a_file_of_any_kind_takes_little_time(name: str, frame: str) -> None:
    for letters in _LETTERS:
        _in_little_time(name, frame.replace("{}", letters * 30_000))


def _in_little_time(name: str, text: str) -> None:
    """Holds that the links of such a file are found in a time that grows with its length, and not with the square."""
    before = time.process_time()
    found = links.check({name: text.encode(errors="surrogatepass")}, shown="site")
    assert time.process_time() - before < 3, text[:40]
    assert all(len(str(problem)) < 2500 for problem in found.problems[:10])


# ---- CSS


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a { b: url(x.png) url( 'y z.png' ) URL(\"w\") }", ["x.png", "y z.png", "w"]),
        ("@import 'a.css' print; @IMPORT \"b.css\"; @import url(c.css);", ["a.css", "b.css", "c.css"]),
        (
            r"a { b: url(a\ b\29 c\00002ed) url('\'\61 \
            z') }",
            ["a b)c.d", "'a            z"],
        ),
        (r"a { b: url(\0) url(\d800 ) url(\110000) }", ["\ufffd", "\ufffd", "\ufffd"]),
        ("/* url(x) */ a { content: 'url(x)' \"url(x)\"; b: my-url(x) _url(x) }", []),
        ("url(x", ["x"]),
        ('@import "x', ["x"]),
        ("a { b: url() }", [""]),
    ],
)
def test_addresses_in_a_style_sheet_are_found_however_they_are_written(text: str, found: list[str]) -> None:
    assert [address for address, _ in css.addresses(text)] == found


# ---- what is packed


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<loc>https://example.org/none</loc>", "is not packed"),
        (gzip.compress(b"<loc>https://example.org/none</loc>", mtime=0), "L001 https://example.org/none leads to none"),
        (gzip.compress(b"<loc>https://example.org/</loc>", mtime=0)[:-9], "L006 is cut off"),
        (gzip.compress(b" " * (50 * 2**20 + 1), 1, mtime=0), "L006 is cut off, or has more than 52428800 bytes"),
    ],
)
def test_a_packed_sitemap_is_read_and_what_has_no_end_is_not(content: bytes, said: str) -> None:
    home = b'<link rel=canonical href="https://example.org/">'
    found = links.check({"index.html": home, "sitemap.xml.gz": content}, shown="site").problems
    expected = "L006 can't be unpacked" if said == "is not packed" else said
    assert [str(problem).partition(": ")[2].startswith(expected) for problem in found] == [True]


# ---- our site


def run(*arguments: str | Path) -> Result:
    """How the command ends in this process; an exception that it lets through is raised."""
    return CliRunner().invoke(main, ["links", *map(str, arguments)], catch_exceptions=False)


def test_every_link_of_our_site_leads_to_something_that_is_there(site: Path, published: Path, home: Path) -> None:
    for arguments in ((site,), (published,), (home.parent, "--offline")):
        result = run("--site", *arguments)
        assert (result.exit_code, result.stderr) == (0, "")
        said = re.search(r": (\d+) links on (\d+) pages ", result.stdout)
        assert said is not None
        assert int(said[1]) > 1500
        assert int(said[2]) == len([*arguments[0].rglob("*.html")]) > 15


def test_links_that_are_broken_in_our_site_are_said_at_their_lines_all_at_once(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(site, tmp_path / "site")
    monkeypatch.chdir(tmp_path)
    page = tmp_path / "site/text/iv-1/index.html"
    before = page.read_text(encoding="utf-8")
    changed = before.replace('id="p39"', 'id="p93"').replace('href="../iv-2/"', 'href="../iv-9/"')
    page.write_text(changed, encoding="utf-8")
    line = changed[: changed.index('href="../iv-9/"')].count("\n") + 1
    result = run()
    assert (result.exit_code, result.stdout) == (1, "")
    said = result.stderr.splitlines()
    assert f"site/text/iv-1/index.html:{line}: L001 ../iv-9/ leads to text/iv-9/, and there is no such file" in said
    assert any(" L002 ../iv-1/#p39 leads to a place that text/iv-1/index.html doesn't have" in line for line in said)
    assert {line.split(" ")[1] for line in said} == {"L001", "L002"}


def test_from_the_disk_the_links_of_a_site_that_is_served_lead_to_folders(site: Path) -> None:
    result = run("--site", site, "--offline")
    assert result.exit_code == 1
    assert f"{site}/index.html:" in result.stderr
    assert " L001 text/iv/ leads to text/iv/, a folder\n" in result.stderr


@pytest.mark.parametrize("folder", ["none", "empty"])
def test_a_folder_without_a_site_has_no_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path)
    result = run("--site", folder)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"{folder}: holds no site; `mastercopy site` builds it\n"


def test_a_link_of_the_disk_that_leads_out_of_the_site_is_no_file_of_it(tmp_path: Path) -> None:
    disk.replace(tmp_path / "secret.txt", b"")
    disk.replace(tmp_path / "site/index.html", b'<a href="secret.txt">1</a> <a href="home.html">2</a>')
    (tmp_path / "site/secret.txt").symlink_to("../secret.txt")
    (tmp_path / "site/home.html").symlink_to("index.html")
    assert [*disk.Shelf(tmp_path / "site")] == ["home.html", "index.html"]
    result = run("--site", tmp_path / "site")
    assert result.stderr.count(" L001 secret.txt leads to secret.txt, and there is no such file") == 2


def test_a_shelf_has_the_files_that_are_inside(site: Path) -> None:
    assert dict(disk.Shelf(site)) == disk.inside(site)
    assert len(disk.Shelf(site)) == len(disk.inside(site))
