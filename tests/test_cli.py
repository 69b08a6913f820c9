"""The commands: what they say, what they write and leave alone, and how they end."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mastercopy import disk, journal
from mastercopy import site as builder
from mastercopy.build import Book
from mastercopy.cli import main
from masters import ROOT, folder, master

_COMMAND = Path(sys.executable).with_name("mastercopy")
_WITNESS = ROOT / "edition" / "witness" / "foundations-of-leninism-iv.txt"
_GOOD = master('<pb n="1"/><p xml:id="par-1">One.</p>')
_BAD = master('<pb n="1"/><p xml:id="par-1"><choice xml:id="c-1"><sic>a</sic></choice></p>')
_ENVIRONMENTS = (
    {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
    {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8"},
)
_SITE = (
    "import sys; from pathlib import Path; from mastercopy import site\n"
    "config, docs, folder, date = sys.argv[1:]\n"
    "sys.exit(site.build(Path(config), Path(docs), Path(folder), date=date).failed or 0)"
)


def run(*arguments: str | Path) -> Result:
    """How a command ends in this process; an exception that it lets through is raised."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments], catch_exceptions=False)


def times(folder: Path) -> dict[str, int]:
    """When each file below the folder was last written."""
    return {name: (folder / name).stat().st_mtime_ns for name in tree(folder)}


def tree(folder: Path) -> dict[str, bytes]:
    """The files below the folder, but for what the program remembers."""
    return {name: content for name, content in disk.tree(folder).items() if not name.startswith(".cache/")}


