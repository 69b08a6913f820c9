"""Releases: what is published is recorded, what is published is kept, and what moved leads on."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import Result
from jsonschema import Draft202012Validator

from mastercopy import disk
from mastercopy import site as builder
from masters import ROOT, folder, master
from reading import article, document, elements
from test_cli import run

FIRST = (
    '<pb n="1"/><p xml:id="par-1">The first of three paragraphs here.</p>\n'
    '<p xml:id="par-2">The second<note xml:id="p1-1" n="1" place="foot">A note.</note> of three, which strcke out.'
    "</p>\n"
    '<pb n="2"/><p xml:id="par-3">The third of them all.</p>'
)
SECOND = (
    '<pb n="1"/><p xml:id="par-1">The first of three paragraphs here. The second<note xml:id="p1-1" n="1" '
    'place="foot">A note.</note> of three, which stroke out.</p>\n<pb n="3"/><p xml:id="par-4">A new one.</p>'
)


def text(content: str, version: str, date: str) -> str:
    """A master of that version."""
    edition = (
        f'<editionStmt><edition n="{version}">{version}, <date when="{date}">{date}</date></edition></editionStmt>'
    )
    return master(content).replace("</titleStmt>", f"</titleStmt>{edition}")


def edit(edition: Path, content: str, version: str, date: str) -> None:
    """Saves another master."""
    (edition / "book.xml").write_text(text(content, version, date), encoding="utf-8")


def publish(edition: Path, version: str, day: str = "2026-02-02", *more: str) -> Result:
    """How a release of that day ends."""
    return run("release", version, "--date", day, "--edition", edition, *more)


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """An edition's folder, version 1.0.0 of which was released."""
    made = folder(tmp_path, text(FIRST, "1.0.0", "2026-01-01"))
    assert publish(made, "1.0.0", "2026-01-01").exit_code == 0
    return made


def ledger(edition: Path) -> list[list[str]]:
    """The lines of the ledger in their columns."""
    return [line.split("\t") for line in (edition / disk.LEDGER).read_text(encoding="utf-8").splitlines()[1:]]


def row(edition: Path, address: str) -> list[str]:
    """The line of an address."""
    (found,) = [cells for cells in ledger(edition) if cells[0] == address]
    return found[1:]


def test_a_release_records_every_address_and_what_its_text_is(edition: Path) -> None:
    assert row(edition, "p/1/") == ["page", "p. 1", "1.0.0", "", "", ""]
    assert row(edition, "text/one/#fn-p1-1") == ["note", "p. 1 n. 1", "1.0.0", "", "", ""]
    kept = disk.tree(edition / "releases" / "1.0.0")
    assert kept.keys() == {"anchors.json", "book.xml", "changes.json", "pages.json"}
    assert kept["book.xml"] == (edition / "book.xml").read_bytes()
    assert json.loads(kept["pages.json"])["1"]["n. 1"] == "A note."
    assert {one["since"] for one in json.loads(kept["anchors.json"])["anchors"]} == {"1.0.0"}


def test_a_release_that_was_broken_off_is_made_whole(edition: Path) -> None:
    whole = disk.tree(edition)
    shutil.rmtree(edition / "releases" / "1.0.0")
    assert publish(edition, "1.0.0", "2026-01-01").exit_code == 0
    assert disk.tree(edition) == whole


def decided(edition: Path) -> list[Result]:
    """The master of the second version, and what its editor says of the addresses that it hasn't."""
    edit(edition, SECOND, "1.1.0", "2026-02-02")
    return [
        run("moved", "par-2", "--to", "par-1", "--why", "Joined with the paragraph before.", "--edition", edition),
        run("withdrawn", "text/one/#par-3", "--why", "It is no part of the text.", "--edition", edition),
        run("moved", "p/2/", "--to", "p/3/", "--why", "The 3 was misread.", "--edition", edition),
        run("moved", "text/one/#p2", "--to", "text/one/#p3", "--why", "The 3 was misread.", "--edition", edition),
    ]


def test_a_build_that_loses_addresses_stops_until_the_ledger_says_what_became_of_them(edition: Path) -> None:
    edit(edition, SECOND, "1.1.0", "2026-02-02")
    lost = run("check", "--edition", edition)
    assert lost.exit_code == 1
    named = [line.split(": ")[0].rpartition("/")[2] for line in lost.output.splitlines() if " A001 " in line]
    assert named == ["book.xml:3", "book.xml:4", "book.xml:4", "book.xml:4"]
    assert [result.exit_code for result in decided(edition)] == [0, 0, 0, 0]
    assert run("check", "--edition", edition).exit_code == 0
    assert publish(edition, "1.1.0").exit_code == 0
    assert row(edition, "text/one/#par-2") == [
        *("paragraph", "p. 1", "1.0.0", "1.1.0", "text/one/#par-1", "Joined with the paragraph before.")
    ]
    assert row(edition, "text/one/#par-3")[2:] == ["1.0.0", "1.1.0", "", "It is no part of the text."]
    assert row(edition, "text/one/#par-4")[2:] == ["1.1.0", "", "", ""]


