"""The site as an archive: which links are changed and how, what is in it, and all of it in a browser, from the disk."""

import io
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlsplit
from urllib.request import url2pathname

import pytest
from click.testing import CliRunner, Result
from hypothesis import example, given
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page, Request

from browsing import at_rest
from mastercopy import disk
from mastercopy.cli import main
from mastercopy.offline import archive, rewritten
from masters import folder, master

_PATHS = frozenset({"index.html", "text/iv/index.html", "text/iv-1/index.html", "a b/index.html", "a&b/index.html"})
_PAGE = "text/iv/index.html"


@pytest.mark.parametrize(
    ("link", "becomes"),
    [
        ("../iv-1/", "../iv-1/index.html"),
        ("../iv-1", "../iv-1/index.html"),
        ("../iv-1/#p44", "../iv-1/index.html#p44"),
        ("../iv-1/?h=state", "../iv-1/index.html?h=state"),
        ("../iv-1/?h=a/../b/#p44", "../iv-1/index.html?h=a/../b/#p44"),
        (".", "./index.html"),
        ("./", "./index.html"),
        ("./#p44", "./index.html#p44"),
        ("../..", "../../index.html"),
        ("../../", "../../index.html"),
        ("../../a%20b/", "../../a%20b/index.html"),
        ("../../a&amp;b/", "../../a&amp;b/index.html"),
        ("../../a&#38;b/?c&amp;d#e", "../../a&#38;b/index.html?c&amp;d#e"),
        ("../iv-1/?a=1&copy=2", "../iv-1/index.html?a=1&copy=2"),
        (" ../iv-1/\n", " ../iv-1/index.html\n"),
    ],
)
def test_a_link_to_a_folder_leads_to_its_page(link: str, becomes: str) -> None:
    assert rewritten(f'<p><a href="{link}">IV</a>', _PAGE, _PATHS) == f'<p><a href="{becomes}">IV</a>'


@pytest.mark.parametrize(
    "link",
    [
        *("", "#p44", "?h=state", "../iv-1/index.html", "../iv-1/index.html#p44"),
        *("../none/", "..", "..#p44", "../../../", "../../../text/iv-1/", "../iv-1/none/"),
        *("/", "/text/iv-1/", "//text/iv-1/", "https://example.org/text/iv-1/", "https:../iv-1/"),
        *("https://example.org/../../../iv-1/", "file:/../../iv-1/", "mailto:../iv-1/", "data:../iv-1/"),
        *("../iv-1/ x", "../iv-1/&num;p44"),
    ],
)
def test_a_link_that_leads_to_no_folder_of_the_site_stays(link: str) -> None:
    source = f'<a href="{link}">IV</a>'
    assert rewritten(source, _PAGE, _PATHS) == source


@pytest.mark.parametrize(
    "becomes",
    [
        "<a href='../iv-1/+'>",
        "<a href=../iv-1/+>",
        "<a href=../iv-1/+#p44 id=x>",
        "<A\n\tCLASS = md-nav__link HREF\n= '../iv-1/+#P44'\n>",
        "<a title='1 > 0 href=\"../iv-1/\"' download href=../iv-1/+>",
        '<link rel="next" href="../iv-1/+" />',
        '<svg><a xlink:href="../iv-1/+"/></svg>',
        '<map><area href="../iv-1/+"></map>',
        '<iframe src="../iv-1/+"></iframe>',
        '<form action="../iv-1/+"><button formaction="../iv-1/+"><input formaction="../iv-1/+">',
        'ä\r\n€ 𝔞\r<a href="../iv-1/+">\r\n\n<a href="../iv-1/+"><a href="../iv-1/+">',
        '<noscript><a href="../iv-1/+">IV</a></noscript>',
    ],
)
def test_a_link_is_found_however_it_is_written(becomes: str) -> None:
    assert rewritten(becomes.replace("+", ""), _PAGE, _PATHS) == becomes.replace("+", "index.html")


@pytest.mark.parametrize(
    "source",
    [
        '<!-- <a href="../iv-1/"> -->',
        "<script>document.write('<a href=\"../iv-1/\">')</script>",
        '<script type="application/json">{"base": "../..", "link": "<a href=\'../iv-1/\'>"}</script>',
        "<style>a[href='../iv-1/'] { color: red }</style>",
        '<p title=\'<a href="../iv-1/">\' data-href="../iv-1/">&lt;a href="../iv-1/"&gt;',
        '<img src="../iv-1/"><blockquote cite="../iv-1/"><p href="../iv-1/">',
        '<![CDATA[<a href="../iv-1/"]]><?a href="../iv-1/"?><!DOCTYPE a href="../iv-1/">',
        '<![no[<a href="../iv-1/"]]><![ <a href="../iv-1/"><![',
        '<a href="../iv-1/',
    ],
)
def test_what_is_no_link_stays(source: str) -> None:
    assert rewritten(source, _PAGE, _PATHS) == source


