"""What the words of the text say in the reading room: notes, readings, references, names."""

import pytest
from playwright.sync_api import Browser, Route, expect

from browsing import open_page, violations
from rooms import Room

# ---- notes


def test_a_mark_shows_its_note_and_the_reader_stays_where_he_is(room: Room) -> None:
    page = room.open("text/iv-1/")
    popup = room.ask(page.locator("#fnref-p40-2 a"))
    expect(popup).to_contain_text("\"'Left-Wing' Communism, an Infantile Disorder,\" April-May 1920.")
    assert page.url == room.url("text/iv-1/")
    assert popup.locator("[role=doc-backlink], [id]").count() == 0
    box = popup.bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= room.look.width
    page.keyboard.press("Escape")
    expect(popup).to_be_hidden()


def test_the_popup_of_a_note_leads_to_the_note(room: Room) -> None:
    page = room.open("text/iv-1/")
    room.press(room.ask(page.locator("#fnref-p40-2 a")).get_by_role("link", name="To the note in its place"))
    assert page.url == room.url("text/iv-1/#fn-p40-2")


def test_the_keyboard_shows_a_note_and_follows_its_mark(desk: Room) -> None:
    page = desk.open("text/iv-1/#p40")
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.getAttribute('href')") == "#fn-p40-1":
            break
    expect(desk.popup()).to_contain_text("40, n. 1")
    described = page.evaluate("document.activeElement.getAttribute('aria-describedby')")
    assert page.locator(f"#{described}").is_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".popup")).to_be_hidden()
    page.keyboard.press("Enter")
    assert page.url == desk.url("text/iv-1/#fn-p40-1")


def test_a_popup_stays_while_the_mouse_is_on_it_and_goes_when_it_leaves(desk: Room) -> None:
    page = desk.open("text/iv-1/")
    popup = desk.ask(page.locator("#fnref-p40-2 a"))
    popup.hover()
    page.wait_for_timeout(600)
    expect(popup).to_be_visible()
    page.mouse.move(2, 400)
    expect(popup).to_be_hidden()


def test_a_note_that_says_ibid_says_what_it_stands_for(room: Room) -> None:
    page = room.open("text/iv-3/")
    popup = room.ask(page.locator("#fnref-p50-1 a"))
    expect(popup).to_contain_text(
        "Ibid. stands for Lenin, V. I., Theses and Report on Bourgeois Democracy and the Dictatorship"
    )


def test_a_reference_in_the_text_says_which_work_it_means(room: Room) -> None:
    page = room.open("text/iv-1/")
    expect(room.ask(page.locator("#b-3"))).to_contain_text(
        "Lenin, V. I., The Proletarian Revolution and the Renegade Kautsky (1918): Vol. XXIII, p. 354"
    )


# ---- readings


def test_a_corrected_word_says_what_the_source_has_who_corrected_it_and_why(room: Room) -> None:
    page = room.open("text/iv-1/")
    expect(room.ask(page.locator("#c-6"))).to_have_text(
        "The source has “strcke”. The letter o was misread as c. (the mastercopy editors)"
    )


def test_the_reader_chooses_a_reading_without_a_reload_and_it_is_kept(room: Room) -> None:
    page = room.open("text/iv-1/")
    edited = page.locator("article").inner_text()
    page.evaluate("window.before = true")
    room.choose("As in the source")
    assert page.locator("#c-6").inner_text() == "strcke"
    assert "stroke" in edited
    room.choose("Both")
    assert page.locator("#c-6").inner_text() == "stroke [source: strcke]"
    room.choose("Reading text")
    assert page.locator("article").inner_text() == edited
    room.choose("As in the source")
    assert page.evaluate("window.before")
    page = room.open("text/iv-3/")
    assert page.locator("#c-12").inner_text() == "more over,"
    expect(room.ask(page.locator("#c-12"))).to_contain_text("The edition reads “moreover,”.")