def elsewhere(environment: Mapping[str, str], *arguments: str | Path) -> subprocess.CompletedProcess[bytes]:
    """A process of its own, in this environment and in the repository's folder."""
    return subprocess.run(
        [str(argument) for argument in arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        check=False,
    )


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with a small edition whose pages are made."""
    folder(tmp_path, _GOOD)
    monkeypatch.chdir(tmp_path)
    assert run("build").exit_code == 0
    return tmp_path


@pytest.mark.parametrize("command", ["check", "build", "witness", "site"])
def test_a_master_with_a_problem_ends_a_command_with_1_and_nothing_is_written(here: Path, command: str) -> None:
    folder(here, _BAD)
    before = tree(here), times(here)
    result = run(command)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "edition/book.xml:2: C001 a choice needs a sic and a corr, and nothing else\n"
    assert (tree(here), times(here)) == before


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("command", ["check", "build", "witness", "ids"])
def test_a_clean_master_ends_a_command_with_0(command: str) -> None:
    result = run(command)
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.parametrize(
    "arguments",
    [("nonsense",), ("build", "--nonsense"), ("check", "more"), ("witness", "--compare", "missing.txt")],
    ids=" ".join,
)
def test_a_wrong_command_ends_with_2(arguments: tuple[str, ...]) -> None:
    assert run(*arguments).exit_code == 2


@pytest.mark.parametrize("command", ["check", "build", "ids"])
def test_a_folder_without_an_edition_ends_with_1(tmp_path: Path, command: str) -> None:
    result = run(command, "--edition", tmp_path / "none")
    assert result.exit_code == 1
    assert " X004 " in result.stderr


def test_a_second_build_writes_nothing_and_says_nothing(here: Path) -> None:
    before = times(here)
    assert run("build").output == ""
    assert times(here) == before


def test_a_build_writes_only_what_differs(here: Path) -> None:
    before = tree(here), times(here)
    (here / "docs/text/one.md").write_bytes(b"spoilt")
    result = run("build")
    assert result.stdout == f"docs: 1 of {len(disk.tree(here / 'docs'))} files written, 0 removed\n"
    assert tree(here) == before[0]
    assert {name for name, time in times(here).items() if time != before[1][name]} == {"docs/text/one.md"}


def test_build_check_names_what_is_stale_and_writes_nothing(here: Path) -> None:
    (here / "docs/text/one.md").write_bytes(b"spoilt")
    (here / "docs/text/names.md").unlink()
    (here / "docs/text/gone.md").write_bytes(b"---\n# Made from edition/book.xml.\n---\n")
    before = tree(here), times(here)
    result = run("build", "--check")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.splitlines() == [
        "docs/text/names.md: out of date; `mastercopy build` makes it anew",
        "docs/text/one.md: out of date; `mastercopy build` makes it anew",
        "docs/text/gone.md: made earlier, and no more; `mastercopy build` removes it",
    ]
    assert (tree(here), times(here)) == before


def test_the_pages_of_the_repository_are_those_of_its_master(monkeypatch: pytest.MonkeyPatch) -> None:
    # A page names the master as the command does, so the command is given in the repository's folder.
    monkeypatch.chdir(ROOT)
    result = run("build", "--check")
    assert (result.exit_code, result.output) == (0, "")


def test_a_page_that_is_made_no_more_goes_and_one_written_by_hand_stays(here: Path) -> None:
    before = tree(here)
    (here / "docs/text/gone.md").write_bytes(b"---\n# Made from edition/book.xml.\n---\n")
    (here / "docs/text/data/sections/gone.js").write_bytes(b'// Made from edition/book.xml.\nreceived("gone", {});\n')
    (here / "docs/text/mine.md").write_bytes(b"---\n# By hand\n---\n")
    (here / "docs/text/data/sections/mine.js").write_bytes(b"// By hand\n")
    result = run("build")
    assert result.stdout == f"docs: 0 of {len(disk.tree(here / 'docs')) - 2} files written, 2 removed\n"
    mine = {"docs/text/mine.md": b"---\n# By hand\n---\n", "docs/text/data/sections/mine.js": b"// By hand\n"}
    assert tree(here) == {**before, **mine}


def test_the_references_of_a_section_that_is_no_more_go_with_it(here: Path) -> None:
    before = tree(here)
    references = here / "docs/text/data/references"
    assert {path.name for path in references.iterdir()} == {"one.js", "one.bib", "one.ris", "one.csl.json"}
    for path in tuple(references.iterdir()):
        shutil.copy(path, path.with_name(path.name.replace("one", "gone", 1)))
    (references / "mine.txt").write_bytes(b"By hand\n")
    (references / "mine.bib").symlink_to(here / "elsewhere.bib")
    assert run("build").stdout.endswith(" files written, 4 removed\n")
    assert tree(here) == {**before, "docs/text/data/references/mine.txt": b"By hand\n"}
    assert (references / "mine.bib").is_symlink()


@pytest.mark.parametrize(
    ("command", "name"),
    [("build", "open"), ("ids", "open"), ("build", "replace"), ("ids", "replace"), ("ids", "chmod")],
)
def test_a_write_that_fails_leaves_the_old_file_whole(
    here: Path, monkeypatch: pytest.MonkeyPatch, command: str, name: str
) -> None:
    folder(here, master('<pb n="1"/><p xml:id="par-1">Two.</p>' if command == "build" else "<p>Two.</p>"))
    before = tree(here)

    works = getattr(Path, name)

    def fails(path: Path, *arguments: Any, **named: Any) -> object:
        if name == "open" and arguments != ("xb",):
            return works(path, *arguments, **named)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(Path, name, fails)
        result = run(command)
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.endswith(": can't be written: No space left on device\n")
    assert tree(here) == before


def test_ids_writes_the_master_once_and_a_dry_run_never(here: Path) -> None:
    text = '<pb n="1"/><p>One.</p>'
    path = folder(here, master(text)) / "book.xml"
    assert run("ids", "--dry-run").output == "par-1\n"
    assert path.read_text(encoding="utf-8") == master(text)
    assert run("ids").output == "par-1\n"
    assert path.read_text(encoding="utf-8") == _GOOD
    before = times(here)
    assert run("ids").output == ""
    assert times(here) == before


def test_ids_gives_no_number_that_the_ledger_has(here: Path) -> None:
    made = folder(here, master("<p>One.</p>"))
    (made / disk.LEDGER).write_text("text/one/#par-6\t2026-11-23\n", encoding="utf-8")
    assert run("ids").output == "par-7\n"


def test_what_goes_into_a_pipe_has_no_colours(here: Path) -> None:
    folder(here, _BAD)
    for command in ("check", "build", "site", "--help", "nonsense"):
        done = subprocess.run([_COMMAND, command], cwd=here, capture_output=True, check=False)
        assert done.stdout or done.stderr
        assert b"\x1b" not in done.stdout + done.stderr


def test_help_imports_neither_mkdocs_nor_rich() -> None:
    done = elsewhere({"PYTHONPROFILEIMPORTTIME": "1"}, _COMMAND, "--help")
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.decode().splitlines()}
    assert done.returncode == 0
    assert "mastercopy" in imported
    assert not imported & {"mkdocs", "material", "rich", "lxml", "markdown"}


def test_the_witness_is_compared_and_a_letter_that_differs_is_told(tmp_path: Path) -> None:
    same = run("witness", "--edition", ROOT / "edition", "--compare", _WITNESS)
    assert (same.exit_code, same.stdout) == (0, f"{_WITNESS}: the master gives it back, letter for letter\n")
    altered = tmp_path / "altered.txt"
    altered.write_bytes(_WITNESS.read_bytes().replace(b"dictatorship", b"dictatorshop", 1))
    other = run("witness", "--edition", ROOT / "edition", "--compare", altered)
    assert (other.exit_code, other.stdout) == (1, "")
    assert other.stderr.startswith(f"{altered}:7: ")
    assert "dictatorshop" in other.stderr


def test_a_witness_that_is_no_text_is_a_wrong_command(tmp_path: Path) -> None:
    (tmp_path / "bytes").write_bytes(b"\xff\xfe")
    assert run("witness", "--edition", ROOT / "edition", "--compare", tmp_path / "bytes").exit_code == 2


@pytest.mark.parametrize(
    ("said", "folder"),
    [
        ("", "docs"),
        ("docs_dir: pages", "pages"),
        ("docs_dir: !ENV [NO_SUCH_THING, pages]", "pages"),
        ("docs_dir: !ENV HERE", "from-the-environment"),
        ("emoji: !!python/name:material.extensions.emoji.twemoji ", "docs"),
        ("a: [", "docs"),
    ],
)
def test_the_pages_of_a_site_go_where_its_configuration_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, said: str, folder: str
) -> None:
    monkeypatch.setenv("HERE", "from-the-environment")
    (tmp_path / "mkdocs.yml").write_text(f"site_name: A book\n{said}\n", encoding="utf-8")
    assert builder.docs(tmp_path / "mkdocs.yml") == tmp_path / folder


def test_pages_are_not_written_through_a_link(here: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    shutil.rmtree(here / "docs" / "text")
    (here / "docs" / "text").symlink_to(outside)
    result = run("build")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "symbolic link" in result.stderr
    assert not list(outside.iterdir())


def test_a_full_output_ends_a_command_with_one_line(here: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = subprocess.run(
            [_COMMAND, "check"], cwd=here, stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (done.returncode, done.stderr) == (1, "output: No space left on device\n")


@pytest.mark.slow
def test_a_first_site_that_is_broken_off_can_be_built_again(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "mkdocs.yml").write_text(f"INHERIT: {ROOT / 'mkdocs.yml'}\nnav: []\n", encoding="utf-8")
    shutil.copytree(ROOT / "overrides", here / "overrides")
    (here / "docs" / "stylesheets").mkdir()
    shutil.copy(ROOT / "docs" / "stylesheets" / "edition.css", here / "docs" / "stylesheets")
    (here / "docs" / "index.md").write_text("# A book\n", encoding="utf-8")
    works, calls = journal._move, iter(range(1000))

    def fails(staged: Path, target: Path) -> None:
        if next(calls) == 30:
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(target))
        works(staged, target)

    with monkeypatch.context() as patched:
        patched.setattr(journal, "_move", fails)
        assert run("site").exit_code == 1
    assert disk.tree(here / "site")
    again = run("site")
    assert (again.exit_code, again.stderr) == (0, "")
    assert run("site").stdout == "site: up to date\n"


def test_a_site_is_never_built_over_what_is_not_a_site(here: Path) -> None:
    shutil.copy(ROOT / "mkdocs.yml", here)
    before = tree(here)
    result = run("site", "--site", ".")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "holds files that no build put there" in result.stderr
    assert tree(here) == before


@pytest.mark.parametrize(
    ("date", "seconds"),
    [("1970-01-02", 86400), ("1971", 31536000), ("1970-02", 2678400), ("1924-04-30", 0), ("", 0), ("soon", 0)],
)
def test_the_day_of_an_edition_is_that_of_its_files(date: str, seconds: int) -> None:
    assert builder.epoch(date) == seconds


@pytest.mark.slow
def test_a_second_site_writes_no_file_and_a_fault_leaves_the_first_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("edition", "docs", "overrides"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    monkeypatch.chdir(tmp_path)
    count = run("site").stdout.partition(" of ")[2].partition(" ")[0]
    assert count == str(len(disk.tree(tmp_path / "site")))
    (tmp_path / "site/CNAME").write_text("example.org", encoding="utf-8")
    before = times(tmp_path)
    assert run("site").stdout == "site: up to date\n"
    assert times(tmp_path) == before
    (tmp_path / "docs/index.md").write_text("[nowhere](nowhere.md)\n", encoding="utf-8")
    failed = run("site")
    assert (failed.exit_code, failed.stdout) == (1, "")
    assert "nowhere.md" in failed.stderr
    del before["docs/index.md"]
    assert {name: time for name, time in times(tmp_path).items() if name != "docs/index.md"} == before
    settings = (tmp_path / "mkdocs.yml").read_text(encoding="utf-8").partition("\nnav:")[0]
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    shutil.rmtree(tmp_path / "docs" / "about")
    for page in ("index.md", "making.md"):
        (tmp_path / "docs" / page).write_text("# A page\n", encoding="utf-8")
    third = run("site")
    assert (third.exit_code, third.stderr) == (0, "")
    assert not (tmp_path / "site" / "about").exists(), "a page that is no more goes, and its folder too"
    assert (tmp_path / "site" / "CNAME").read_text(encoding="utf-8") == "example.org", "what others put there stays"


def test_a_site_built_anew_from_the_same_writes_no_file(site: Path, book: Book) -> None:
    before = times(site)
    again = builder.build(ROOT / "mkdocs.yml", ROOT / "docs", site, date=book.edition.header.date)
    assert (str(again), times(site)) == ("up to date", before)


def test_no_environment_changes_a_byte_of_the_pages(tmp_path: Path) -> None:
    trees = []
    for number, environment in enumerate(_ENVIRONMENTS):
        docs = tmp_path / str(number)
        done = elsewhere(environment, _COMMAND, "build", "--docs", docs)
        assert done.returncode == 0, done.stderr
        trees.append(disk.tree(docs))
    assert trees[0] == trees[1]
    assert trees[0] == {name: text for name, text in disk.tree(ROOT / "docs").items() if name in trees[0]}


@pytest.mark.slow
def test_no_environment_changes_a_byte_of_the_site(tmp_path: Path, book: Book) -> None:
    trees = []
    for number, environment in enumerate(_ENVIRONMENTS):
        where = (ROOT / "mkdocs.yml", ROOT / "docs", tmp_path / str(number) / "site", book.edition.header.date)
        done = elsewhere(environment, sys.executable, "-c", _SITE, *where)
        assert done.returncode == 0, done.stderr
        trees.append(disk.tree(where[2]))
    assert trees[0].keys() == trees[1].keys()
    assert {name for name, content in trees[0].items() if trees[1][name] != content} == set()