_HTML = st.lists(
    st.sampled_from(
        ["<", ">", "=", '"', "'", "&", "<a ", "<link ", " href=", " HREF='", "</a>", "<!--", "-->", "<script>"]
    )
    | st.sampled_from(
        ["</script>", '<a href="', "../iv-1/", "../iv-1", "#p44", "?", "/", " ", "\n", "\r\n", "\0", "<![CDATA[", "<!["]
    )
    | st.text(max_size=3),
    max_size=40,
).map("".join)


@given(_HTML)
@example('<a href="../iv-1/">')
def test_html_in_which_nothing_leads_to_a_folder_comes_back_letter_for_letter(html: str) -> None:
    assert rewritten(html, _PAGE, frozenset({"iv-1", "style.css"})) == html


@given(_HTML)
@example('<a href="../iv-1/">')
def test_nothing_is_put_in_but_the_name_of_the_page_and_nothing_taken_away(html: str) -> None:
    changed = rewritten(html, _PAGE, _PATHS)
    assert changed.replace("index.html", "").replace("/", "") == html.replace("/", "")
    assert rewritten(changed, _PAGE, _PATHS) == changed


@pytest.mark.parametrize("source", ["<a ", "<a b=x", "<a href='", "<!--", "<![", "<a href=&#9", "<a href=../iv-1/>"])
def test_html_that_means_no_good_is_packed_in_little_time(source: str) -> None:
    before = time.process_time()
    assert rewritten(source * 30_000, _PAGE, _PATHS).startswith(source.removesuffix(">"))
    assert time.process_time() - before < 3


def test_a_sign_with_a_number_that_there_is_not_stays() -> None:
    source = f'<a href="../iv-1&#{"9" * 5000};/">IV</a>'
    assert rewritten(source, _PAGE, _PATHS) == source


_FILES = {
    "index.html": b'<a href="text/iv/">IV</a>',
    "text/iv/index.html": b'<a href="../..">\xff</a>\r\n',
    "text/iv/data.js": b'"<a href=../../>"',
    "404.html": b'<a href="/text/iv/">IV</a>',
    "sitemap.xml": b"<urlset/>",
    "sitemap.xml.gz": b"",
}


def unpacked(content: bytes) -> dict[str, bytes]:
    """The files of an archive, in its order."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def test_an_archive_has_the_files_in_one_folder_less_those_of_a_server() -> None:
    assert list(unpacked(archive(_FILES, name="book")).items()) == [
        ("book/index.html", b'<a href="text/iv/index.html">IV</a>'),
        ("book/text/iv/data.js", b'"<a href=../../>"'),
        ("book/text/iv/index.html", b'<a href="../../index.html">\xff</a>\r\n'),
    ]


def test_an_archive_says_nothing_of_a_day_or_a_machine() -> None:
    assert archive(_FILES, name="book") == archive(dict(reversed(_FILES.items())), name="book")
    with zipfile.ZipFile(io.BytesIO(archive(_FILES, name="book"))) as packed:
        for entry in packed.infolist():
            assert (entry.date_time, entry.create_system, entry.external_attr) == (
                (1980, 1, 1, 0, 0, 0),
                3,
                0o100644 << 16,
            )


@pytest.mark.parametrize("path", ["/etc/x", "../x", "a/../../x", "a//x", "./x", "..\\x", "\\x", "", "a/.."])
def test_no_name_in_an_archive_leads_out_of_it(path: str) -> None:
    with pytest.raises(OSError, match="can't be the name of a file in an archive"):
        archive({path: b""}, name="book")


@pytest.mark.parametrize("name", ["", ".", "..", "C:", "/etc", "a/../.."])
def test_no_folder_of_an_archive_leads_out_of_where_it_is_unpacked(name: str) -> None:
    with pytest.raises(OSError, match="can't be the name of a file in an archive"):
        archive(_FILES, name=name)


def run(*arguments: str | Path) -> Result:
    """How the command ends in this process; an exception that it lets through is raised."""
    return CliRunner().invoke(main, ["offline", *map(str, arguments)], catch_exceptions=False)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with an edition and a site."""
    folder(tmp_path, master("<p>One.</p>"))
    for name, content in _FILES.items():
        disk.replace(tmp_path / "site" / name, content)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_archive_is_named_after_the_master_and_the_command_says_how_to_read_it(here: Path) -> None:
    result = run()
    assert (result.exit_code, result.stdout) == (
        0,
        "build/book.zip: the site. To read it, unpack it and open book/index.html in a browser\n",
    )
    assert (here / "build/book.zip").read_bytes() == archive(_FILES, name="book")
    assert run("--to", "elsewhere/other.zip").exit_code == 0
    assert "other/index.html" in unpacked((here / "elsewhere/other.zip").read_bytes())