def test_a_reading_can_be_part_of_an_address_which_changes_no_choice(room: Room) -> None:
    page = room.open("text/iv-3/?reading=source#p49")
    assert page.locator("#c-12").inner_text() == "more over,"
    room.press(page.get_by_role("button", name="How the text is shown"))
    page.get_by_role("button", name="Copy the address with this reading").click()
    expect(page.get_by_role("status").first).to_have_text("Address copied")
    assert page.evaluate("navigator.clipboard.readText()") == room.url("text/iv-3/?reading=source#p49")
    # It holds for the window, and says so in the header; another window has what the reader has chosen.
    room.open("text/iv-1/")
    assert page.locator("#c-6").inner_text() == "strcke"
    head = page.evaluate("getComputedStyle(document.querySelector('.go'), '::before').content")
    assert head == '"source, p."'
    other = page.context.new_page()
    other.goto(room.url("text/iv-1/"))
    assert other.locator("#c-6").inner_text() == "stroke"
    page.keyboard.press("r")
    page.keyboard.press("r")
    assert page.locator("#c-6").inner_text() == "stroke"


def test_an_address_with_a_reading_that_is_none_shows_the_reading_text(desk: Room) -> None:
    for reading in ("toString", "<b>", ""):
        page = desk.open(f"text/iv-3/?reading={reading}")
        assert page.locator("#c-12").inner_text() == "moreover,"
        assert page.locator("html").get_attribute("data-reading") == "edition"


def test_the_beginning_of_a_page_in_a_correction_stays_in_every_reading(desk: Room) -> None:
    corrections = (
        '<span class="corr" data-sic="teh teh" id="x-1" title="Why.">the '
        '<span class="pb ed" id="p900" role="doc-pagebreak" title="900"></span>house</span>'
        '<span class="corr" data-sic="," id="x-2" title="Why."></span>'
        '<span class="corr" data-sic="" id="x-3" title="Why.">added</span>'
    )

    def put(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, body=response.text().replace('<p id="par-2">', f'<p id="par-2">{corrections}'))

    desk.page.route("**/text/iv-1/", put)
    page = desk.open("text/iv-1/")
    shown: list[list[str]] = []
    for choice in ("As in the source", "Both", "Reading text"):
        desk.choose(choice)
        shown.append([page.locator(f"#x-{number}").inner_text() for number in (1, 2, 3)])
        assert page.locator("#x-1 > #p900[role=doc-pagebreak]").count() == 1
    assert shown == [
        ["teh teh", ",", ""],
        ["the house [source: teh teh]", " [source: ,]", "added [not in the source]"],
        ["the house", "", "added"],
    ]


# ---- names


def test_a_name_leads_to_its_entry_and_from_mention_to_mention_through_the_book(room: Room) -> None:
    page = room.open("text/iv-1/")
    page.locator("#m-91").scroll_into_view_if_needed()
    room.press(page.locator("#m-91"))
    popup = room.popup()
    entry = popup.get_by_role("link", name="Lenin, V. I.: on re-education")
    assert entry.get_attribute("href") == room.url("text/names/#lenin-re-education")
    expect(popup).to_contain_text("7 of 18")
    room.press(popup.get_by_role("link", name="next mention, p. 44"))
    page.wait_for_url(room.url("text/iv-2/#m-146"))
    expect(room.popup()).to_contain_text("8 of 18")
    room.press(room.popup().get_by_role("link", name="next mention"))
    expect(room.popup()).to_contain_text("9 of 18")


def test_the_keyboard_reaches_names_and_subjects_where_they_are_marked(desk: Room) -> None:
    page = desk.open("text/iv-1/")
    assert page.locator("[data-ref][tabindex='0']:not([data-says])").count() == 0
    desk.choose("Marked")
    page.locator("#m-8").focus()
    page.keyboard.press("Enter")
    expect(desk.popup()).to_contain_text("Index of subjects")
    assert page.evaluate("document.activeElement.closest('.popup') !== null")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "m-8"


def test_words_that_are_selected_over_a_name_open_nothing(desk: Room) -> None:
    page = desk.open("text/iv-1/")
    name = page.locator("#m-91")
    name.scroll_into_view_if_needed()
    box = name.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] - 40, box["y"] + 8)
    page.mouse.down()
    page.mouse.move(box["x"] + 20, box["y"] + 8)
    page.mouse.up()
    page.wait_for_timeout(400)
    assert page.evaluate("getSelection().toString()") != ""
    expect(page.locator(".popup")).to_be_hidden()


