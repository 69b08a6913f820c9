"""A release sets version and day, writes the changelog, and writes all or nothing, wherever it is broken off."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mastercopy import disk, writeahead
from mastercopy.derive.changes import Change
from mastercopy.read import stated
from mastercopy.write import cff, changelog
from masters import ROOT, folder, register
from test_cli import run
from test_release import FIRST, edit, publish, text

CITATION = 'cff-version: 1.2.0\ntitle: "A: book"\nversion: "1.0.0"  # of both\nlicense: MIT\n'
CHANGES = "# Changelog\n\n## Unreleased\n\n### Changed\n\n- By hand: 100 %.\n\n## 1.0.0 – 2026-01-01\n\n- The first.\n"
STROKE = FIRST.replace("strcke", "stroke")


@pytest.fixture
def edition(tmp_path: Path) -> Path:
    """An edition's folder, version 1.0.0 of which was released and a word of which changed since; with its files."""
    made = folder(tmp_path, text(FIRST, "1.0.0", "2026-01-01"))
    assert publish(made, "1.0.0", "2026-01-01").exit_code == 0
    (tmp_path / "CITATION.cff").write_text(CITATION, encoding="utf-8")
    (tmp_path / "CHANGELOG.md").write_text(CHANGES, encoding="utf-8")
    edit(made, STROKE, "1.0.0", "2026-01-01")
    return made


def test_a_release_sets_version_and_day_wherever_they_are_stated_and_nothing_else(edition: Path) -> None:
    assert publish(edition, "1.1.0", "2026-02-02").exit_code == 0
    assert (edition / "book.xml").read_text(encoding="utf-8") == text(STROKE, "1.1.0", "2026-02-02")
    assert (edition / "releases" / "1.1.0" / "book.xml").read_bytes() == (edition / "book.xml").read_bytes()
    assert (edition.parent / "CITATION.cff").read_text(encoding="utf-8") == CITATION.replace(
        '"1.0.0"  # of both', '"1.1.0"  # of both\ndate-released: 2026-02-02'
    )
    assert run("check", "--edition", edition).exit_code == 0
    assert json.loads((edition / "releases" / "1.1.0" / "changes.json").read_bytes())["date"] == "2026-02-02"


def test_the_changelog_keeps_what_people_wrote_and_adds_the_readings_by_page(edition: Path) -> None:
    publish(edition, "1.1.0", "2026-02-02")
    said = "### Readings\n\n- p. 1: “strcke” is now “stroke” (second of three, which … out.)\n\n"
    assert (edition.parent / "CHANGELOG.md").read_text(encoding="utf-8") == CHANGES.replace(
        "## Unreleased", "## 1.1.0 – 2026-02-02"
    ).replace("## 1.0.0", f"{said}## 1.0.0")


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_ends_of_lines_and_a_byte_order_mark_stay(edition: Path, end: str, mark: str) -> None:
    paths = [edition / "book.xml", edition.parent / "CITATION.cff", edition.parent / "CHANGELOG.md"]
    for path in paths:
        path.write_bytes((mark + path.read_text(encoding="utf-8").replace("\n", end)).encode())
    assert publish(edition, "1.1.0").exit_code == 0
    for path in paths:
        content = path.read_bytes().decode()
        assert content.startswith(mark)
        assert content.count("\n") == content.count(end)
        assert "1.1.0" in content


def test_all_that_is_wrong_is_said_at_once_and_nothing_is_written(edition: Path) -> None:
    (edition / "book.xml").write_text(
        text('<pb n="9"/><p xml:id="par-9">Other.</p>', "1.0.0", "2026-01-01"), encoding="utf-8"
    )
    (edition.parent / "CITATION.cff").write_text("title: A book\n", encoding="utf-8")
    (edition.parent / "CHANGELOG.md").write_text("## 0.9.0\n## Unreleased\n## Unreleased\n", encoding="utf-8")
    before = disk.tree(edition.parent)
    result = publish(edition, "0.9.0", "2025-01-01")
    assert result.exit_code == 1
    for said in (
        "CITATION.cff:1: V002 it has no lines of the form `version: 0.9.0`",
        "CHANGELOG.md:1: V002 there is an entry of 0.9.0 already",
        "V001 0.9.0 comes before 1.0.0",
        "V001 the day of the release, 2025-01-01, is before that of 1.0.0, 2026-01-01",
        " A001 ",
    ):
        assert said in result.output
    assert disk.tree(edition.parent) == before


