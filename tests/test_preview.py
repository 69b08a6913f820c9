"""The live preview over http: each save is served, problems are told, and nobody else is answered."""

import errno
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
from click.testing import CliRunner

from mastercopy import disk, preview
from mastercopy.bringing import Brought
from mastercopy.cli import main
from mastercopy.preview.board import Board
from masters import ROOT, folder, master
from previews import PAGE, PROBLEM, Desk, desk, shown

if TYPE_CHECKING:
    from mastercopy.preview.watch import Watch


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Desk]:
    """A preview of one text."""
    with desk(tmp_path) as made:
        yield made


def until(fact: Callable[[], bool]) -> bool:
    """Whether something comes to be a fact within some seconds."""
    end = time.monotonic() + 8
    while not (found := fact()) and time.monotonic() < end:
        time.sleep(0.005)
    return found


def serves(here: Desk, words: str) -> bool:
    return PAGE.format(words).encode().partition(b"</body>")[0] in here.ask("/")[1]


def updated(here: Desk, count: int) -> bool:
    """Whether there come to be so many updates."""
    return until(lambda: len(here.told) == count)


# ---- saving


def in_place(path: Path) -> None:
    path.write_text("Two.", encoding="utf-8")


def by_rename(path: Path) -> None:
    disk.replace(path, b"Two.")


def by_moving_the_old_one_aside(path: Path) -> None:
    path.rename(path.with_name("book.txt~"))
    path.write_text("Two.", encoding="utf-8")


def by_moving_the_old_one_away(path: Path) -> None:
    path.rename(path.parents[1] / "backup")
    path.write_text("Two.", encoding="utf-8")


def piece_by_piece(path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        for letter in "Two.":
            file.write(letter)
            file.flush()
            time.sleep(0.03)


WAYS = (in_place, by_rename, by_moving_the_old_one_aside, by_moving_the_old_one_away, piece_by_piece)


@pytest.mark.parametrize("save", WAYS, ids=lambda way: way.__name__)
def test_a_save_is_served_whatever_way_an_editor_saves(here: Desk, save: Callable[[Path], None]) -> None:
    assert serves(here, "One.")
    save(here.text)
    assert until(lambda: serves(here, "Two."))


def test_what_an_update_writes_leads_to_no_other(here: Desk) -> None:
    for count, words in enumerate(("Two.", "Three.", "Four."), 2):
        here.text.write_text(words, encoding="utf-8")
        assert updated(here, count)
    time.sleep(0.3)
    assert len(here.told) == 4


def test_a_save_that_changes_nothing_and_files_beside_it_lead_to_none(here: Desk) -> None:
    here.text.write_text("One.", encoding="utf-8")
    for name in (".book.txt.swp", "book.txt~", "#book.txt#", "../other.txt"):
        (here.text.parent / name).write_text("x", encoding="utf-8")
    time.sleep(0.3)
    assert len(here.told) == 1


def test_a_folder_that_is_moved_or_removed_and_the_configuration_are_seen(here: Desk, tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "a.md").write_text("x", encoding="utf-8")
    steps: tuple[Callable[[], object], ...] = (
        lambda: (tmp_path / "new").rename(here.text.parent / "new"),
        lambda: (here.text.parent / "new" / "a.md").write_text("y", encoding="utf-8"),
        lambda: (here.text.parent / "new").rename(tmp_path / "old"),
        lambda: (tmp_path / "mkdocs.yml").write_text("site_name: Another\n", encoding="utf-8"),
    )
    for count, step in enumerate(steps, 2):
        step()
        assert updated(here, count)
    time.sleep(0.1)
    assert len(here.told) == 5


def test_a_save_during_an_update_is_served_after_it(tmp_path: Path) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(text: Path, site: Path) -> Brought:
        brought = shown(text, site)
        if "Two" in text.read_text(encoding="utf-8"):
            begun.set()
            go_on.wait(10)
        return brought

    with desk(tmp_path, slow) as here:
        here.text.write_text("Two.", encoding="utf-8")
        assert begun.wait(10)
        here.text.write_text("Three.", encoding="utf-8")
        time.sleep(0.1)
        assert serves(here, "Two.")
        go_on.set()
        assert until(lambda: serves(here, "Three."))


# ---- problems


def test_a_problem_is_told_and_the_site_stays_until_the_next_good_save(here: Desk) -> None:
    before = disk.tree(here.site)
    with here.events() as events:
        first = next(events)
        assert first["faults"] == []
        here.text.write_text("BAD", encoding="utf-8")
        assert next(events) == {"version": first["version"], "faults": [str(PROBLEM)]}
        assert disk.tree(here.site) == before
        with here.events() as others:
            assert next(others)["faults"] == [str(PROBLEM)], "a page that is opened now is told too"
        here.text.write_text("One.", encoding="utf-8")
        assert next(events) == first, "nothing changed but that it is well"
        here.text.write_text("Two.", encoding="utf-8")
        last = next(events)
    assert last["faults"] == []
    assert last["version"] != first["version"]
    assert f'data-version="{last["version"]}"'.encode() in here.ask("/")[1]


def test_a_disk_that_is_full_is_told_and_ends_nothing(tmp_path: Path) -> None:
    def fails(text: Path, site: Path) -> Brought:
        if "Two" in text.read_text(encoding="utf-8"):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(site))
        return shown(text, site)

    with desk(tmp_path, fails) as here, here.events() as events:
        next(events)
        here.text.write_text("Two.", encoding="utf-8")
        assert next(events)["faults"] == [f"{here.site}: No space left on device"]
        here.text.write_text("Three.", encoding="utf-8")
        assert next(events)["faults"] == []


