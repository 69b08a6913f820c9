"""Citing in the reading room: what can be cited, its lasting address, and its references, shown and copied."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from browsing import violations
from mastercopy.build import Book
from rooms import Look, Room, entered

NOTE = (
    "J. V. Stalin, “The Dictatorship of the Proletariat as the Rule of the Proletariat over the Bourgeoisie,” in "
    "Foundations of Leninism, Chapter IV: The Dictatorship of the Proletariat, version 0.1.0 "
    "(1924; Mastercopy editors, 2026), {}."
)
"""The note of the Chicago style to a page of the second section."""


def window(room: Room) -> Locator:
    """The window that says how to cite, opened by its button."""
    room.press(room.page.get_by_role("button", name="Cite (q)"))
    return opened(room.page)


def opened(page: Page) -> Locator:
    """The window, once it is there."""
    found = page.get_by_role("dialog", name="Cite")
    found.wait_for()
    return found


def said(window: Locator, name: str) -> str:
    """What the window has beside a button that copies."""
    row = window.locator(".row").filter(has=window.page.get_by_role("button", name=f"Copy: {name}", exact=True))
    return row.locator("p, pre").inner_text() if row.locator("p").count() else row.locator("pre").text_content() or ""


def select(room: Room, start: str, end: str = "") -> None:
    """Selects all of an element, or from the beginning of one to the end of another."""
    room.page.evaluate(
        """([start, end]) => getSelection().setBaseAndExtent(document.querySelector(start), 0,
            document.querySelector(end), document.querySelector(end).childNodes.length)""",
        [start, end or start],
    )


def copied(page: Page, kind: str = "text/plain") -> str:
    """What is on the clipboard."""
    read = "async kind => (await (await navigator.clipboard.read())[0].getType(kind)).text()"
    words: str = page.evaluate(read, kind)
    return words


# ---- what can be cited


def test_the_window_offers_what_is_being_read_the_nearest_first(room: Room) -> None:
    room.open("text/iv-2/#p44")
    cite = window(room)
    assert cite.get_by_label("What is cited").locator("option").all_inner_texts() == [
        "Page 44",
        "Page 44, note 1",
        "Page 44, note *",
        "Page 44, Editors’ note b",
        "Section: 2) The dictatorship of the proletariat as the rule of the proletariat over the bourgeoisie",
        "The whole edition",
    ]
    assert said(cite, "Address") == room.url("p/44/?v=0.1.0")
    assert said(cite, "Chicago, note") == NOTE.format("44")


CITED = {
    "Page 44": ("p/44/?v=0.1.0", "44.", "(Stalin 44)", "pages = {44}"),
    "Page 44, note *": ("text/iv-2/?v=0.1.0#fn-p44-star", "44n*.", "(Stalin 44n*)", "pages = {44}"),
    "Page 44, Editors’ note b": ("text/iv-2/?v=0.1.0#fn-ed-3", "44.", "(Stalin 44)", "pages = {44}"),
    "The whole edition": ("text/?v=0.1.0", "2026).", "(Stalin)", "@book"),
}


def test_each_choice_has_its_address_and_its_locator(desk: Room) -> None:
    desk.open("text/iv-2/#p44")
    cite = window(desk)
    for choice, (address, note, text, fields) in CITED.items():
        cite.get_by_label("What is cited").select_option(choice)
        expect(cite.locator(".row p").first).to_have_text(desk.url(address))
        assert said(cite, "Chicago, note").endswith(note), choice
        assert said(cite, "MLA, in the text") == text, choice
        assert fields in said(cite, "BibTeX"), choice


def test_a_section_is_cited_with_its_pages(desk: Room) -> None:
    desk.open("text/iv-2/")
    cite = window(desk)
    section = cite.get_by_role("option").filter(has_text="Section: 2)").inner_text()
    cite.get_by_label("What is cited").select_option(section)
    expect(cite.locator(".row p").first).to_have_text(desk.url("text/iv-2/?v=0.1.0"))
    assert said(cite, "MLA, works cited").endswith("pp. 42–47.")
    assert json.loads(said(cite, "CSL-JSON"))[0]["page"] == "42-47"
    assert "SP  - 42\nEP  - 47\n" in said(cite, "RIS")


def test_on_pages_without_text_the_edition_is_cited(desk: Room) -> None:
    for path in ("index.html", "text/names/", "about/cite/"):
        page = desk.open(path)
        page.keyboard.press("q")
        assert opened(page).locator("option").all_inner_texts() == ["The whole edition"]


# ---- selected words


def test_selected_words_are_cited_from_the_bar_beside_them(room: Room) -> None:
    page = room.open("text/iv-2/")
    select(room, "#par-24")
    bar = page.get_by_role("group", name="Selected words")
    expect(bar).to_be_visible()
    words, box = page.locator("#par-24").bounding_box(), bar.bounding_box()
    assert words is not None
    assert box is not None
    assert box["y"] >= words["y"] + words["height"] or box["y"] + box["height"] <= words["y"]
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= room.look.width
    room.press(bar.get_by_role("button", name="Cite"))
    cite = opened(page)
    expect(cite.get_by_role("option", selected=True)).to_have_text("The selected words (page 44)")
    fragment = "#p44:~:text=From%20this%20follow%20two%20main%20conclusions"
    assert said(cite, "Address") == room.url("text/iv-2/?v=0.1.0") + fragment
    assert said(cite, "Chicago, note") == NOTE.format("44")
    page.keyboard.press("Escape")
    page.evaluate("getSelection().removeAllRanges()")
    expect(bar).to_be_hidden()
    assert said(window(room), "Address").endswith("?v=0.1.0")


def test_the_address_of_selected_words_is_copied_beside_them(room: Room) -> None:
    page = room.open("p/44/")
    select(room, "#par-24")
    room.press(page.get_by_role("group", name="Selected words").get_by_role("button", name="Copy address"))
    expect(page.get_by_role("status").last).to_have_text("Address of the words copied")
    assert copied(page) == room.url("p/44/?v=0.1.0") + "#:~:text=From%20this%20follow%20two%20main%20conclusions"


def test_words_selected_with_the_keyboard_are_cited_with_a_key(desk: Room) -> None:
    page = desk.open("text/iv-2/#p44")
    page.evaluate(
        "(text => getSelection().setBaseAndExtent(text, 0, text, 3))(document.querySelector('#par-24').firstChild)"
    )
    for _ in range(12):
        page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("q")
    assert said(opened(page), "Address").endswith("#p44:~:text=From%20this%20follow")


PASSAGES = {
    # Over the end of pages; to the notes, where the text ends; in a note; in an editors' note; a heading.
    ("#par-22", "#par-27"): ("pages 44–46", "44–46."),
    ("#par-31", "#fn-p47-1"): ("page 47", "47."),
    ("#fn-p44-star", ""): ("page 44, note *", "44n*."),
    ("#fn-p44-star", "#fn-p44-1"): ("page 44", "44."),
    ("#fn-ed-4", ""): ("page 46, Editors’ note c", "46."),
    ("#iv-2", ""): ("page 42", "42."),
}


def test_a_passage_has_the_pages_between_whose_marks_it_lies(desk: Room) -> None:
    page = desk.open("text/iv-2/")
    for ends, (where, note) in PASSAGES.items():
        select(desk, *ends)
        cite = window(desk)
        expect(cite.get_by_role("option", selected=True)).to_have_text(f"The selected words ({where})")
        assert said(cite, "Chicago, note").endswith(f" {note}"), ends
        page.keyboard.press("Escape")
        expect(cite).to_be_hidden()


def test_a_range_has_the_signs_of_each_style_and_format(desk: Room) -> None:
    desk.open("text/iv-2/")
    select(desk, "#par-22", "#par-27")
    cite = window(desk)
    assert said(cite, "MLA, in the text") == "(Stalin 44–46)"
    assert said(cite, "APA, in the text") == "(Stalin, 1924/2026, pp. 44–46)"
    assert ", pp. 44–46. Digital edition" in said(cite, "Plain, reference")
    assert "pages = {44--46}" in said(cite, "BibTeX")


def test_on_the_page_of_a_page_that_page_is_cited_in_the_section_of_the_words(desk: Room) -> None:
    page = desk.open("p/42/")
    select(desk, ".leaf > p:last-child")
    page.keyboard.press("q")
    cite = opened(page)
    expect(cite.get_by_role("option", selected=True)).to_have_text("The selected words (page 42)")
    assert said(cite, "Chicago, note") == NOTE.format("42")
    assert said(cite, "Address").startswith(desk.url("p/42/?v=0.1.0#:~:text="))
    page.keyboard.press("Escape")
    select(desk, "#par-18")
    page.keyboard.press("q")
    assert "as the Instrument of the Proletarian Revolution" in said(opened(page), "Chicago, note")


def test_what_is_no_text_of_the_source_is_no_passage(desk: Room) -> None:
    page = desk.open("p/44/")
    for selector in (".leaf-head", ".md-nav--primary", ".md-copyright"):
        select(desk, selector)
        page.wait_for_timeout(300)
        expect(page.locator(".chosen")).to_be_hidden()
        page.keyboard.press("q")
        expect(opened(page).get_by_role("option", selected=True)).to_have_text("Page 44")
        page.keyboard.press("Escape")


def test_words_in_the_reading_of_the_source_have_an_address_that_shows_it(desk: Room) -> None:
    desk.open("text/iv-1/?reading=source")
    select(desk, "#c-6")
    cite = window(desk)
    assert said(cite, "Address").endswith("?v=0.1.0&reading=source#p42:~:text=strcke")


# ---- copying


def test_what_is_copied_has_its_italics_and_its_plain_letters(room: Room) -> None:
    page = room.open("text/iv-2/#p44")
    cite = window(room)
    room.press(cite.get_by_role("button", name="Copy: Chicago, note"))
    expect(cite.get_by_role("status")).to_have_text("Chicago, note copied")
    assert copied(page) == NOTE.format("44")
    title = "<i>Foundations of Leninism, Chapter IV: The Dictatorship of the Proletariat</i>"
    assert title in copied(page, "text/html")
    room.press(cite.get_by_role("button", name="Copy: RIS"))
    expect(cite.get_by_role("status")).to_have_text("RIS copied")
    assert copied(page).startswith("TY  - CHAP\n")
    assert copied(page).rstrip().endswith("ER  -")
    assert page.evaluate("async () => (await navigator.clipboard.read())[0].types") == ["text/plain"]


def test_a_browser_without_rich_copies_copies_the_letters(desk: Room) -> None:
    page = desk.open("text/iv-2/#p44")
    page.evaluate("delete window.ClipboardItem")
    cite = window(desk)
    cite.get_by_role("button", name="Copy: Chicago, note").click()
    expect(cite.get_by_role("status")).to_have_text("Chicago, note copied")
    assert page.evaluate("navigator.clipboard.readText()") == NOTE.format("44")


def test_where_nothing_may_be_copied_the_words_are_selected(desk: Room) -> None:
    page = desk.open("text/iv-2/#p44")
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    cite = window(desk)
    cite.get_by_role("button", name="Copy: MLA, in the text").click()
    expect(cite.get_by_role("status")).to_contain_text("The words are selected.")
    assert page.evaluate("getSelection().toString()").strip() == "(Stalin 44)"


# ---- published


@pytest.fixture
def published(desk: Room) -> Room:
    """The desk, its edition being published, with addresses in its references."""

    def put(route: Route) -> None:
        body = route.fetch().text().replace('"published": ""', '"published": "https://example.org/leninism/"')
        body = body.replace("Mastercopy editors, 2026).", "Mastercopy editors, 2026), \\ue003.")
        body = body.replace("Mastercopy editors, 2026), \\ue001.", "Mastercopy editors, 2026), \\ue001, \\ue003.")
        route.fulfill(
            body=re.sub('1924; Mastercopy editors, 2026."', r'1924; Mastercopy editors, 2026. \\ue003."', body)
        )

    desk.page.route("**/data/reference*.js", put)
    desk.page.route("**/data/references/*.js", put)
    return desk


def test_where_the_edition_is_published_references_name_the_address_there(published: Room) -> None:
    published.open("text/iv-2/#p44")
    select(published, "#par-24")
    cite = window(published)
    base = "https://example.org/leninism/"
    assert said(cite, "Address").startswith(f"{base}text/iv-2/?v=0.1.0#p44:~:text=")
    # A note names the page; the entry of a bibliography what the entry is of.
    assert said(cite, "Chicago, note").endswith(f" 44, {base}p/44/?v=0.1.0.")
    assert said(cite, "Chicago, bibliography").endswith(f"{base}text/iv-2/?v=0.1.0.")


def test_where_the_site_says_its_address_a_place_has_that(desk: Room) -> None:
    def put(route: Route) -> None:
        response = route.fetch()
        link = '<link rel="canonical" href="https://example.org/leninism/text/iv-2/"></head>'
        route.fulfill(response=response, body=response.text().replace("</head>", link))

    desk.page.route("**/text/iv-2/", put)
    desk.open("text/iv-2/#p44")
    assert said(window(desk), "Address") == "https://example.org/leninism/p/44/?v=0.1.0"


# ---- small at first, and for everyone


def test_what_citing_needs_is_loaded_when_something_is_cited(desk: Room) -> None:
    asked: list[str] = []
    desk.page.on("request", lambda request: asked.append(request.url.rpartition("/")[2]))
    desk.open("text/iv-2/")
    rooms = {"references.js", "passages.js", "citable.js", "citing.js"}
    assert not ({*asked} & {*rooms, "since.js", "reference.js", "iv-2.js"})
    window(desk)
    assert {*asked} >= rooms
    loaded = len(asked)
    desk.page.keyboard.press("Escape")
    window(desk)
    assert len(asked) == loaded


@pytest.mark.parametrize("look", [Look(360, "dark", touch=True), Look(1440, "light")], ids=str)
def test_the_window_is_accessible(browser: Browser, address: str, home: Path, look: Look) -> None:
    with entered(browser, address, home, look) as room:
        page = room.open("text/iv-2/#p44")
        cite = window(room)
        expect(cite.get_by_label("What is cited")).to_be_focused()
        cite.locator("summary").first.click()
        assert violations(page) == []
        assert cite.get_by_role("heading").all_inner_texts() == [
            "Cite",
            "Chicago",
            "MLA",
            "APA",
            "Plain",
            "For programs",
        ]
        names = [button.get_attribute("aria-label") or "" for button in cite.get_by_role("button").all()]
        assert len(names) == len({*names})
        assert page.evaluate("document.documentElement.scrollWidth") <= look.width
        page.keyboard.press("Escape")
        select(room, "#par-24")
        page.get_by_role("group", name="Selected words").wait_for()
        assert violations(page) == []


# ---- the short address


def test_a_key_copies_the_short_address_of_the_page_with_its_version(room: Room, book: Book) -> None:
    version = f"?v={book.edition.header.version}"
    for path, label, leads in (
        ("text/iv-2/#p44", "44", f"p/44/{version}"),
        ("text/iv-2/", "42", f"p/42/{version}"),
        ("text/iv-2/#fn-p44-1", "44", f"p/44/{version}"),
        ("p/44/", "44", f"p/44/{version}"),
        ("text/names/#kautsky", "", "text/names/"),
    ):
        page = room.open(path)
        expect(page.get_by_label("Page of the print: go to")).to_have_value(label)
        # From one place of a page to another the page stays, and what was said of the last address with it.
        page.evaluate("dom.say('')")
        page.keyboard.press("c")
        page.get_by_text("Address copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == room.url(leads)