@pytest.mark.parametrize(
    ("version", "day", "status", "said"),
    [
        ("../x", "2026-02-02", 2, "is no version"),
        ("-x", "2026-02-02", 2, "No such option"),
        ("1.1.0", "2026-02-30", 2, "is no day"),
        ("1.1.0", "20260202", 2, "is no day"),
        ("1.0.0", "2026-02-02", 1, "was released already"),
    ],
)
def test_what_can_be_no_release_writes_nothing(edition: Path, version: str, day: str, status: int, said: str) -> None:
    before = disk.tree(edition.parent)
    result = publish(edition, version, day)
    assert (result.exit_code, said in result.output) == (status, True)
    assert disk.tree(edition.parent) == before


def test_a_header_without_a_place_for_the_version_is_told_what_to_write(tmp_path: Path) -> None:
    whole = text(FIRST, "1.0.0", "2026-01-01")
    start, end = whole.index("<editionStmt>"), whole.index("</editionStmt>") + len("</editionStmt>")
    made = folder(tmp_path, whole[:start] + whole[end:])
    result = publish(made, "1.0.0", "2026-01-05")
    assert result.exit_code == 1
    assert (
        "V002 the header has no editionStmt with an edition; after the titleStmt, write <editionStmt>"
        '<edition n="1.0.0">Version 1.0.0, <date when="2026-01-05">5 January 2026</date></edition></editionStmt>'
        in result.output
    )


def test_a_dry_run_shows_what_would_be_written_and_writes_nothing(edition: Path) -> None:
    before = disk.tree(edition.parent)
    result = publish(edition, "1.1.0", "2026-02-02", "--dry-run")
    assert result.exit_code == 0
    for line in (
        "1 pages with changes",
        '+ version: "1.1.0"',
        "+ - p. 1: “strcke” is now",
        '1.1.0, <date when="2026-02-02">',
    ):
        assert line in result.output
    assert "releases/1.1.0/changes.json" in result.output
    assert disk.tree(edition.parent) == before


def test_without_the_files_beside_it_a_release_says_so(tmp_path: Path) -> None:
    made = folder(tmp_path, text(FIRST, "1.0.0", "2026-01-01"))
    result = publish(made, "1.0.0")
    assert result.exit_code == 0
    assert all(f"{name}: there is none" in result.output for name in ("CITATION.cff", "CHANGELOG.md"))


def test_the_day_is_today_where_none_is_given(edition: Path) -> None:
    days = {time.strftime("%Y-%m-%d")}
    assert run("release", "1.1.0", "--edition", edition).exit_code == 0
    days.add(time.strftime("%Y-%m-%d"))
    assert stated.stated((edition / "book.xml").read_bytes()).date in days


def test_a_register_of_the_same_version_goes_with_the_master(tmp_path: Path) -> None:
    lists = register("<listPerson/>").replace(
        "</titleStmt>", '</titleStmt><editionStmt><edition n="1.0.0"><date when="2026"/></edition></editionStmt>'
    )
    made = folder(tmp_path, text(FIRST, "1.0.0", "2026-01-01"), lists, schema=None)
    assert publish(made, "1.1.0", "2026-02-02").exit_code == 0
    now = lists.replace('n="1.0.0"', 'n="1.1.0"').replace('when="2026"', 'when="2026-02-02"')
    assert (made / "register.xml").read_text(encoding="utf-8") == now


_STATED = (
    ("1.0.0", "<!-- 1.0.0 -->Version 1.0.0, not 11.0.0, 1.0.0.1, v1.0.0 or 1.0.0-a", "2026-01-01", "1 January 2026"),
    ("2026", "2026 ", "2026-12-24", "December 24, 2026"),
    ("1.0.0", "1.0.0 &amp; 1.0.0", "2026-11-03", "03 November 2026"),
    ("1.0.0", "", "2026", "2026"),
)
_NOW = (
    ("<!-- 1.0.0 -->Version 2.0.0, not 11.0.0, 1.0.0.1, v1.0.0 or 1.0.0-a", "7 May 2027"),
    ("2.0.0 ", "May 7, 2027"),
    ("2.0.0 &amp; 2.0.0", "07 May 2027"),
    ("", "2027-05-07"),
)


