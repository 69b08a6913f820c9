"""What is on record: the corrections, and what each release changed, for people and for programs."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from lxml import html

from mastercopy import disk
from mastercopy.build import Book
from mastercopy.derive.changes import Change, changes
from mastercopy.derive.corrections import corrections
from mastercopy.derive.history import standing
from mastercopy.derive.record import Recorded
from mastercopy.derive.releases import explained
from mastercopy.model import CorrectionKind
from reading import ROOT, article, elements
from recorded import ENTRIES, FIRST, HOSTILE, SECOND, STROKE, TODAY, edit, paragraphs, released, third
from test_cli import run

SCHEMA = Draft202012Validator(json.loads((ROOT / "docs" / "schemas" / "changes-1.json").read_bytes()))


@pytest.fixture
def edition(history: Path) -> Path:
    """The folder of an edition with a history."""
    return history / "edition"


@pytest.fixture
def site(history: Path) -> Path:
    """Its site."""
    return history / "site"


@pytest.fixture
def copy(edition: Path, tmp_path: Path) -> Path:
    """A copy of the edition, to be changed."""
    return shutil.copytree(edition, tmp_path / "edition")


def words(element: html.HtmlElement) -> str:
    """What an element says, with what only a screen reader says."""
    return " ".join(element.text_content().split())


def page(site: Path, name: str) -> html.HtmlElement:
    """The article of a page beside the text."""
    return article((site / "text" / name / "index.html").read_bytes())


def made(edition: Path) -> Mapping[str, str]:
    """The pages of text/ that a build makes of the folder, by their names, and changes.json."""
    docs = edition.parent / "made"
    result = run("build", "--edition", edition, "--docs", docs)
    assert result.exit_code == 0, result.output
    files = disk.tree(docs)
    return {name: files[name].decode() for name in ("text/history.md", "text/corrections.md", "changes.json")}


def record(edition: Path) -> Any:
    """What changes.json says, which is valid."""
    found = json.loads(made(edition)["changes.json"])
    assert [error.message for error in SCHEMA.iter_errors(found)] == []
    return found


def kept(edition: Path, version: str) -> Any:
    """What the folder of a release keeps of what it changed."""
    return json.loads((edition / "releases" / version / "changes.json").read_bytes())


def spoil(edition: Path, of: str, **changed: object) -> None:
    """Writes something else into the record of a release; what is None is taken out."""
    found = {**kept(edition, of), **changed}
    found = {name: value for name, value in found.items() if value is not None}
    (edition / "releases" / of / "changes.json").write_text(json.dumps(found), encoding="utf-8")


# ---- corrections


def rows(site: Path) -> list[list[html.HtmlElement]]:
    """The cells of the list of corrections."""
    return [list(elements(row, "./td")) for row in elements(page(site, "corrections"), ".//tbody/tr")]


def test_each_correction_has_a_row_with_both_readings_its_kind_and_its_reason(site: Path) -> None:
    found = [[words(cell) for cell in row] for row in rows(site)]
    why = f"A slip. {HOSTILE}"
    assert found == [
        ["1", "strcke", "stroke", "transcription error", why, "the editors, 2026-02-02, since version 1.1.0+a"],
        ["1 n. 2", "A nate.", "A note.", "print error", "It is so.", "the editors, 2026-02-02, since version 1.1.0+a"],
        ["1 n. 2", "1", "2", "editors’ emendation", "It is so.", "the editors, 2026-03-03, not released yet"],
        ["2", "(nothing)", "nearly", "editors’ emendation", "It is so.", "the editors, 2026-03-03, not released yet"],
        ["2", "all all", "all", "print error", "It is so.", "the editors, 2026-03-03, not released yet"],
    ]


def test_a_row_leads_to_the_place_and_to_the_release(site: Path) -> None:
    links = [[link.get("href") for link in elements(row[0], ".//a")] for row in rows(site)]
    assert links == [[f"../one/#c-{number}"] for number in (1, 2, 3, 4, 5)]
    last = [[link.get("href") for link in elements(row[-1], ".//a")] for row in rows(site)]
    assert last == [["../history/#version-1.1.0_a"]] * 2 + [["../history/#unreleased"]] * 3


def test_each_cell_of_the_list_says_of_which_column_it_is(site: Path) -> None:
    names = [words(cell) for cell in elements(page(site, "corrections"), ".//th")]
    assert names == ["Page", "The source has", "The edition reads", "Kind", "Why", "Who and when"]
    assert all([cell.get("data-label") for cell in row] == names for row in rows(site))


def test_the_list_begins_with_how_many_corrections_of_each_kind_there_are(site: Path) -> None:
    (listed,) = elements(page(site, "corrections"), ".//ul")
    counts = [words(item).partition(":")[0] for item in elements(listed, "./li")]
    assert counts == ["1 transcription error", "2 print errors", "2 editors’ emendations"]
    assert "at 5 places, 2 of them in notes" in words(page(site, "corrections"))


def test_our_list_counts_what_it_lists(book: Book) -> None:
    listed = (ROOT / "docs" / "text" / "corrections.md").read_text(encoding="utf-8")
    found = corrections(book.edition, book.survey)
    assert f"at {len(found)} places" in listed
    for kind in CorrectionKind:
        count = sum(one.correction.kind is kind for one in found)
        assert f"- **{count or 'No'}** " in listed


def test_an_edition_without_corrections_says_so(tmp_path: Path) -> None:
    edition = released(tmp_path)
    plain = paragraphs("stroke", "A note.", third(f"The third of {'them'} all."))
    edit(edition, plain, "1.1.0+a", "2026-02-02")
    for key in ("c-1", "c-2"):
        assert run("withdrawn", key, "--why", "It was right.", "--edition", edition).exit_code == 0
    assert "The edition reads nowhere otherwise than its source." in made(edition)["text/corrections.md"]


# ---- since when a reading stands


def since(edition: Path) -> dict[str, str]:
    """What the list says of the release of each correction."""
    lines = [line for line in made(edition)["text/corrections.md"].splitlines() if "](one.md#c-" in line]
    return {line.partition("#")[2].partition(")")[0]: line.rpartition("[")[2].partition("]")[0] for line in lines}


def test_another_reason_leaves_a_reading_as_old_as_it_is_and_another_reading_does_not(copy: Path) -> None:
    other = STROKE.replace("A slip.", "A slip, surely.")
    edit(copy, TODAY.replace(STROKE, other), "1.1.0+a", "2026-02-02", "".join(ENTRIES))
    assert since(copy)["c-1"] == "version 1.1.0+a"
    other = STROKE.replace(">stroke<", ">strike<")
    edit(copy, TODAY.replace(STROKE, other), "1.1.0+a", "2026-02-02", "".join(ENTRIES))
    assert since(copy)["c-1"] == "not released yet"
    (change,) = [change for change in record(copy)["unreleased"]["changes"] if change["was"] == "stroke"]
    assert [one["address"] for one in change["corrections"]] == ["text/one/#c-1"]


def test_the_release_that_is_made_is_the_one_since_which_readings_stand(copy: Path) -> None:
    edit(copy, TODAY, "1.2.0", "2026-03-03", "".join(ENTRIES))
    assert run("release", "1.2.0", "--edition", copy, "--date", "2026-03-03").exit_code == 0
    versions = since(copy)
    assert [versions[f"c-{number}"] for number in (1, 2, 3, 4, 5)] == ["version 1.1.0+a"] * 2 + ["version 1.2.0"] * 3
    assert [one["version"] for one in record(copy)["releases"]] == ["1.2.0", "1.1.0+a", "1.0.0"]
    assert record(copy)["unreleased"] == {
        "address": "text/history/#unreleased", "revisions": [], "changes": [], "corrections": []
    }  # fmt: skip


def test_records_that_do_not_tell_of_corrections_and_entries_are_read(copy: Path) -> None:
    spoil(copy, "1.1.0+a", corrections=None, revisions=None)
    assert since(copy)["c-1"] == "version 1.1.0+a"  # the ledger has its address since then
    found = record(copy)["releases"][0]
    assert [one["key"] for one in found["revisions"]] == ["r-2"]  # the one up to its day
    edit(copy, TODAY, "1.2.0", "2026-03-03", "".join(ENTRIES))
    assert run("release", "1.2.0", "--edition", copy, "--date", "2026-03-03").exit_code == 0
    assert [one["key"] for one in kept(copy, "1.2.0")["revisions"]] == ["r-3"]
    spoil(copy, "1.2.0", corrections=None)
    assert "c-1" not in {key for key, version in since(copy).items() if version.startswith("version 1.1.0")}


def test_our_edition_says_since_when_each_reading_stands(book: Book) -> None:
    versions = standing(book.history)
    assert {one.anchor for one in corrections(book.edition, book.survey)} <= versions.keys()


# ---- what a release keeps


def test_a_release_keeps_the_corrections_and_the_entries_that_came_with_it(edition: Path) -> None:
    assert (kept(edition, "1.0.0")["corrections"], [one["key"] for one in kept(edition, "1.0.0")["revisions"]]) == (
        [],
        ["r-1"],
    )
    found = kept(edition, "1.1.0+a")
    assert found["revisions"] == [
        {"key": "r-2", "when": "2026-02-02", "who": "the editors", "what": "1. Reported by readers."}
    ]
    first, second = found["corrections"]
    assert first == {
        "address": "text/one/#c-1",
        "page": "1",
        "source": "strcke",
        "edition": "stroke",
        "kind": "transcription",
        "who": "the editors",
        "when": "2026-02-02",
        "why": f"A slip. {HOSTILE}",
    }
    assert (second["address"], second["note"]) == ("text/one/#c-2", "n. 1")


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ({"version": "9.0.0"}, "isn't the record of a release of version 1.1.0+a"),
        ({"version": '"><b>'}, "isn't the record of a release that"),
        ({"date": "2026-02-30"}, "isn't the record of a release with a date"),
        ({"corrections": [{"address": "x", "kind": "<b>"}]}, "isn't the record of a release that"),
    ],
)
def test_a_record_that_no_release_made_stops_the_build(copy: Path, spoilt: dict[str, object], said: str) -> None:
    spoil(copy, "1.1.0+a", **spoilt)
    result = run("check", "--edition", copy)
    assert (result.exit_code, "A003" in result.output, said in result.output) == (1, True, True)


@pytest.mark.parametrize("day", ["-0001", "2026-02-30", "2026", "today"])
def test_a_day_that_is_none_is_no_date_of_a_release(copy: Path, day: str) -> None:
    before = disk.tree(copy)
    assert run("release", "2.0.0", "--edition", copy, f"--date={day}").exit_code == 2
    assert disk.tree(copy) == before


# ---- the page of the history


def parts(site: Path) -> dict[str, list[html.HtmlElement]]:
    """What stands under each heading of the history, by its id."""
    found: dict[str, list[html.HtmlElement]] = {}
    (whole,) = elements(page(site, "history"), ".//div[contains(@class, 'apparatus')]")
    for element in whole:
        if element.tag == "h2":
            found[element.get("id") or ""] = []
        elif found:
            found[list(found)[-1]].append(element)
    return found


def items(part: list[html.HtmlElement]) -> list[html.HtmlElement]:
    """The items of the lists."""
    return [item for element in part for item in elements(element, "./li")]


def test_the_history_has_what_is_not_released_and_then_the_releases_the_newest_first(site: Path) -> None:
    assert list(parts(site)) == ["unreleased", "version-1.1.0_a", "version-1.0.0"]
    headings = [words(one) for one in elements(page(site, "history"), ".//h2")]
    assert headings == ["Not released yet", "Version 1.1.0+a, 2 February 2026", "Version 1.0.0, 1 January 2026"]


def test_a_release_has_its_entries_and_each_reading_that_changed(site: Path) -> None:
    said = [words(item) for item in items(parts(site)["version-1.1.0_a"])]
    slip = f"transcription error: A slip. {HOSTILE} (the editors, 2026-02-02)"
    assert said == [
        "1. Reported by readers. the editors, 2026-02-02",
        f"p. 1 · /p/1/ … second of three, which was: strcke now is: stroke out. … {slip}",
        "p. 1, n. 1 · /p/1/ … A was: nate. now is: note. print error: It is so. (the editors, 2026-02-02)",
        f"p. 2 · /p/2/ … The third of them added: {HOSTILE} all all. …",
    ]


def test_a_change_leads_to_the_place_and_to_the_page_by_itself(site: Path) -> None:
    _, first, _, second = items(parts(site)["version-1.1.0_a"])
    assert [link.get("href") for link in elements(first, ".//a")] == ["../one/#c-1", "../../p/1/"]
    assert [link.get("href") for link in elements(second, ".//a")] == ["../one/#p2", "../../p/2/"]


def test_what_was_there_and_what_is_there_now_are_marked_as_such(site: Path) -> None:
    _, first, _, second = items(parts(site)["version-1.1.0_a"])
    assert [words(one) for one in elements(first, ".//del")] == ["was: strcke"]
    assert [words(one) for one in elements(first, ".//ins")] == ["now is: stroke"]
    assert ([*elements(second, ".//del")], len(elements(second, ".//ins"))) == ([], 1)


def test_what_is_not_released_yet_is_told_with_the_corrections_that_it_comes_from(site: Path) -> None:
    entry, added, removed, label = items(parts(site)["unreleased"])
    assert words(entry) == f"Collated anew. {HOSTILE} the editors, 2026-03-03"
    assert "… The third of added: nearly them" in words(added)
    assert "editors’ emendation: It is so." in words(added)
    assert [words(one) for one in elements(removed, ".//del")] == ["removed: all"]
    assert words(removed).endswith("print error: It is so. (the editors, 2026-03-03)")
    assert words(label).startswith("p. 1, n. 2 The source has “1”; the edition reads “2”. editors’ emendation:")


def test_words_that_look_like_code_are_words_in_the_history_and_in_the_corrections(site: Path) -> None:
    for name in ("history", "corrections"):
        found = page(site, name)
        assert HOSTILE in words(found)
        assert elements(found, ".//div//b | .//em | .//a[@href='z'] | .//*[contains(@class, 'u ')] | .//code") == []


def test_the_first_release_has_nothing_to_be_compared_with(site: Path) -> None:
    said = " ".join(words(element) for element in parts(site)["version-1.0.0"])
    assert said.startswith("First encoding. the editors, 2026-11-23 The first version on record:")


def test_where_nothing_was_released_the_history_has_the_list_of_changes(tmp_path: Path) -> None:
    edition = released(tmp_path)
    shutil.rmtree(edition / "releases")
    (edition / "anchors.tsv").unlink()
    found = made(edition)
    assert "Nothing was released yet" in found["text/history.md"]
    assert "Collated anew" in found["text/history.md"]
    assert "since version" not in found["text/corrections.md"]
    assert record(edition)["releases"] == []


def test_a_change_on_a_page_that_is_no_more_leads_to_what_became_of_it(copy: Path) -> None:
    edit(copy, TODAY.replace('<pb n="2"/>', '<pb n="3"/>'), "1.1.0+a", "2026-02-02", "".join(ENTRIES))
    for was, now in (("p/2/", "p/3/"), ("text/one/#p2", "text/one/#p3")):
        moved = run("moved", was, "--to", now, "--why", "Misread.", "--edition", copy)
        assert moved.exit_code == 0, moved.output
    said = made(copy)["text/history.md"]
    assert "[p. 2](../p/2/index.md)" in said
    assert (copy.parent / "made" / "p" / "2" / "index.md").is_file()
    gone = [one for one in record(copy)["unreleased"]["changes"] if one["page"] == "2"]
    assert [(one["alone"], one["now"], "address" in one) for one in gone] == [("p/2/", "", False)]


def test_an_address_of_a_record_that_the_site_never_had_leads_nowhere(copy: Path) -> None:
    stray = {"address": "text/two/#c-9", "page": "1", "source": "a", "edition": "b", "kind": "print", "why": "x"}
    spoil(copy, "1.1.0+a", corrections=[stray, {**stray, "address": "javascript:alert(1)"}])
    said = made(copy)
    assert "two" not in said["text/history.md"]
    assert "javascript" not in said["text/history.md"] + said["changes.json"]
    assert all("address" not in one for one in record(copy)["releases"][0]["corrections"])


# ---- changes.json


def test_changes_json_has_each_release_with_each_change_and_its_address(site: Path) -> None:
    found = json.loads((site / "changes.json").read_bytes())
    assert [error.message for error in SCHEMA.iter_errors(found)] == []
    newest, oldest = found["releases"]
    assert (newest["version"], newest["date"], newest["address"]) == (
        *("1.1.0+a", "2026-02-02", "text/history/#version-1.1.0_a"),
    )
    change = newest["changes"][0]
    correction = change.pop("corrections")[0]
    assert change == {
        "page": "1",
        "address": "text/one/#c-1",
        "alone": "p/1/",
        "before": "second of three, which",
        "was": "strcke",
        "now": "stroke",
        "after": "out.",
    }
    assert (correction["source"], correction["edition"], correction["why"]) == (
        *("strcke", "stroke", f"A slip. {HOSTILE}"),
    )
    assert newest["changes"][2]["now"] == " ".join(HOSTILE.split())
    assert (oldest["version"], oldest["changes"]) == ("1.0.0", [])


def test_the_schema_of_changes_json_knows_what_is_no_such_file(site: Path) -> None:
    found = json.loads((site / "changes.json").read_bytes())
    newest = found["releases"][0]
    for broken in (
        {**found, "published": "example.org"},
        {**found, "unreleased": newest},
        {**found, "releases": [found["unreleased"]]},
        {**found, "releases": [{**newest, "date": "soon"}]},
        {**found, "releases": [{**newest, "address": "text/one/"}]},
        {**found, "releases": [{**newest, "changes": [{"was": "a", "now": "b"}]}]},
        {**found, "releases": [{**newest, "corrections": [{"source": "a", "edition": "b", "kind": "other"}]}]},
        {name: value for name, value in found.items() if name != "releases"},
    ):
        assert not SCHEMA.is_valid(broken)


def test_the_addresses_of_releases_are_on_record(site: Path) -> None:
    found = {one["address"]: one for one in json.loads((site / "anchors.json").read_bytes())["anchors"]}
    named = {address: one["label"] for address, one in found.items() if one["kind"] == "release"}
    assert named == {
        "text/history/#unreleased": "not released yet",
        "text/history/#version-1.0.0": "version 1.0.0",
        "text/history/#version-1.1.0_a": "version 1.1.0+a",
    }


# ---- which corrections a change comes from


@pytest.mark.parametrize(
    ("change", "readings", "causes"),
    [
        (Change("", "a", "strcke", "stroke", "b"), [("strcke", "stroke")], [0]),
        (Change("", "of", "more over,", "moreover,", "it"), [("more over,", "moreover,")], [0]),
        (Change("", "A", "nate.", "note.", ""), [("A nate.", "A note.")], [0]),
        (Change("", "a", "", "not", "b"), [("", "not")], [0]),
        (Change("", "p", "p", "p.", "4"), [("", ".")], [0]),
        (Change("", "a", "all", "", "b"), [("all", "")], [0]),
        (Change("", "a", "x y", "z w", "b"), [("x", "z"), ("y", "w")], [0, 1]),
        (Change("", "a", "x y", "z w", "b"), [("x", "z")], []),
        (Change("", "a", "strcke", "strike", "b"), [("strcke", "stroke")], []),
        (Change("", "a", "stroke", "strike", "b"), [("strcke", "strike")], [0]),
        (Change("", "a", "stroke", "strike", "b"), [("strcke", "strike"), ("strake", "strike")], []),
        (Change("", "", "a" * 500, "b", ""), [("a", "b")], []),
    ],
)
def test_a_change_comes_from_the_corrections_that_make_just_it(
    change: Change, readings: list[tuple[str, str]], causes: list[int]
) -> None:
    found = [Recorded(f"text/one/#c-{n}", "1", "", *both) for n, both in enumerate(readings)]
    assert explained(change, found) == tuple(found[number] for number in causes)


@given(
    st.lists(st.sampled_from(["a", "bc", "d", "eb", "f"]), min_size=1, unique=True),
    st.data(),
)
def test_a_word_that_is_corrected_explains_its_own_change(line: list[str], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(line) - 1))
    now = [*line[:at], "xyz", *line[at + 1 :]]
    (change,) = changes({"1": {"": " ".join(line)}}, {"1": {"": " ".join(now)}})["1"]
    one = Recorded("text/one/#c-1", "1", "", line[at], "xyz")
    assert explained(change, [one]) == (one,)
    assert explained(change, [Recorded("text/one/#c-2", "1", "", line[at], "w")]) == ()


def test_a_note_of_which_only_the_label_is_another_has_not_changed() -> None:
    was = {"1": {"": "a", "n. 1": "Ibid.", "n. 2": "Ibid."}}
    assert changes(was, {"1": {"": "a", "n. 1": "Ibid.", "n. *": "Ibid."}}) == {}
    gone = changes(was, {"1": {"": "a", "n. *": "Ibid."}})
    assert [(one.was, one.now) for one in gone["1"]] == [("Ibid.", "")]


def test_the_first_text_has_no_corrections_and_the_second_has(edition: Path) -> None:
    assert (FIRST.count("<choice"), SECOND.count("<choice"), TODAY.count("<choice")) == (0, 2, 5)
    assert [*kept(edition, "1.1.0+a")["pages"]] == ["1", "2"]


# ---- an edit that is carried into the pages


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("The first of three", "The very first of three"),
        (">stroke<", ">strike<"),
        ("A slip.", "Surely a slip."),
        ("Collated anew.", "Collated again."),
    ],
)
def test_an_edit_gives_the_same_record_as_a_build_of_the_whole(copy: Path, was: str, now: str) -> None:
    docs, clean = copy.parent / "docs", copy.parent / "clean"
    assert run("build", "--edition", copy, "--docs", docs).exit_code == 0
    master = copy / "book.xml"
    content = master.read_text(encoding="utf-8")
    assert was in content
    master.write_text(content.replace(was, now), encoding="utf-8")
    before = disk.tree(docs)
    for folder in (docs, clean):
        assert run("build", "--edition", copy, "--docs", folder).exit_code == 0
    assert disk.tree(docs) == disk.tree(clean)
    assert disk.tree(docs) != before
