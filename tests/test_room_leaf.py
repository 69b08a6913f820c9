"""A page of the print by itself, as readers have it."""

from playwright.sync_api import expect

from rooms import Room


def test_the_keys_lead_from_page_to_page_of_the_print(desk: Room) -> None:
    page = desk.open("p/44/")
    assert desk.label() == "44"
    for key, number in (("j", 45), ("ArrowRight", 46), ("k", 45), ("ArrowLeft", 44)):
        page.keyboard.press(key)
        page.wait_for_url(desk.url(f"p/{number}/"))
        assert desk.label() == str(number)


def test_who_goes_to_a_page_from_such_a_page_comes_to_another_of_them(room: Room) -> None:
    page = room.open("p/44/")
    room.go("p. 47")
    page.wait_for_url(room.url("p/47/"))


def test_at_either_end_there_is_no_other_page(desk: Room) -> None:
    page = desk.open("p/51/")
    page.keyboard.press("j")
    expect(page.get_by_role("status").filter(has_text="no other page")).to_be_visible()


def test_a_note_explains_itself_there_too(room: Room) -> None:
    page = room.open("p/44/")
    mark = page.get_by_role("link", name="Note 44, n. 1")
    expect(room.ask(mark)).to_contain_text("August-September 1917")


def test_a_correction_and_a_name_explain_themselves_there_too(room: Room) -> None:
    page = room.open("p/40/")
    expect(room.ask(page.locator("#c-1"))).to_contain_text("defeat.")
    name = room.open("p/44/").locator("#m-153")
    room.press(name)
    expect(room.popup()).to_contain_text("Kautsky, Karl")


def test_each_reference_on_the_page_has_a_button_that_copies_it(room: Room) -> None:
    page = room.open("p/44/")
    rows = page.locator("section.citing dd")
    expect(rows.get_by_role("button")).to_have_count(rows.count())
    copy = rows.filter(has_text="(Stalin 44)").get_by_role("button")
    copy.scroll_into_view_if_needed()
    room.press(copy)
    page.wait_for_function("navigator.clipboard.readText().then(text => text === '(Stalin 44)')")


def test_the_ways_at_the_foot_and_at_the_head_of_a_page_lead_on(desk: Room) -> None:
    page = desk.open("p/44/")
    page.locator(".leaf-foot").get_by_role("link", name="Page 45").click()
    page.wait_for_url(desk.url("p/45/"))
    page.get_by_role("link", name="Read it in its place").first.click()
    page.wait_for_url(desk.url("text/iv-2/#p45"))