@pytest.mark.parametrize(("before", "now"), [*zip(_STATED, _NOW, strict=True)])
def test_the_words_that_repeat_version_and_day_follow(before: tuple[str, ...], now: tuple[str, str]) -> None:
    version, words, day, dated = before
    form = text(FIRST, "@", "#").replace('n="@">@, <date when="#">#<', "n='{}'>{}<date\n  when = \"{}\" >{}<")
    assert "{}" in form
    found, problems, left = stated.restated(
        form.format(version, words, day, dated).encode(), "book.xml", "2.0.0", "2027-05-07"
    )
    assert (found.decode(), problems, left) == (form.format("2.0.0", now[0], "2027-05-07", now[1]), (), ())


def test_words_for_a_day_that_arent_understood_are_left_and_said(tmp_path: Path) -> None:
    made = folder(tmp_path, text(FIRST, "1.0.0", "2026-01-01").replace(">2026-01-01<", ">am Neujahrstag<"))
    result = publish(made, "1.1.0")
    assert "the words “am Neujahrstag” of the header may say another day" in result.output
    assert "am Neujahrstag" in (made / "book.xml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("before", "version", "now"),
    [
        ("version: 1\ndate-released: '2' # x\n", "2.0", "version: \"2.0\"\ndate-released: '2027-05-07' # x\n"),
        ("a: b\nversion:\n", "2.0.0", "a: b\nversion: 2.0.0\ndate-released: 2027-05-07\n"),
        ("x:\n  version: 9\nversion: 1\n", "2.0.0", "x:\n  version: 9\nversion: 2.0.0\ndate-released: 2027-05-07\n"),
    ],
)
def test_a_citation_file_keeps_its_quotation_marks_and_comments(before: str, version: str, now: str) -> None:
    assert cff.restated(before.encode(), "CITATION.cff", version, "2027-05-07") == (now.encode(), ())


@pytest.mark.parametrize("content", ["version: >-\n  1.0.0\n", "version: 1\nversion: 2\n", "title: x\n"])
def test_a_citation_file_whose_place_isnt_clear_is_left(content: str) -> None:
    found, problems = cff.restated(content.encode(), "CITATION.cff", "2.0.0", "2027-05-07")
    assert (found.decode(), [one.code for one in problems]) == (content, ["V002"])


_READINGS = ("### Readings", "", "- p. 1: “a” is now “b”")


@pytest.mark.parametrize(
    ("before", "now"),
    [
        ("", "## 2.0.0 - 2027-05-07\n\n{}"),
        ("# Changes", "# Changes\n\n## 2.0.0 - 2027-05-07\n\n{}"),
        (
            "# C\n\n## [1.0.0] - 2026-01-01\n\nx\n",
            "# C\n\n## [2.0.0] - 2027-05-07\n\n{}\n## [1.0.0] - 2026-01-01\n\nx\n",
        ),
        (
            "# C\n\n## [Unreleased]\n\n[u]: https://x.org\n",
            "# C\n\n## [2.0.0] - 2027-05-07\n\n{}\n[u]: https://x.org\n",
        ),
        ("# C\n\n## Unreleased\n- x\n", "# C\n\n## 2.0.0 - 2027-05-07\n\n- x\n\n{}"),
        ("```\n## Unreleased\n```\n## 1.0\n", "```\n## Unreleased\n```\n## 2.0.0 - 2027-05-07\n\n{}\n## 1.0\n"),
    ],
)
def test_an_entry_has_its_place_in_any_changelog(before: str, now: str) -> None:
    found, problems = changelog.released(before.encode(), "CHANGELOG.md", "2.0.0", "2027-05-07", _READINGS)
    assert problems == ()
    assert found.decode() == now.format("".join(f"{line}\n" for line in _READINGS))


def test_words_of_the_text_are_no_markdown_in_the_changelog() -> None:
    pending = {"1": (Change("n. *", "", "<b>", "[x](y)", ""), Change("", "a", "", "b " * 100, "c"))}
    _, _, one, other = changelog.readings(pending, {"1": "[1]"}, since="1.0.0")
    assert one == "- p. &#91;1&#93;, n. &#42;: “&#60;b&#62;” is now “&#91;x&#93;(y)”"
    assert len(other) < 200
    assert changelog.readings({}, {}, since="1.0.0")[-1] == "- No reading has changed since 1.0.0."


