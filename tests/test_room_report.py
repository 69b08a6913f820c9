"""Reporting an error: where the report is sent, what it says, and that nothing is sent by itself."""

import re
import shutil
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from jinja2 import Environment, FileSystemLoader
from playwright.sync_api import Browser, Locator, Route, expect

from browsing import violations
from mastercopy import build, disk
from mastercopy import site as builder
from masters import folder, master
from reading import ROOT, document, elements, lines
from rooms import Look, Room, entered

TEMPLATES = Environment(loader=FileSystemLoader(ROOT / "overrides"), autoescape=False)  # noqa: S701 # as MkDocs has it
BODY = "Address: {}\nVersion: 0.1.0\nPlace: {}\n\nThe words:\n\n    {}\n\nShould read:\n\n    {}\n"
FORMS = {
    "https://github.com/a/b": ("https://github.com/a/b/issues/new", ["title", "body"]),
    "https://codeberg.org/a/b/": ("https://codeberg.org/a/b/issues/new", ["title", "body"]),
    "https://git.example.org/a/b": ("https://git.example.org/a/b/issues/new", ["title", "body"]),
    "https://gitlab.com/a/b/c": (
        "https://gitlab.com/a/b/c/-/issues/new",
        ["issue[title]", "issue[description]"],
    ),
}
"""Repositories, and the addresses and the fields of their forms for new issues."""


def linked(repo: str = "", mail: object = None, **page: Any) -> str:
    """The HTML that the template makes of a page of the print, with these settings."""
    config = {"repo_url": repo, "extra": {} if mail is None else {"report": mail}}
    given = {"title": "Page 44", "url": "p/44/", "meta": {"jsonld": {"version": "0.1.0"}}, **page}
    return TEMPLATES.get_template("partials/report.html").render(config=config, page=given).strip()


def href(made: str) -> str:
    """The address of the one link in it."""
    (found,) = elements(document(made), "//a[@class='report']")
    return str(found.get("href"))


def fields(address: str) -> dict[str, str]:
    """The fields of a form that an address fills in."""
    return dict(parse_qsl(urlsplit(address).query, strict_parsing=True))


# ---- without scripts


@pytest.mark.parametrize("repo", FORMS)
def test_the_link_of_a_page_fills_in_the_form_of_its_repository(repo: str) -> None:
    address = href(linked(repo))
    form, names = FORMS[repo]
    assert address.partition("?")[0] == form
    assert fields(address) == {
        names[0]: "Error: Page 44",
        names[1]: BODY.format("p/44/?v=0.1.0", "Page 44", "", ""),
    }


def test_a_mail_comes_before_the_repository_and_its_lines_end_as_those_of_mails() -> None:
    address = href(linked("https://github.com/a/b", "editors+errors@example.org"))
    assert address.startswith("mailto:editors%2Berrors@example.org?subject=Error%3A%20Page%2044&body=Address")
    where = "https://example.org/p/44/"
    published = href(linked("", "editors@example.org", canonical_url=where))
    assert fields(published)["body"] == BODY.format(f"{where}?v=0.1.0", "Page 44", "", "").replace("\n", "\r\n")
    assert "+" not in published


@pytest.mark.parametrize(
    ("repo", "mail"),
    [
        ("", None), ("https://github.com/a/b", False), ("http://github.com/a/b", None), ("javascript:alert(1)//", None),
        ("https://bitbucket.org/a/b", None), ("https://github.com/a/b?x=", None), ("//github.com/a/b", None),
    ],
)  # fmt: skip
def test_there_is_no_link_where_there_is_no_form(repo: str, mail: object) -> None:
    assert linked(repo, mail) == ""


def test_nothing_in_a_page_or_the_settings_becomes_markup_or_another_field() -> None:
    hostile = "\"><script>alert(1)</script>&body=x#y' é"
    made = linked(f"https://git.example.org/{hostile.replace('#', '')}", title=hostile)
    assert "<script" not in made
    assert fields(href(made))["title"] == f"Error: {hostile}"
    assert f"Place: {hostile}\n" in fields(href(made))["body"]
    mail = linked("", f"a@example.org?bcc=b@example.org&{hostile}")
    assert fields(href(mail)).keys() == {"subject", "body"}
    assert "<script" not in mail


