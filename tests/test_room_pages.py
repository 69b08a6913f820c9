"""Pages of the print in the reading room: their numbers, the way to one, and where the reader is."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from rooms import Look, Room, entered


def test_the_number_of_a_page_is_a_link_to_itself_and_copies_its_address(room: Room) -> None:
    page = room.open("text/iv-2/")
    number = page.locator("a.pn[href='#p44']")
    number.scroll_into_view_if_needed()
    if room.look.width == 1440:
        # In the margin: the link's own box, in the line, is empty.
        line, column = number.bounding_box(), page.locator("article").bounding_box()
        assert line is not None
        assert column is not None
        page.mouse.click(column["x"] + 36, line["y"] + line["height"] / 2)
    else:
        room.press(number)
    page.wait_for_url(room.url("text/iv-2/#p44"))
    page.get_by_text("Address of p. 44 copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == room.url("p/44/?v=0.1.0")


def test_no_number_is_copied_and_a_split_word_is_whole_however_pages_are_shown(room: Room) -> None:
    page = room.open("text/iv-3/")
    for choice in ("Numbers in the margin", "As printed, with breaks", "Hidden"):
        room.choose(choice)
        copied = room.copied("#par-49")
        assert "the structure of Soviet power facilitates the practical application" in copied
        assert "50" not in copied
        assert "51" not in copied
        number = page.evaluate("getComputedStyle(document.querySelector('a.pn'), '::before').visibility")
        assert number == ("hidden" if choice == "Hidden" else "visible")


def test_marks_labels_and_ways_back_are_no_part_of_copied_text(room: Room) -> None:
    room.open("text/iv-1/")
    assert "even without the dictatorship of the proletariat" in room.copied("#par-2")
    assert room.copied("#fn-p40-1").strip() == "Ibid."


def test_a_break_that_is_shown_as_printed_ends_the_line_with_the_hyphen_of_the_print(room: Room) -> None:
    page = room.open("text/iv-3/#p51")
    word = "[...document.querySelector('#par-49').childNodes].find(node => node.textContent.startsWith('tates'))"
    before = "node => { const range = new Range(); range.selectNode(node); return range.getClientRects()[0].top }"
    top = page.evaluate(f"({before})({word})")
    room.choose("As printed, with breaks")
    assert page.evaluate(f"({before})({word})") > top + 20
    assert page.evaluate("getComputedStyle(document.querySelector('#p51'), '::before').content") == '"-"'
    assert page.evaluate("getComputedStyle(document.querySelector('#p51 + a'), '::before').display") == "block"


def test_a_choice_is_kept_for_the_next_page(room: Room) -> None:
    room.open("text/iv-3/")
    room.choose("Hidden")
    page = room.open("text/iv-2/")
    assert page.locator("html").get_attribute("data-pages") == "hidden"


LEADS = {
    "44": "text/iv-2/#p44",
    "p. 44": "text/iv-2/#p44",
    "Page 38": "text/iv/#p38",
    "p. 44 n. 1": "text/iv-2/#fn-p44-1",
    "44, n. *": "text/iv-2/#fn-p44-star",
    "38 note 1": "text/iv-1/#fn-p38-1",
}


def test_what_is_typed_into_the_box_leads_to_the_page_or_the_note(desk: Room) -> None:
    for typed, leads in LEADS.items():
        page = desk.open("text/names/")
        page.keyboard.press("g")
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        page.wait_for_url(desk.url(leads))


def test_the_box_leads_there_on_every_screen(room: Room) -> None:
    page = room.open("text/iv-1/")
    room.go("p. 44 n. 1")
    page.wait_for_url(room.url("text/iv-2/#fn-p44-1"))


SAID = {
    "60": "There is no page 60. The edition has pp. 38–51.",
    "p. 44 n. 9": "There is no note 9 on p. 44. It has n. 1, n. *.",
    "43 n. 1": "There is no note 1 on p. 43. It has none.",
    "<b>": "There is no page <b>. The edition has pp. 38–51.",
}


def test_where_there_is_no_such_page_the_box_says_which_there_are(room: Room) -> None:
    page = room.open("text/iv-1/")
    for typed, said in SAID.items():
        room.go(typed)
        expect(page.get_by_role("status")).to_have_text(said)
    assert page.url == room.url("text/iv-1/")


def test_keys_turn_the_pages_of_the_print_from_the_first_to_the_last_and_back(desk: Room) -> None:
    page = desk.open("text/iv/")
    seen = [desk.label()]
    for number in range(39, 52):
        page.keyboard.press("j" if number % 2 else "ArrowRight")
        page.wait_for_url(f"**/#p{number}")
        expect(page.get_by_label("Page of the print: go to")).to_have_value(str(number))
        seen.append(desk.label())
    assert seen == [str(number) for number in range(38, 52)]
    page.keyboard.press("j")
    expect(page.get_by_role("status")).to_have_text("There is no other page.")
    for number in (50, 49):
        page.keyboard.press("k" if number % 2 else "ArrowLeft")
        page.wait_for_url(f"**/#p{number}")


def test_the_keys_are_listed_and_can_be_turned_off(desk: Room) -> None:
    page = desk.open("text/iv-1/")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    assert keys.locator("kbd").all_inner_texts() == ["g", "j", "→", "k", "←", "/", "r", "q", "e", "c", "?"]
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    # A click beside it closes a window, and one within it doesn't.
    page.keyboard.press("?")
    box = keys.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 4, box["y"] + 4)
    expect(keys).to_be_visible()
    page.mouse.click(box["x"] - 20, box["y"] + 40)
    expect(keys).to_be_hidden()
    page.keyboard.press("c")
    expect(page.get_by_role("status")).to_have_text("Address copied")
    desk.choose("Off")
    for key in ("?", "/", "g", "j", "n"):
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    assert page.url == desk.url("text/iv-1/")
    assert page.locator("dialog[open]").count() == 0


def test_the_header_says_which_page_is_read_and_in_which_section(room: Room) -> None:
    page = room.open("text/iv-2/")
    assert room.label() == "42"
    page.evaluate("document.querySelector('#p46').scrollIntoView()")
    expect(page.get_by_label("Page of the print: go to")).to_have_value("46")
    head = page.locator("[data-md-component=header-topic]")
    expect(head).to_be_in_viewport()
    expect(head).to_contain_text("2) The dictatorship of the proletariat as the rule")


def test_in_the_notes_the_page_is_that_of_the_note(room: Room) -> None:
    page = room.open("text/iv-2/")
    room.go("p. 44 n. 1")
    page.wait_for_url(room.url("text/iv-2/#fn-p44-1"))
    expect(page.get_by_label("Page of the print: go to")).to_have_value("44")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#fn-p44-star p'))")
    page.evaluate("document.execCommand('copy')")
    assert page.url == room.url("text/iv-2/#fn-p44-star")


def test_the_way_back_from_a_page_that_was_gone_to_leads_back(desk: Room) -> None:
    page = desk.open("text/iv-1/")
    page.keyboard.press("g")
    page.keyboard.type("42")
    page.keyboard.press("Enter")
    page.wait_for_url(desk.url("text/iv-1/#p42"))
    page.go_back()
    assert page.url == desk.url("text/iv-1/")


def test_every_page_is_reached_in_a_window_that_is_higher_than_the_text(desk: Room) -> None:
    page = desk.open("text/iv-3/")
    page.set_viewport_size({"width": 1440, "height": 3600})
    for number in (48, 49, 50, 51):
        page.keyboard.press("j")
        page.wait_for_url(f"**/#p{number}")
        expect(page.get_by_label("Page of the print: go to")).to_have_value(str(number))


def test_a_broken_address_breaks_nothing(desk: Room) -> None:
    for broken in ("#p40%", "#%E0%A4%A", "?q=%&reading=__proto__#p40"):
        page = desk.open(f"text/iv-1/{broken}")
        assert page.locator(".go, .tool").count() == 5


def test_copying_from_above_the_first_break_leaves_no_address_of_another_page(desk: Room) -> None:
    page = desk.open("text/iv-1/#p40")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('h1'))")
    page.evaluate("document.execCommand('copy')")
    assert page.url == desk.url("text/iv-1/#iv-1")


def test_the_address_follows_when_words_are_copied(desk: Room) -> None:
    page = desk.open("text/iv-2/")
    page.evaluate("getSelection().selectAllChildren(document.querySelector('#par-21'))")
    page.keyboard.press("Control+c")
    marker = page.evaluate(
        """[...document.querySelectorAll('[role=doc-pagebreak]')].filter(at =>
            at.compareDocumentPosition(document.querySelector('#par-21')) & 4).at(-1).id"""
    )
    assert page.url == desk.url(f"text/iv-2/#{marker}")


def test_arriving_at_a_page_marks_its_place(room: Room) -> None:
    room.open("text/iv-3/#p51")
    assert [words[:26] for words in room.marked("arrived")] == ["tates the practical applic"]
    assert room.page.evaluate("getComputedStyle(document.querySelector('#p51 + a'), '::before').backgroundColor") != (
        "rgba(0, 0, 0, 0)"
    )
    box = room.page.locator("#p51 + a").bounding_box()
    assert box is not None
    assert 40 < box["y"] < 300


def test_lines_have_between_sixty_and_seventy_five_letters(desk: Room) -> None:
    page = desk.open("text/iv-1/")
    letters = page.evaluate(
        """() => {
            const paragraph = document.querySelector('#par-2'), range = new Range();
            range.selectNodeContents(paragraph);
            const tops = new Set([...range.getClientRects()].map(box => Math.round(box.bottom / 12)));
            const lines = paragraph.getBoundingClientRect().height / parseFloat(getComputedStyle(paragraph).lineHeight);
            return range.toString().length / Math.round(lines);
        }"""
    )
    assert 58 <= letters <= 75


def test_on_paper_there_are_page_numbers_and_addresses_and_no_furniture(desk: Room) -> None:
    page = desk.open("text/iv-1/")
    page.emulate_media(media="print")
    for furniture in (".md-header", ".md-footer", ".md-sidebar", ".footnote-backref", ".headerlink"):
        expect(page.locator(furniture).first).to_be_hidden()
    shown = "getComputedStyle(document.querySelector('a.pn'), '::before')"
    assert page.evaluate(f"[{shown}.content.includes('39'), {shown}.position, {shown}.left]") == [
        True, "absolute", "0px",
    ]  # fmt: skip
    page.evaluate("document.body.dataset.mdColorScheme = 'slate'")
    ink = "[...document.querySelectorAll('h1, #par-2')].map(at => getComputedStyle(at).color)"
    assert page.evaluate(ink) == ["rgb(0, 0, 0)", "rgb(0, 0, 0)"]
    notes, text = page.locator("[role=doc-endnotes]").bounding_box(), page.locator("#par-2").bounding_box()
    assert notes is not None
    assert text is not None
    assert notes["y"] > text["y"]
    page = desk.open("text/names/")
    page.emulate_media(media="print")
    link = page.locator("a[href='https://www.wikidata.org/wiki/Q34787']")
    address = link.evaluate("link => getComputedStyle(link, '::after').content")
    assert address == '" <https://www.wikidata.org/wiki/Q34787>"'


@pytest.mark.parametrize("width", [360, 1440])
def test_the_overview_shows_every_page_in_its_order_and_each_cell_leads_there(
    browser: Browser, address: str, home: Path, width: int
) -> None:
    with entered(browser, address, home, Look(width, "light")) as room:
        page = room.open("text/overview/")
        columns = page.locator(".overview li:not(:first-child)")
        assert [text.split()[0] for text in columns.all_inner_texts()] == [str(number) for number in range(38, 52)]
        rows = {round(box["y"]) for box in (column.bounding_box() for column in columns.all()) if box}
        assert len(rows) == (1 if width == 1440 else 2)
        columns.nth(8).get_by_role("link", name="29 names").click()
        page.wait_for_url(room.url("text/iv-2/#m-184"))
