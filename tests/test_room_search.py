"""Search and index in the reading room."""

from playwright.sync_api import expect

from rooms import Room

_LEFT_WING = ("p. 40 n. 2", "p. 41 n. 2", "p. 42 n. 2")


def titles(room: Room, query: str) -> list[str]:
    """The results of a search: the page of each, or the heading of the index."""
    return [text.partition(" · ")[0] for text in room.find(query).locator("> a").all_inner_texts()]


def test_search_answers_with_pages_and_a_result_leads_to_the_words(room: Room) -> None:
    page = room.open("text/names/")
    results = room.find("Shipka")
    result = results.filter(has_text="p. 43")
    expect(result).to_contain_text("p. 43 · 2) The dictatorship of the proletariat as the rule of the proletariat over")
    expect(result.locator("mark")).to_have_text("Shipka")
    room.press(result.get_by_role("link"))
    page.wait_for_url(room.url("text/iv-2/?q=Shipka#p43"))
    expect(page.get_by_role("status")).to_have_text("“Shipka”: 1 on this page")
    assert room.marked("found") == ["Shipka"]
    top = page.evaluate("[...CSS.highlights.get('found')][0].getBoundingClientRect().top")
    assert 60 < top < 800


FOUND: dict[str, list[str]] = {
    "moreover": ["p. 49"],
    '"more over"': ["p. 49"],
    '"constant and, more over, decisive"': ["p. 49"],
    '"constant and, moreover, decisive"': ["p. 49"],
    "developrnent": ["p. 51"],
    "facilitates": ["p. 50"],
    '"facilitates the practical"': ["p. 50"],
    '"as proletarian dictatorship"': [],
    "Left-Wing disorder": ["Lenin, V. I., 'Left-Wing' Communism, an Infantile Disorder (1920)", *_LEFT_WING],
    "KUGELMANN": ["Kugelmann, Ludwig", "Marx, Karl, letter to Kugelmann (1871)", "p. 46"],
    "dctatorship": [],
    "(.*": [],
    '<img src="x" onerror="alert(1)">': [],
}


def test_both_readings_split_words_phrases_and_notes_are_found_and_nothing_else(desk: Room) -> None:
    desk.open("text/iv/")
    assert {query: titles(desk, query) for query in FOUND} == FOUND


def test_a_result_in_the_source_says_so_and_leads_to_the_corrected_word(room: Room) -> None:
    page = room.open("text/iv/")
    result = room.find('"more over"')
    expect(result).to_contain_text("moreover, [source: more over] decisive participation")
    room.press(result.get_by_role("link"))
    page.wait_for_url("**/text/iv-3/**")
    page.wait_for_function("CSS.highlights.get('found')?.size === 1")
    assert room.marked("found") == ["moreover,"]


def test_words_are_found_in_the_reading_that_is_shown(desk: Room) -> None:
    page = desk.open("text/iv-3/")
    desk.choose("As in the source")
    page = desk.open("text/iv-3/?q=moreover#p49")
    page.wait_for_function("CSS.highlights.get('found')?.size === 1")
    assert desk.marked("found") == ["more over,"]


def test_another_choice_keeps_the_words_that_were_sought(desk: Room) -> None:
    page = desk.open("text/iv-1/?q=stroke&reading=source#p42")
    desk.choose("Both", "Hidden")
    assert page.url == desk.url("text/iv-1/?q=stroke#p42")
    assert desk.marked("found") == ["stroke"]


def test_letters_are_alike_by_accent_and_sign_and_not_by_their_parts(desk: Room) -> None:
    page = desk.open("text/iv/")
    found = "([text, query]) => words.find([text], words.terms(query)).map(hit => text.slice(hit.start, hit.end))"
    asked = {
        ("Élan vital", "elan"): ["Élan"],
        ("각 갈", "가"): [],
        ("„zwei Wörter“", '"zwei worter"'): ["zwei Wörter"],
        ("petty-bourgeois", '"petty bourgeois"'): ["petty-bourgeois"],
        ("İstanbul x", "x"): ["x"],
    }
    assert {pair: page.evaluate(found, list(pair)) for pair in asked} == asked


def test_enter_leads_to_the_first_result(desk: Room) -> None:
    page = desk.open("text/iv-1/")
    page.keyboard.press("/")
    desk.find("Paris Commune")
    page.keyboard.press("Enter")
    page.wait_for_url("**/#commune-paris")


def test_every_word_of_the_text_is_found_on_its_page(desk: Room) -> None:
    """Not one by one: the words that the search has are those of the page as it is shown, letter for letter."""
    page = desk.open("text/iv-2/")
    shown = page.evaluate("words.nodes(document.querySelector('article')).map(node => node.data).join('')")
    had = page.evaluate(
        """async () => {
            const { lines, notes } = await edition.section("iv-2");
            return [...lines, ...notes.flatMap(([, , inside]) => inside)]
                .map(line => words.letters(words.pieces(line))).join("");
        }"""
    )
    assert "".join(had.split()) == "".join(shown.split())


def test_a_locator_shows_the_line_in_which_the_mention_stands_and_leads_there(room: Room) -> None:
    page = room.open("text/names/")
    locator = page.locator("li:has(> p > #kautsky) a, li:has(> #kautsky) a").first
    if room.look.touch:
        locator.tap()
        page.wait_for_url(room.url("text/iv-2/#m-153"))
        return
    popup = room.ask(locator)
    expect(popup).to_contain_text("The talk of Kautsky and Co. about universal equality")
    expect(popup.locator("mark")).to_have_text("Kautsky")
    page.keyboard.press("Escape")
    locator.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(room.popup()).to_contain_text("Kautsky and Co.")


def test_links_of_the_index_that_are_no_locators_ask_for_nothing(desk: Room) -> None:
    page = desk.open("text/passages/")
    page.locator(".identity a").first.hover()
    page.wait_for_timeout(500)
    expect(page.locator(".popup")).to_be_hidden()
    expect(page.get_by_role("status").last).to_be_empty()


def test_the_index_is_filtered_by_typing(room: Room) -> None:
    page = room.open("text/names/")
    page.get_by_label("Filter the entries").fill("soviet")
    expect(page.locator(".filter [role=status]")).to_have_text("1 of 16 entries")
    shown = page.locator("[role=doc-index] > ul > li:visible")
    expect(shown).to_have_count(1)
    assert [text.partition(",")[0] for text in shown.locator("li:visible").all_inner_texts()] == [
        "on the Republic of Soviets",
        "on Soviet power",
    ]
    page.get_by_label("Filter the entries").fill("")
    expect(page.locator("[role=doc-index] > ul > li:visible")).to_have_count(16)


def test_an_entry_shows_where_in_the_book_it_is_mentioned(desk: Room) -> None:
    page = desk.open("text/names/")
    strip = page.locator("li:has(> p > #engels) .strip, li:has(> #engels) .strip").first
    assert strip.get_attribute("aria-label") == "on 2 of 14 pages"
    assert [rect.get_attribute("x") for rect in strip.locator("rect").all()] == ["4", "8"]
    box = strip.locator("svg").bounding_box()
    assert box is not None
    assert box["width"] > 60