def test_each_page_of_the_text_has_the_link_and_no_page_asks_the_repository(tmp_path: Path) -> None:
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.md").write_text("# Home\n", encoding="utf-8")
    sources, _ = disk.sources(folder(tmp_path, master('<pb n="1"/><p xml:id="par-1">One.</p>')))
    assert sources is not None
    book, problems = build.book(sources)
    assert book is not None, problems
    disk.write(docs, build.files(book))
    shutil.copytree(ROOT / "overrides", tmp_path / "overrides")
    settings = (ROOT / "mkdocs.yml").read_text(encoding="utf-8").partition("\nvalidation:")[0]
    settings = settings.replace("extra_css:\n", "extra_css: []\n").replace(
        "extra_javascript:\n", "extra_javascript: []\n"
    )
    lines = [line for line in settings.splitlines() if "stylesheets/" not in line and "javascripts/" not in line]
    config = tmp_path / "mkdocs.yml"
    config.write_text("\n".join([*lines, "repo_url: https://github.com/a/b"]), encoding="utf-8")
    assert not builder.build(config, docs, tmp_path / "site", date="2026-11-23").failed
    for path in ("index.html", "text/one/index.html", "p/1/index.html", "text/pages/index.html"):
        page = document((tmp_path / "site" / path).read_bytes())
        (link,) = elements(page, "//article//*[contains(@class, 'ed')]/a[@class='report']")
        assert str(link.get("href")).startswith("https://github.com/a/b/issues/new?title=Error")
        assert not elements(page, "//*[@data-md-component='source']"), "the theme would ask how many stars it has"
    leaf = docs / "p" / "1.md"
    text, count = re.subn(
        '^jsonld: {("version":"[^"]*",)?', 'jsonld: {"version":"9.9",', leaf.read_text("utf-8"), flags=re.MULTILINE
    )
    assert count == 1
    leaf.write_text(text, encoding="utf-8")
    assert not builder.build(config, docs, tmp_path / "site", date="2026-11-23").failed
    assert b"p/1/%3Fv%3D9.9%0A" in (tmp_path / "site" / "p" / "1" / "index.html").read_bytes(), (
        "an edit reaches the link"
    )


# ---- the window


def select(room: Room, start: str, end: str = "") -> None:
    """Selects all of an element, or from the beginning of one to the end of another."""
    room.page.evaluate(
        """([start, end]) => getSelection().setBaseAndExtent(document.querySelector(start), 0,
            document.querySelector(end), document.querySelector(end).childNodes.length)""",
        [start, end or start],
    )


def window(room: Room, way: str = "foot") -> Locator:
    """The window in which an error is reported, opened at the foot of the page, by the bar or by its key."""
    if way == "key":
        room.page.keyboard.press("e")
    elif way == "bar":
        bar = room.page.get_by_role("group", name="Selected words")
        room.press(bar.get_by_role("button", name="Report an error"))
    else:
        room.press(room.page.locator("article .report"))
    found = room.page.get_by_role("dialog", name="Report an error")
    found.wait_for()
    return found


def reported(window: Locator) -> str:
    """What the report says."""
    return window.locator("pre").text_content() or ""


def given(room: Room, path: str, repo: str, mail: object = None) -> None:
    """Opens a page as it is where the configuration names where reports go to."""

    def put(route: Route) -> None:
        response = route.fetch()
        link = f"{linked(repo, mail)}</article>"
        route.fulfill(response=response, body=response.text().replace("</article>", link))

    room.page.route(f"**/{path}", put)
    room.open(path)


@pytest.mark.parametrize("look", [Look(360, "light", touch=True), Look(768, "dark", disk=True)], ids=str)
def test_a_page_is_reported_with_its_short_address_and_version(
    browser: Browser, address: str, home: Path, look: Look
) -> None:
    with entered(browser, address, home, look) as room:
        short(room)


def short(room: Room) -> None:
    """Pages are reported with their short addresses."""
    for path, where, words in (
        ("p/44/", "p/44/?v=0.1.0", "Page 44"),
        ("text/iv-2/#p44", "p/44/?v=0.1.0", "Page 44"),
        ("text/names/", "text/names/?v=0.1.0", "Index of names"),
    ):
        page = room.open(path)
        page.wait_for_timeout(300)  # the window goes to the place that the address names
        opened = window(room, "key")
        said, _, rest = reported(opened).partition("\n")
        shown = room.url(where).removeprefix(f"{room.base}/") if room.look.disk else room.url(where)
        assert said == f"Address: {shown}"
        assert "file:" not in reported(opened)
        assert f"Place: {words}" in rest
        expect(opened.get_by_role("link")).to_have_count(0)