def test_what_a_release_changed_is_kept_word_by_word(edition: Path) -> None:
    decided(edition)
    publish(edition, "1.1.0")
    changed = json.loads((edition / "releases" / "1.1.0" / "changes.json").read_bytes())
    assert (changed["version"], changed["date"]) == ("1.1.0", "2026-02-02")
    assert changed["pages"]["1"] == [["", "second of three, which", "strcke", "stroke", "out."]]


def site(edition: Path) -> Path:
    """The site of an edition, built with our mkdocs.yml: a warning of MkDocs stops it."""
    where = edition.parent
    docs = where / "docs"
    for part in ("javascripts", "stylesheets"):
        shutil.copytree(ROOT / "docs" / part, docs / part, dirs_exist_ok=True)
    (docs / "index.md").write_text("# Home\n", encoding="utf-8")
    assert run("build", "--edition", edition, "--docs", docs).exit_code == 0
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    (where / "mkdocs.yml").write_text(config.partition("\nnav:")[0] + "\n", encoding="utf-8")
    if (ROOT / "overrides").is_dir():
        shutil.copytree(ROOT / "overrides", where / "overrides", dirs_exist_ok=True)
    result = builder.build(where / "mkdocs.yml", docs, where / "site", date="2026-02-02")
    assert not result.failed
    return where / "site"


def test_old_addresses_say_where_things_are_or_why_they_are_gone(edition: Path) -> None:
    decided(edition)
    publish(edition, "1.1.0")
    built = site(edition)
    page = article((built / "text" / "one" / "index.html").read_bytes())
    (joined,) = elements(page, ".//section[contains(@class, 'moved')]//p[@id='par-2']")
    assert [link.get("href") for link in elements(joined, ".//a")] == ["./#par-1"]
    assert (
        joined.text_content() == "p. 1 (paragraph) stands there since version 1.1.0. Joined with the paragraph before."
    )
    (gone,) = elements(page, ".//p[@id='par-3']")
    assert gone.text_content() == "p. 2 (paragraph) isn’t here any more since version 1.1.0. It is no part of the text."
    old = article((built / "p" / "2" / "index.html").read_bytes())
    assert [link.get("href") for link in elements(old, ".//p[@class='whole']/a")] == ["../3/"]


def test_a_page_that_moved_leads_on_without_a_script_too(edition: Path) -> None:
    decided(edition)
    page = document((site(edition) / "p" / "2" / "index.html").read_bytes())
    assert [link.get("href") for link in elements(page, "//head/link[@rel='canonical']")] == ["../../p/3/"]
    (refresh,) = elements(page, "//head/noscript/meta[@http-equiv='refresh']")
    assert refresh.get("content") == "0; url=../../p/3/"


def test_the_record_of_what_moved_and_was_withdrawn_is_valid_by_its_schema(edition: Path) -> None:
    decided(edition)
    publish(edition, "1.1.0")
    record = json.loads((site(edition) / "anchors.json").read_bytes())
    assert (len(record["moved"]), len(record["withdrawn"])) == (3, 1)
    schema = Draft202012Validator(json.loads((ROOT / "docs" / "schemas" / "anchors-1.json").read_bytes()))
    assert [error.message for error in schema.iter_errors(record)] == []
    first = record["anchors"][0]
    for broken in (
        {**record, "moved": record["withdrawn"]},
        {**record, "withdrawn": record["moved"]},
        {**record, "anchors": [{**first, "kind": "thing"}]},
        {**record, "anchors": [{**first, "address": "text/a"}]},
        {**record, "anchors": [{**first, "digest": "x"}]},
        {**record, "published": "example.org"},
        {name: value for name, value in record.items() if name != "version"},
    ):
        assert not schema.is_valid(broken)


