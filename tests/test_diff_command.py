"""`mastercopy diff` as a command: what its arguments may be, how it ends, and the formats that it writes."""

import json
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from lxml import etree
from playwright.sync_api import Browser

from browsing import violations
from differing import compared, edited, edits, plain, small
from mastercopy import revisions
from mastercopy.derive.differences import Comparison
from mastercopy.derive.differences.values import Kind, Mark, Verdict, What
from mastercopy.write.differences import html, markdown, records
from masters import ROOT, folder, master
from test_cli import run

EDITS = tuple(edits())
SCHEMA = json.loads((ROOT / "docs" / "schemas" / "diff-1.json").read_bytes())
OLD = master('<pb n="1"/><p xml:id="par-1">One word.</p>')
HOSTILE = (
    '<pb n="1"/><p xml:id="par-1">&lt;script>alert(1)&lt;/script> [x](javascript:x) &lt;/del>&#x9b;31m &#x202e;x</p>'
)


def git(where: Path, *arguments: str) -> None:
    named = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *named, *arguments], cwd=where, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in: a repository with an edition, committed with one word and again with another."""
    folder(tmp_path, OLD)
    git(tmp_path, "init")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "one")
    folder(tmp_path, OLD.replace("One word", "Two words"))
    git(tmp_path, "commit", "-am", "two")
    folder(tmp_path, OLD.replace("One word", "Three words"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_revisions_are_compared_with_each_other_and_with_the_folder(repository: Path) -> None:
    assert "[-One word.-] {+Two words.+}" in run("diff", "HEAD~1", "HEAD").output
    assert "[-Two-] {+Three+} words." in run("diff", "HEAD").output
    assert "Nothing has changed." in run("diff", "HEAD", "main").output
    below = repository / "edition"
    assert "{+Three+}" in run("diff", "HEAD", "--edition", below).output


def test_a_release_comes_before_a_path_and_a_path_before_a_revision(repository: Path) -> None:
    kept = repository / "edition" / "releases" / "HEAD"
    kept.mkdir(parents=True)
    (kept / "book.xml").write_text(OLD.replace("One", "Released"), encoding="utf-8")
    assert "[-Released word.-]" in run("diff", "HEAD").output
    (repository / "HEAD").write_text(OLD.replace("One", "Lying"), encoding="utf-8")
    assert "[-Released word.-]" in run("diff", "HEAD").output
    assert "[-Lying word.-]" in run("diff", "./HEAD").output
    assert "[-Two-]" in run("diff", "refs/heads/main").output
    assert "[-Released word.-]" in run("diff", kept).output


@pytest.mark.parametrize(
    "name",
    ["--output=x", "-h", "--help", "-p", "a\nb", "HEAD\n", "\x1b[31m", "", "x" * 9000, "HEAD:edition", "../edition.xml",
     "..", "--upload-pack=touch x", "$(touch x)", "@{upstream}"],
)  # fmt: skip
def test_a_name_that_means_nothing_is_refused_and_nothing_else_happens(repository: Path, name: str) -> None:
    before = sorted(path for path in repository.rglob("*") if ".git" not in path.parts)
    result = run("diff", "HEAD", "--", name) if name else run("diff", "--", name)
    assert result.exit_code in ({1, 2} if name == ".." else {2})
    assert "neither a release in edition/releases, nor a file or folder, nor a revision of git" in result.output or (
        name == ".."
    )
    assert "\x1b" not in result.output
    assert sorted(path for path in repository.rglob("*") if ".git" not in path.parts) == before


def test_a_revision_may_be_called_like_an_option(repository: Path) -> None:
    git(repository, "update-ref", "refs/heads/-q", "HEAD~1")
    assert "[-One word.-] {+Two words.+}" in run("diff", "--", "-q", "HEAD").output


def test_a_nul_is_no_part_of_a_revision(repository: Path) -> None:
    with pytest.raises(LookupError, match="NUL"):
        revisions.commit(repository, "HEAD\0")


def test_what_git_would_run_for_a_file_is_not_run(repository: Path) -> None:
    (repository / ".gitattributes").write_text("*.xml diff=x filter=x\n")
    git(repository, "config", "diff.x.textconv", "touch ran; cat")
    git(repository, "config", "filter.x.smudge", "touch ran; cat")
    assert "{+Three+}" in run("diff", "HEAD").output
    assert not (repository / "ran").exists()


def test_without_git_files_and_folders_are_compared_and_a_revision_is_explained(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = repository / "other.xml"
    other.write_text(OLD, encoding="utf-8")
    monkeypatch.setenv("PATH", str(repository))
    assert "[-One word.-] {+Three words.+}" in run("diff", other).output
    assert "git isn't installed" in run("diff", "HEAD").output


def test_a_file_that_is_no_master_ends_the_command_with_its_line(repository: Path) -> None:
    (repository / "broken.xml").write_text("<TEI>\n<p></TEI>", encoding="utf-8")
    result = run("diff", "broken.xml")
    assert result.exit_code == 1
    assert result.output.startswith("broken.xml:2: X001 ")
    (repository / "empty").mkdir()
    assert "X004" in run("diff", "empty").output


def test_the_status_is_that_of_git_diff(repository: Path) -> None:
    assert run("diff", "HEAD").exit_code == 0
    assert run("diff", "HEAD", "--exit-code").exit_code == 1
    assert run("diff", "HEAD", "HEAD", "--exit-code").exit_code == 0
    laid_out = OLD.replace("<p ", "\n <p ")
    (repository / "laid-out.xml").write_text(laid_out.replace("One word", "Three words"), encoding="utf-8")
    assert run("diff", "laid-out.xml", "--exit-code").exit_code == 0


def test_each_format_is_written_to_the_pipe_and_to_a_file(repository: Path) -> None:
    for form in ("text", "markdown", "json", "html"):
        piped = run("diff", "HEAD~1", "HEAD", "--format", form)
        assert run("diff", "HEAD~1", "HEAD", "--format", form, "--to", repository / "x").output == ""
        assert (repository / "x").read_bytes() == piped.stdout_bytes
        assert b"\x1b" not in piped.stdout_bytes


def found() -> list[Comparison]:
    return [*(compared(small(), edited(edit)) for edit in EDITS), compared(OLD, master(HOSTILE))]


def test_the_json_keeps_to_its_schema_and_the_schema_knows_all_kinds() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    rules = Draft202012Validator(SCHEMA)
    for comparison in found():
        rules.validate(json.loads(records.written(comparison)))
    change = SCHEMA["$defs"]["change"]["properties"]
    assert change["kind"]["enum"] == list(Kind)
    assert change["what"]["enum"] == list(What)
    assert SCHEMA["properties"]["verdict"]["enum"] == list(Verdict)
    assert SCHEMA["$defs"]["run"]["properties"]["mark"]["enum"] == list(Mark)


def test_no_format_lets_the_text_act() -> None:
    hostile = compared(OLD.replace("A book", "A &lt;b>book &#x85; *x*"), master(HOSTILE).replace("A book", "&lt;i>"))
    for written in (plain(hostile), markdown.written(hostile), html.written(hostile)):
        assert not {"\x9b", "\u202e", "\x85"} & set(written)
    assert "\\u009b31m" in plain(hostile)
    assert "<script" not in markdown.written(hostile) + html.written(hostile)
    assert "](" not in markdown.written(hostile)
    page = etree.fromstring(html.written(hostile).partition("<body>")[2].partition("</body>")[0])
    assert {element.tag for element in page.iter()} <= {
        "main", "h1", "h2", "h3", "p", "section", "article", "del", "ins", "span", "dl", "dt", "dd",
    }  # fmt: skip


def test_the_page_says_what_is_deleted_and_inserted_in_words_and_asks_for_nothing(browser: Browser) -> None:
    page_of = html.written(compared(small(), edited(next(edit for edit in EDITS if "small change" in edit.title))))
    asked: list[str] = []
    for scheme in ("light", "dark"):
        with browser.new_context(color_scheme=scheme, viewport={"width": 360, "height": 700}) as context:
            page = context.new_page()
            page.on("request", lambda request: asked.append(request.url))
            page.set_content(page_of)
            assert page.get_by_role("deletion").first.inner_text().startswith("deleted:")
            assert page.get_by_role("insertion").first.inner_text().startswith("inserted:")
            assert page.evaluate("document.documentElement.scrollWidth") <= 360
            assert violations(page) == []
    assert asked == []