# ---- all or nothing

KILLED = """
import os, shutil, sys
from pathlib import Path
from mastercopy import disk, writeahead

def lives(step, at, how):
    if step == at:
        if how == "killed":
            os._exit(9)
        raise OSError(28, "No space left on device")

def watched(at, how):
    count = 0
    def hook(event, arguments):
        nonlocal count
        writes = event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wxa+")
        if writes or event in {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod"}:
            count += 1
            lives(count, at, how)
    sys.addaudithook(hook)

def attempt(edition, contents, at, how):
    child = os.fork()
    if child == 0:
        watched(at, how)
        try:
            writeahead.write(edition, contents, before=before)
        except OSError:
            os._exit(1)
        except BaseException:
            os._exit(3)
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])

top, how = Path(sys.argv[1]), sys.argv[2]
contents = {
    "book.xml": b"new master", "anchors.tsv": b"new ledger", "releases/2.0": {"a.json": b"a", "b.json": b"b"},
    "../CITATION.cff": b"new citation", "../CHANGELOG.md": b"new changelog",
}
old = disk.tree(top)
before = {name: old[path] for name in contents if (path := os.path.normpath(f"edition/{name}")) in old}
new = dict(old)
for name, content in contents.items():
    inner = {name: content} if isinstance(content, bytes) else {f"{name}/{file}": of for file, of in content.items()}
    new |= {os.path.normpath(f"edition/{path}"): of for path, of in inner.items()}
seen = set()
for at in range(1, 200):
    case = top.parent / f"{top.name}-{at}"
    shutil.copytree(top, case)
    ended = attempt(case / "edition", contents, at, how)
    outcome = writeahead.mended(case / "edition")
    found = disk.tree(case)
    assert found in (old, new), (at, ended, sorted(found))
    # What says that it is done is done, and what failed in this process left nothing half done.
    assert found == new if ended == 0 else ended in (1, 9), (at, ended)
    assert how == "killed" or (outcome is None and (found == new) == (ended == 0)), (at, outcome, ended)
    assert writeahead.mended(case / "edition") is None
    seen.add((found == new, str(outcome)))
    shutil.rmtree(case)
    if ended == 0 and at > 30:
        break
print(at, sorted(seen))
"""


@pytest.mark.parametrize(
    ("how", "seen"),
    [
        ("killed", [(False, "None"), (False, "rolled back"), (True, "None"), (True, "completed")]),
        ("full", [(False, "None"), (True, "None")]),
    ],
)
def test_wherever_a_release_is_broken_off_there_is_the_old_state_or_the_new(
    tmp_path: Path, how: str, seen: list[tuple[bool, str]]
) -> None:
    """Each file that is opened to be written, each rename, and each removal is a step at which it is broken off."""
    top = tmp_path / "top"
    (top / "edition" / "releases" / "1.0").mkdir(parents=True)
    for name in ("edition/book.xml", "edition/anchors.tsv", "edition/releases/1.0/a.json", "CITATION.cff"):
        (top / name).write_bytes(b"old")
    done = subprocess.run(
        [sys.executable, "-c", KILLED, top, how], capture_output=True, text=True, check=False, env={**os.environ}
    )
    assert done.returncode == 0, done.stderr
    steps, _, found = done.stdout.partition(" ")
    assert int(steps) > 20
    assert found.strip() == str(seen)


def left_behind(edition: Path, *, decided: bool) -> dict[str, bytes]:
    """The state that is to be found after the next command, where a release was killed before or after its decision."""
    before = disk.tree(edition.parent)
    contents: dict[str, writeahead.Content] = {"anchors.tsv": (edition / "anchors.tsv").read_bytes() + b"\n"}
    noted = writeahead._note

    def stopping(where: Path, said: writeahead.Journal) -> None:
        if said.decided is decided:
            noted(where, said)
            raise KeyboardInterrupt
        noted(where, said)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(writeahead, "_note", stopping)
        patched.setattr(writeahead, "_mend", lambda _: None)
        with pytest.raises(KeyboardInterrupt):
            writeahead.write(edition, contents, before={"anchors.tsv": before["edition/anchors.tsv"]})
    assert disk.tree(edition.parent) != before
    return {**before, "edition/anchors.tsv": contents["anchors.tsv"]} if decided else dict(before)  # type: ignore[dict-item]