# ---- serving


def test_files_are_served_as_they_are_and_pages_with_the_script(here: Desk) -> None:
    files = {"a/b.js": "text/javascript; charset=utf-8", "c.json": "application/json", "d.png": "image/png"}
    for name in files:
        disk.replace(here.site / name, b"</body>")
    for name, kind in files.items():
        response, content = here.ask(f"/{name}")
        assert (response.status, response.headers["Content-Type"], content) == (200, kind, b"</body>")
        assert response.headers["Cache-Control"] == "no-cache"
    response, content = here.ask("/?v=1")
    page = (here.site / "index.html").read_bytes()
    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert b"/-/" not in page
    script = content.removeprefix(page.partition(b"</body>")[0]).removesuffix(b"</body></html>")
    assert script.startswith(b'<script src="/-/preview.js" data-version="')
    assert script.endswith(b'"></script>')
    head, nothing = here.ask("/", method="HEAD")
    assert (head.status, head.headers["Content-Length"], nothing) == (200, str(len(content)), b"")
    assert here.ask("/-/preview.js")[1].startswith(b"/**")
    assert here.ask("/", method="POST")[0].status == 501


def test_a_folder_answers_with_its_index_and_what_is_not_there_with_404(here: Desk) -> None:
    disk.replace(here.site / "é" / "index.html", b"<p>Here.</p>")
    response, _ = here.ask("/%C3%A9?v=1")
    assert (response.status, response.headers["Location"]) == (302, "/%C3%A9/?v=1")
    assert here.ask("/%C3%A9/")[1].startswith(b"<p>Here.</p><script")
    assert here.ask("//example.org/..")[0].headers["Location"] is None
    (here.site / "example.org").mkdir()
    assert here.ask("//example.org")[0].headers["Location"] == "/example.org/"
    for path in ("/none", "/index.html/", "/example.org/"):
        response, content = here.ask(path)
        assert response.status == 404
        assert b"/-/preview.js" in content, "so that it is loaded again when it is there"
    disk.replace(here.site / "404.html", b"<body>Nowhere</body>")
    assert here.ask("/none")[1].startswith(b"<body>Nowhere<script")


def test_nothing_outside_of_the_site_is_served(here: Desk) -> None:
    (here.site / "out").symlink_to(here.text.parent)
    (here.site / "out.txt").symlink_to(here.text)
    (here.site / "in.txt").symlink_to(here.site / "index.html")
    ways = ("/../edition/book.txt", "/%2e%2e/edition/book.txt", "/..%2fedition%2fbook.txt", "/..%5cedition%5cbook.txt")
    for path in (
        *ways,
        "/out/book.txt",
        "/out.txt",
        "/x/../../edition/book.txt",
        f"/{here.text}",
        "/%00",
        "/a%00b",
        "/[",
    ):
        response, content = here.ask(path)
        assert response.status == 404, path
        assert b"One." not in content
    assert here.ask("/in.txt")[0].status == 200