def test_a_reference_to_a_work_says_what_it_means_and_when_clicked_leads_to_the_entry_too(room: Room) -> None:
    page = room.open("text/iv-1/")
    ibid = page.locator("#fn-p40-1 #m-40")
    expect(room.ask(ibid)).to_contain_text("Lenin, V. I., The Proletarian Revolution and the Renegade Kautsky (1918)")
    room.press(ibid)
    expect(room.popup().get_by_role("link", name="The Proletarian Revolution")).to_have_attribute(
        "href", room.url("text/works/#renegade-kautsky")
    )
    expect(room.popup()).to_contain_text("of 5")


def test_a_popup_can_be_clicked_and_touched_without_going_away(room: Room) -> None:
    page = room.open("text/iv-1/")
    popup = room.ask(page.locator("#fnref-p40-2 a"))
    box = popup.bounding_box()
    assert box is not None
    at = (box["x"] + 60, box["y"] + 16)
    if room.look.touch:
        page.touchscreen.tap(*at)
    else:
        page.mouse.click(*at)
    page.wait_for_timeout(500)
    expect(popup).to_be_visible()


def test_a_mark_without_a_note_says_so(room: Room) -> None:
    page = room.open("text/iv-2/")
    expect(room.ask(page.locator("sup.mark[data-says]").first)).to_have_text(
        "The source has this mark, but not its note"
    )


def test_a_popup_keeps_clear_of_the_header_in_a_low_window(desk: Room) -> None:
    page = desk.open("text/iv-1/")
    page.set_viewport_size({"width": 640, "height": 360})
    box = desk.ask(page.locator("#fnref-ed-1 a")).bounding_box()
    assert box is not None
    assert box["y"] >= 50
    assert box["y"] + box["height"] <= 361


# ---- without scripts


@pytest.mark.parametrize("width", [360, 1440])
def test_without_scripts_the_text_is_complete_and_nothing_is_shown_that_does_nothing(
    browser: Browser, address: str, width: int
) -> None:
    with open_page(browser, address, javascript=False, width=width) as page:
        page.goto(f"{address}/text/iv-3/")
        assert "facilitates the practical application" in page.locator("article").inner_text()
        assert page.locator("[role=doc-endnotes] li").count() > 2
        assert page.locator("#c-12").get_attribute("title") == (
            "The source has “more over,”. A space stands in the word; perhaps the hyphen of a word divided at a line "
            "end was lost. (the mastercopy editors)"
        )
        assert page.locator("#b-18").get_attribute("title") is not None
        assert page.locator("article button, article input, .tool, .go").count() == 0
        page.locator("a.pn[href='#p51']").click(force=True)
        page.wait_for_url(f"{address}/text/iv-3/#p51")
        page.goto(f"{address}/text/names/")
        assert page.locator(".strip[role=img] svg rect").count() > 10


# ---- for everyone


def test_axe_finds_nothing_wrong_with_what_scripts_show(desk: Room) -> None:
    page = desk.open("text/iv-1/")
    found: dict[str, list[str]] = {}
    for what, key in (("keys", "?"), ("search", "/")):
        page.keyboard.press(key)
        if what == "search":
            desk.find("state")
        found[what] = violations(page)
        page.keyboard.press("Escape")
    desk.press(page.get_by_role("button", name="How the text is shown"))
    found["settings"] = violations(page)
    page.keyboard.press("Escape")
    desk.ask(page.locator("#fnref-p40-2 a"))
    found["popup"] = violations(page)
    page.keyboard.press("Escape")
    desk.choose("As printed, with breaks", "Both", "Marked")
    found["marked"] = violations(page)
    assert {what: faults for what, faults in found.items() if faults} == {}
    assert len(found) == 5


def test_the_accessibility_tree_names_the_controls_and_the_marks(desk: Room) -> None:
    page = desk.open("text/iv-1/")
    named = page.locator("body").aria_snapshot()
    for control in (
        'button "Search (/)"', 'textbox "Page of the print: go to"', 'button "How the text is shown (Aa)"',
        'button "Keys (?)"', 'link "Page 40: link to it"',
    ):  # fmt: skip
        assert control in named