def test_a_page_in_the_place_of_one_that_is_gone_goes_when_the_page_is_back(edition: Path) -> None:
    decided(edition)
    site(edition)
    stub = edition.parent / "docs" / "p" / "2" / "index.md"
    assert stub.is_file()
    edit(edition, FIRST, "1.0.0", "2026-01-01")
    content = (edition / disk.LEDGER).read_text(encoding="utf-8").splitlines()
    bare = ["\t".join([*line.split("\t")[:4], "", "", ""]) for line in content[1:]]
    (edition / disk.LEDGER).write_text("\n".join([content[0], *bare, ""]), encoding="utf-8")
    run("build", "--edition", edition, "--docs", edition.parent / "docs")
    assert not stub.exists()


def test_an_address_that_was_withdrawn_is_never_given_again(edition: Path) -> None:
    decided(edition)
    again = SECOND.replace("par-4", "par-3")
    edit(edition, again, "1.1.0", "2026-02-02")
    result = run("check", "--edition", edition)
    assert "A002 text/one/#par-3 was withdrawn, and something else has this address now" in result.output


def test_commands_about_addresses_know_only_what_was_published(edition: Path) -> None:
    assert run("moved", "par-9", "--to", "par-1", "--why", "x", "--edition", edition).exit_code == 2
    assert run("moved", "par-1", "--to", "par-9", "--why", "x", "--edition", edition).exit_code == 2
    assert run("withdrawn", "text/two/*", "--why", "x", "--edition", edition).exit_code == 2


def test_a_pattern_means_what_is_lost(edition: Path) -> None:
    edit(edition, SECOND, "1.1.0", "2026-02-02")
    result = run("withdrawn", "text/one/*", "--why", "Given up.", "--edition", edition)
    assert result.output.split() == ["text/one/#p2", "text/one/#par-2", "text/one/#par-3"]


def test_without_a_release_there_is_nothing_to_say_of_addresses(tmp_path: Path) -> None:
    made = folder(tmp_path, text(FIRST, "1.0.0", "2026-01-01"))
    result = run("kept", "par-1", "--why", "x", "--edition", made)
    assert (result.exit_code, "nothing was released yet" in result.output) == (1, True)


def test_the_address_in_the_header_is_that_of_the_site(edition: Path) -> None:
    where = edition.parent
    published = (
        '<publisher>The press</publisher><date when="2026">2026</date>'
        '<idno type="URI">https://books.example/one/</idno>'
        '<availability><licence target="https://example.org/licence">A licence.</licence></availability>'
    )
    master = (edition / "book.xml").read_text(encoding="utf-8")
    stated = master.replace("<p>Not published.</p>", published)
    (edition / "book.xml").write_text(stated, encoding="utf-8")
    site(edition)
    done = run("site", "--edition", edition, "--config", where / "mkdocs.yml", "--site", where / "site")
    assert done.exit_code == 0, done.output
    page = (where / "site" / "p" / "1" / "index.html").read_text(encoding="utf-8")
    assert '<link rel="canonical" href="https://books.example/one/p/1/">' in page


def test_a_ledger_that_is_gone_or_has_lost_lines_stops_the_build(edition: Path) -> None:
    content = (edition / disk.LEDGER).read_text(encoding="utf-8")
    (edition / disk.LEDGER).write_text("".join(line for line in content.splitlines(True) if "par-2" not in line))
    assert "A003 the ledger is without 1 addresses that version 1.0.0 published, such as text/one/#par-2" in (
        run("check", "--edition", edition).output
    )
    (edition / disk.LEDGER).unlink()
    assert "anchors.tsv:1: A003 the ledger is without" in run("check", "--edition", edition).output


def test_a_line_with_a_fault_is_never_dropped(edition: Path) -> None:
    content = (edition / disk.LEDGER).read_text(encoding="utf-8")
    faulty = content.replace("#par-2\tparagraph", "#par-2\tparagraf")
    (edition / disk.LEDGER).write_text(faulty, encoding="utf-8")
    result = run("withdrawn", "par-3", "--why", "x", "--edition", edition)
    assert (result.exit_code, "A003 'paragraf' is no kind" in result.output) == (1, True)
    assert (edition / disk.LEDGER).read_text(encoding="utf-8") == faulty


@pytest.mark.parametrize("spoilt", ["\ufeff{}", "{}\r"])
def test_what_a_spreadsheet_does_to_the_ledger_means_nothing(edition: Path, spoilt: str) -> None:
    lines = (edition / disk.LEDGER).read_text(encoding="utf-8").splitlines()
    spoilt_lines = [spoilt.format(lines[0]), *(line + "\r" for line in lines[1:])]
    (edition / disk.LEDGER).write_bytes("\n".join([*spoilt_lines, ""]).encode())
    assert run("check", "--edition", edition).exit_code == 0