@pytest.mark.parametrize("decided", [True, False])
@pytest.mark.parametrize("name", ["check", "build"])
def test_the_next_command_mends_what_was_broken_off_and_says_so(
    edition: Path, tmp_path_factory: pytest.TempPathFactory, name: str, *, decided: bool
) -> None:
    command = (name, "--docs", tmp_path_factory.mktemp("made") / "docs") if name == "build" else (name,)
    wanted = left_behind(edition, decided=decided)
    result = run(*command, "--edition", edition)
    said = f"a release that was broken off earlier was {'completed' if decided else 'rolled back'}"
    assert (result.exit_code, said in result.output) == (0, True)
    assert disk.tree(edition.parent) == wanted


@pytest.mark.parametrize("target", ["../evil", "/etc/passwd", "releases/../x", "a/b.xml", ".hidden.xml", "README.md"])
def test_a_journal_names_nothing_that_is_no_part_of_a_release(edition: Path, target: str) -> None:
    steps = [{"target": target, "digest": "0"}]
    for decided in (True, False):
        (edition / writeahead.NAME).write_text(json.dumps({"decided": decided, "steps": steps}), encoding="utf-8")
        before = disk.tree(edition.parent)
        result = run("check", "--edition", edition)
        assert (result.exit_code, "names a file that is no part of a release" in result.output) == (1, True)
        assert disk.tree(edition.parent) == before


def test_nothing_is_moved_where_what_was_decided_has_changed(edition: Path) -> None:
    left_behind(edition, decided=True)
    (edition / ".anchors.tsv.coming").write_bytes(b"something else")
    before = disk.tree(edition.parent)
    result = run("check", "--edition", edition)
    assert (result.exit_code, "was changed or lost while a release was written" in result.output) == (1, True)
    assert disk.tree(edition.parent) == before


@pytest.mark.parametrize("name", ["edition/book.xml", "edition/releases", "CHANGELOG.md"])
def test_nothing_is_written_through_a_link(edition: Path, tmp_path: Path, name: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    (edition.parent / name).rename(elsewhere)
    (edition.parent / name).symlink_to(elsewhere)
    before = disk.tree(edition.parent)
    result = publish(edition, "1.1.0")
    assert (result.exit_code, "is a symbolic link" in result.output) == (1, True)
    assert disk.tree(edition.parent) == before


@pytest.mark.parametrize("name", ["edition/book.xml", "CHANGELOG.md"])
def test_what_was_saved_meanwhile_isnt_lost(edition: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    written = writeahead.write

    def saving(*arguments: Any, **named: Any) -> None:
        (edition.parent / name).write_text("saved by somebody else", encoding="utf-8")
        written(*arguments, **named)

    monkeypatch.setattr(writeahead, "write", saving)
    before = disk.tree(edition.parent)
    result = publish(edition, "1.1.0")
    assert (result.exit_code, "was changed meanwhile; nothing was written" in result.output) == (1, True)
    assert disk.tree(edition.parent) == {**before, name: b"saved by somebody else"}


def test_two_runs_dont_write_at_once(edition: Path) -> None:
    with writeahead._locked(edition):
        result = publish(edition, "1.1.0")
    assert (result.exit_code, "another run is writing here" in result.output) == (1, True)
    assert publish(edition, "1.1.0").exit_code == 0


@settings(max_examples=60)
@given(st.binary(max_size=9) | st.text(max_size=20).map(str.encode), st.text(max_size=20).map(str.encode))
def test_a_file_of_any_bytes_is_changed_by_lines_or_left(before: bytes, after: bytes) -> None:
    content = before + b"\nversion: 1\n" + after
    found, problems = cff.restated(content, "CITATION.cff", "2.0.0", "2027-05-07")
    if problems:
        assert found == content
        return
    assert re.sub(rb"version: 2\.0\.0\r?\ndate-released: 2027-05-07", b"version: 1", found) == content


def test_our_own_files_have_their_places() -> None:
    citation = (ROOT / "CITATION.cff").read_bytes()
    assert cff.restated(citation, "CITATION.cff", "9.9.9", "2027-05-07")[1] == ()
    changes = (ROOT / "CHANGELOG.md").read_bytes()
    assert changelog.released(changes, "CHANGELOG.md", "9.9.9", "2027-05-07", _READINGS)[1] == ()