def test_a_link_out_of_the_site_is_not_followed(here: Path) -> None:
    (here / "site/secret.html").symlink_to(here / "edition/book.xml")
    (here / "site/edition").symlink_to(here / "edition")
    (here / "site/home.html").symlink_to("index.html")
    assert run().exit_code == 0
    names = unpacked((here / "build/book.zip").read_bytes())
    assert sorted(names) == ["book/home.html", "book/index.html", "book/text/iv/data.js", "book/text/iv/index.html"]


@pytest.mark.parametrize("site", ["none", "edition"])
def test_a_site_that_is_not_built_is_no_archive(here: Path, site: str) -> None:
    result = run("--site", site)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"{site}: holds no site; `mastercopy site` builds it\n"
    assert not (here / "build").exists()


def test_an_archive_is_never_packed_into_itself(here: Path) -> None:
    before = disk.tree(here)
    assert run("--to", "site/book.zip").exit_code == 2
    assert disk.tree(here) == before


@pytest.fixture
def faults() -> list[str]:
    """What went wrong on a page, and what it asked for that isn't on the disk."""
    return []


@pytest.fixture
def page(browser: Browser, faults: list[str]) -> Iterator[Page]:
    """A page whose faults are recorded."""
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()

    def failed(request: Request) -> None:
        # What is still on its way when the reader goes on is broken off, and that is no fault.
        if request.failure != "net::ERR_ABORTED":
            faults.append(f"{request.failure}: {request.url}")

    context.on("weberror", lambda error: faults.append(str(error.error)))
    context.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    context.on("requestfailed", failed)
    context.on("request", lambda asked: None if asked.url.startswith(("file:", "data:")) else faults.append(asked.url))
    yield page
    context.close()


def test_every_page_of_the_archive_works_from_the_disk_and_every_link_leads_somewhere(
    page: Page, home: Path, faults: list[str]
) -> None:
    ids: dict[Path, set[str]] = {}
    links: set[str] = set()
    for url, tab in at_rest(page, (path.as_uri() for path in sorted(home.parent.rglob("*.html")))):
        path = Path(url2pathname(urlsplit(url).path))
        ids[path] = set(tab.evaluate("[...document.querySelectorAll('[id]')].map(at => at.id)"))
        links.update(tab.evaluate("[...document.querySelectorAll('[href], [src]')].map(at => at.href || at.src)"))
    assert faults == []
    inside = {urldefrag(link) for link in links if link.startswith("file:")}
    assert len(inside) > len(ids) > 10
    for url, fragment in inside:
        path = Path(url2pathname(urlsplit(url).path))
        assert path.is_relative_to(home.parent), url
        assert path.is_file(), url
        assert not fragment or unquote(fragment) in ids[path], f"{url}#{fragment}"


def test_a_reader_comes_from_home_to_the_text_a_note_the_index_and_back(
    page: Page, home: Path, faults: list[str]
) -> None:
    top = home.parent.as_uri()
    page.goto(home.as_uri(), wait_until="networkidle")
    page.locator("article a[href='text/iv/index.html']").first.click()
    page.wait_for_url(f"{top}/text/iv/index.html")
    page.locator("a[href='../iv-1/index.html']:visible").first.click()
    page.wait_for_url(f"{top}/text/iv-1/index.html", wait_until="networkidle")
    page.locator("#fnref-p40-2 a").hover()
    page.locator(".popup").wait_for(state="visible")
    page.locator("#fnref-p40-2 a").click()
    page.wait_for_url(f"{top}/text/iv-1/index.html#fn-p40-2")
    page.locator("nav a", has_text="Names").first.click()
    page.wait_for_url(f"{top}/text/names/index.html")
    page.locator("li:has(> p > #kautsky) a, li:has(> #kautsky) a").first.click()
    page.wait_for_url(f"{top}/text/iv*/index.html#*")
    assert page.locator(f"[id='{page.url.rpartition('#')[2]}']").inner_text() == "Kautsky"
    page.go_back()
    page.wait_for_url(f"{top}/text/names/index.html")
    # The theme's key for the page before follows a link of the head.
    page.keyboard.press("p")
    page.wait_for_url(f"{top}/text/iv-3/index.html")
    page.locator("a.md-logo").first.click()
    page.wait_for_url(home.as_uri())
    assert faults == []