def test_a_second_release_that_was_broken_off_is_made_whole_with_its_changes(edition: Path) -> None:
    edit(edition, FIRST.replace("strcke", "stroke"), "1.1.0", "2026-02-02")
    publish(edition, "1.1.0")
    whole = disk.tree(edition)
    shutil.rmtree(edition / "releases" / "1.1.0")
    assert publish(edition, "1.1.0").exit_code == 0
    assert disk.tree(edition) == whole


def test_what_is_kept_though_it_is_of_another_kind_is_kept_for_ever(tmp_path: Path) -> None:
    quoted = '<pb n="1"/><p xml:id="par-1">a <quote xml:id="x-1">b</quote></p>'
    made = folder(tmp_path, text(quoted, "1.0.0", "2026-01-01"))
    publish(made, "1.0.0", "2026-01-01")
    edit(made, quoted.replace("quote", "bibl"), "1.1.0", "2026-02-02")
    assert "A002" in run("check", "--edition", made).output
    assert run("kept", "x-1", "--why", "It was a reference.", "--edition", made).exit_code == 0
    assert publish(made, "1.1.0").exit_code == 0
    assert run("check", "--edition", made).exit_code == 0


def test_words_that_another_thing_has_too_are_no_sign_of_a_mistake(tmp_path: Path) -> None:
    notes = (
        '<pb n="1"/><p xml:id="par-1">a<note xml:id="n-1" n="1">Ibid</note> b<note xml:id="n-2" n="2">Ibid.</note></p>'
    )
    made = folder(tmp_path, text(notes, "1.0.0", "2026-01-01"))
    publish(made, "1.0.0", "2026-01-01")
    edit(made, notes.replace(">Ibid<", ">Ibid.<"), "1.1.0", "2026-02-02")
    assert run("check", "--edition", made).exit_code == 0


def test_a_heading_may_be_worded_anew(tmp_path: Path) -> None:
    headed = '<pb n="1"/><head>Of the old and the new in our land</head><p xml:id="par-1">The text stays as it was.</p>'
    made = folder(tmp_path, text(headed, "1.0.0", "2026-01-01"))
    publish(made, "1.0.0", "2026-01-01")
    edit(made, headed.replace("Of the old and the new in our land", "Something quite different"), "1.1.0", "2026-02-02")
    assert run("check", "--edition", made).exit_code == 0


def test_what_is_on_the_site_is_neither_withdrawn_nor_moved(edition: Path) -> None:
    assert run("withdrawn", "par-1", "--why", "x", "--edition", edition).exit_code == 2
    assert run("moved", "par-1", "--to", "par-2", "--why", "x", "--edition", edition).exit_code == 2


def test_a_thing_that_was_withdrawn_where_it_had_moved_to_says_why_it_was_withdrawn(edition: Path) -> None:
    decided(edition)
    publish(edition, "1.1.0")
    gone = '<pb n="1"/><p xml:id="par-5">Only this.<note xml:id="p1-1" n="1" place="foot">A note.</note></p><pb n="3"/>'
    edit(edition, gone, "1.2.0", "2026-03-03")
    for lost in ("par-1", "par-4"):
        assert run("withdrawn", lost, "--why", "Not by the author.", "--edition", edition).exit_code == 0
    publish(edition, "1.2.0", "2026-03-03")
    page = article((site(edition) / "text" / "one" / "index.html").read_bytes())
    (old,) = elements(page, ".//p[@id='par-2']")
    assert old.text_content() == "p. 1 (paragraph) isn’t here any more since version 1.2.0. Not by the author."


def test_something_may_have_moved_to_the_edition_as_a_whole(edition: Path) -> None:
    decided(edition)
    content = (edition / disk.LEDGER).read_text(encoding="utf-8")
    whole = content.replace("\ttext/one/#par-1\tJoined", "\ttext/\tJoined")
    (edition / disk.LEDGER).write_text(whole, encoding="utf-8")
    page = article((site(edition) / "text" / "one" / "index.html").read_bytes())
    assert [link.get("href") for link in elements(page, ".//p[@id='par-2']/a")] == ["../"]


def test_versions_are_in_the_order_in_which_they_are_counted() -> None:
    named = ["0.9.0", "0.10.0", "1.0.0-rc.2", "1.0.0-rc.10", "1.0.0", "1.0.1-rc.1", "1.0.1", "v9", "v10"]
    assert sorted(named[:-2], key=lambda name: disk.number_of(Path(name))) == named[:-2]
    assert disk.number_of(Path("v9")) < disk.number_of(Path("v10"))