@pytest.mark.parametrize("path", ["/", "/-/events", "/-/preview.js"])
def test_only_who_asks_for_this_machine_by_its_own_name_is_answered(here: Desk, path: str) -> None:
    port = here.address.rstrip("/").rpartition(":")[2]
    for host in ("evil.example", f"evil.example:{port}", "127.0.0.1.evil.example", "192.168.1.7", "[", " "):
        response, content = here.ask(path, host=host)
        assert response.status == 421, host
        assert b"One." not in content
    for host in ("localhost", f"localhost:{port}", "127.0.0.1", f"[::1]:{port}"):
        assert here.ask(path, host=host, method="HEAD")[0].status == 200, host


# ---- the command


def serve(*arguments: str) -> "subprocess.Popen[str]":
    """The command, running."""
    command = [str(Path(sys.executable).with_name("mastercopy")), "serve", "--port", "0", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


@pytest.mark.slow
def test_the_command_serves_each_save_of_the_master_and_ends_cleanly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder(tmp_path, master('<pb n="1"/><p xml:id="par-1">One.</p>')) / "book.xml"
    monkeypatch.chdir(tmp_path)
    shutil.copytree(ROOT / "overrides", tmp_path / "overrides")
    settings = (
        f"INHERIT: {ROOT / 'mkdocs.yml'}\nnav: []\nextra_css: []\nextra_javascript: []\ntheme: {{name: mkdocs}}\n"
    )
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text("# A book\n", encoding="utf-8")
    with serve() as running:
        assert running.stdout is not None
        assert running.stderr is not None
        try:
            here = Desk(path, tmp_path / "site", running.stdout.readline().strip(), [])
            with here.events() as events:
                assert next(events)["faults"] == []
                path.write_text(master('<pb n="1"/><p xml:id="par-1">Two.</p>'), encoding="utf-8")
                assert next(events)["faults"] == []
                assert b"Two." in here.ask("/text/one/")[1]
                path.write_text(master('<pb n="1"/><choice xml:id="c-1"/><nonsense/>'), encoding="utf-8")
                faults = next(events)["faults"]
            assert isinstance(faults, list)
            told = [running.stderr.readline().rstrip("\n") for _ in faults]
            running.send_signal(signal.SIGINT)
            out, _ = running.communicate(timeout=10)
        finally:
            running.kill()
    assert len(faults) > 1
    assert all(fault.startswith("edition/book.xml:2: ") for fault in faults)
    assert (running.returncode, out, told) == (0, "", faults)


def test_a_port_that_is_taken_and_a_folder_without_an_edition_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder(tmp_path, master('<pb n="1"/><p xml:id="par-1">One.</p>'))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mkdocs.yml").write_text("site_name: A book\n", encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        result = CliRunner().invoke(main, ["serve", "--port", port])
    assert (result.exit_code, result.stderr) == (1, f"127.0.0.1:{port}: is in use; name another with --port\n")
    assert not (tmp_path / "site").exists()
    missing = CliRunner().invoke(main, ["serve", "--edition", "none"])
    assert (missing.exit_code, " X004 " in missing.stderr) == (1, True)


def test_what_takes_its_time_is_done_when_nobody_waits() -> None:
    done: list[str] = []

    class Still:
        """A watch that hears of one change, and then of none."""

        def changes(self) -> Iterator[frozenset[Path]]:
            yield frozenset({Path("book.xml")})
            done.append("quiet")
            yield frozenset()

        def know(self, paths: object) -> None:
            """Has nothing to know."""

    def update() -> Brought:
        done.append("update")
        return Brought()

    preview.follow(update, cast("Watch", Still()), Board(), lambda *_: None, lambda: done.append("rest"))
    assert done == ["update", "quiet", "rest"]