def test_selected_words_are_reported_from_the_bar_and_copied(desk: Room) -> None:
    page = desk.open("text/iv-2/")
    select(desk, "#par-24")
    opened = window(desk, "bar")
    opened.get_by_label("What it should read").fill("From this follow three")
    said = reported(opened)
    assert said.endswith(
        "Place: The selected words (page 44)\n\nThe words:\n\n    From this follow two main conclusions:\n\n"
        "Should read:\n\n    From this follow three\n"
    )
    assert "#p44:~:text=From%20this" in said
    opened.get_by_role("button", name="Copy the report").click()
    expect(opened.get_by_role("status")).to_have_text("The report copied")
    assert page.evaluate("navigator.clipboard.readText()") == said.strip()


def test_words_are_those_of_the_source_over_pages_and_blocks(desk: Room, site: Path) -> None:
    desk.open("text/iv-2/")
    select(desk, "#par-22", "#par-26")
    page = document((site / "text" / "iv-2" / "index.html").read_bytes())
    blocks = [block for number in range(22, 27) for block in elements(page, f"//*[@id='par-{number}']")]
    words = " ".join(" ".join(line for block in blocks for line in lines(block)).split())
    assert len(blocks) == 5
    assert f"\n\n    {words}\n\n" in reported(window(desk, "bar"))


@pytest.mark.parametrize("repo", ["https://codeberg.org/a/b/", "https://gitlab.com/a/b/c"])
def test_the_link_of_the_window_has_the_report(desk: Room, repo: str) -> None:
    given(desk, "text/iv-2/", repo)
    select(desk, "#par-24")
    opened = window(desk, "bar")
    opened.get_by_label("What it should read").fill("one & two # é")
    link = opened.get_by_role("link")
    assert link.inner_text() == f"Open it as an issue on {urlsplit(repo).netloc}"
    address = link.get_attribute("href") or ""
    form, names = FORMS[repo]
    assert address.partition("?")[0] == form
    assert fields(address) == {
        names[0]: "Error: The selected words (page 44)",
        names[1]: reported(opened),
    }
    assert reported(opened).endswith("\n    one & two # é\n")


def test_a_mail_has_it_too_and_the_foot_of_a_page_opens_the_window(desk: Room) -> None:
    given(desk, "p/44/", "", "editors@example.org")
    opened = window(desk)
    link = opened.get_by_role("link", name="Write it as a mail")
    address = link.get_attribute("href") or ""
    assert address.startswith("mailto:editors@example.org?subject=Error%3A%20Page%2044&body=")
    assert fields(address)["body"] == reported(opened).replace("\n", "\r\n")


def test_a_long_passage_is_cut_in_the_address_and_whole_in_the_copy(desk: Room) -> None:
    given(desk, "text/iv-2/", "https://github.com/a/b")
    select(desk, "#par-20", "#par-33")
    opened = window(desk, "bar")
    address = opened.get_by_role("link").get_attribute("href") or ""
    assert 5000 < len(address) <= 6000
    body = fields(address)["body"]
    assert "…\n\nShould read:" in body
    assert len(reported(opened)) > 2 * len(body)
    opened.get_by_label("What it should read").fill("x" * 7000)
    expect(opened.get_by_role("link")).to_have_count(0)


def test_words_stay_words_whatever_they_say(desk: Room) -> None:
    hostile = "<img src=x onerror=alert(1)> @someone #1 &body=x [a](javascript:b) \U0001f600"
    given(desk, "text/iv-2/", "https://github.com/a/b")
    desk.page.evaluate("words => { document.querySelector('#par-24').textContent = words; }", hostile)
    select(desk, "#par-24")
    opened = window(desk, "bar")
    assert f"\n\n    {hostile}\n\n" in reported(opened)
    assert not opened.locator("img").count()
    address = opened.get_by_role("link").get_attribute("href") or ""
    assert fields(address)["body"] == reported(opened)


@pytest.mark.parametrize("look", [Look(360, "dark", touch=True)], ids=str)
def test_the_window_is_accessible(browser: Browser, address: str, home: Path, look: Look) -> None:
    with entered(browser, address, home, look) as room:
        given(room, "text/iv-2/", "https://github.com/a/b")
        assert violations(room.page) == []
        opened = window(room)
        expect(opened.get_by_label("What it should read")).to_be_focused()
        assert violations(room.page) == []
        assert room.page.evaluate("document.documentElement.scrollWidth") <= look.width
        room.page.keyboard.press("Escape")
        expect(opened).to_be_hidden()
