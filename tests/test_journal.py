"""Files that are put into a folder together are there together: after a kill the next run mends it."""

import errno
import json
import os
import threading
from pathlib import Path

import pytest

from mastercopy import disk, journal

_OLD = {"a.html": b"old a", "b/index.html": b"old b", "c/d/e.html": b"old e", "same.html": b"same"}
_NEW = {"a.html": b"new a", "b/index.html": b"new b", "f/g.html": b"new g", "b/more.html": b"more"}
_GONE = ("c/d/e.html",)
_AFTER = {**_OLD, **_NEW}
del _AFTER["c/d/e.html"]
_STEPS = ("write_bytes", "replace", "unlink", "mkdir", "rmdir", "chmod")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name, content in _OLD.items():
        (tmp_path / "site" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "site" / name).write_bytes(content)
    return tmp_path / "site"


def killed_at(step: int, room: Path, site: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Exchanges the files in a process that ends at a step, as a kill would end it; whether it came so far."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9
    more = room.parent / "more.html"
    more.write_bytes(_NEW["b/more.html"])
    left = iter(range(step, -1, -1))
    for name in _STEPS:
        works = getattr(Path, name)

        def dies(path: Path, *arguments: object, works: object = works, **named: object) -> object:
            if next(left) == 0:
                os._exit(9)
            return works(path, *arguments, **named)  # type: ignore[operator]

        monkeypatch.setattr(Path, name, dies)
    with journal.alone(room, site):
        journal.exchange(room, site, {**_NEW, "b/more.html": journal.Copy(more)}, _GONE)
    os._exit(0 if more.is_file() else 1)


def test_a_kill_at_any_step_leaves_the_old_files_or_the_next_run_the_new_ones(
    tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = set()
    for step in range(1000):
        for name in list(disk.tree(site)):
            (site / name).unlink()
        for name, content in _OLD.items():
            (site / name).parent.mkdir(parents=True, exist_ok=True)
            (site / name).write_bytes(content)
        room = tmp_path / f"room{step}"
        if not killed_at(step, room, site, monkeypatch):
            break
        with journal.alone(room, site):
            found = dict(disk.tree(site))
        assert found in (_OLD, _AFTER), step
        seen.add(found == _AFTER)
        assert {path.name for path in room.iterdir()} <= {"lock"}, step
    else:
        pytest.fail("it never came to an end")
    assert dict(disk.tree(site)) == _AFTER
    assert seen == {True, False}
    assert not (site / "c").exists(), "a folder that holds nothing any more goes"


@pytest.mark.parametrize("step", ["write_bytes", "mkdir"])
def test_a_full_disk_leaves_everything_as_it_was(
    tmp_path: Path, site: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    room = tmp_path / "room"

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with journal.alone(room, site):
        with monkeypatch.context() as patched:
            patched.setattr(Path, step, full)
            with pytest.raises(OSError, match="No space left"):
                journal.exchange(room, site, _NEW, _GONE)
        assert dict(disk.tree(site)) == _OLD
        assert {path.name for path in room.iterdir()} == {"lock"}
        journal.exchange(room, site, _NEW, _GONE)
    assert dict(disk.tree(site)) == _AFTER


def test_who_comes_second_waits(tmp_path: Path) -> None:
    entered, order = threading.Event(), []

    def second() -> None:
        entered.wait(5)
        with journal.alone(tmp_path / "room", tmp_path):
            order.append("second")

    beside = threading.Thread(target=second)
    beside.start()
    with journal.alone(tmp_path / "room", tmp_path):
        entered.set()
        beside.join(0.2)
        order.append("first")
    beside.join(5)
    assert order == ["first", "second"]


@pytest.mark.parametrize("name", ["../out", "/etc/out", "a/../../out", "..", "", "b/out"])
@pytest.mark.parametrize("what", ["moves", "gone"])
def test_a_journal_that_somebody_else_wrote_touches_nothing_outside(
    tmp_path: Path, site: Path, name: str, what: str
) -> None:
    room, out = tmp_path / "room", tmp_path / "out"
    (room / "staged").mkdir(parents=True)
    (room / "staged" / "0").write_bytes(b"hostile")
    out.write_bytes(b"mine")
    (site / "b" / "index.html").unlink()
    (site / "b").rmdir()
    (site / "b").symlink_to(tmp_path)
    said = {"moves": [["0", name]] if what == "moves" else [], "gone": [name] if what == "gone" else []}
    (room / "journal.json").write_text(json.dumps(said), encoding="utf-8")
    before = disk.tree(site)
    with pytest.raises(OSError, match="is no file of"), journal.alone(room, site):
        pytest.fail("it went on")
    assert (out.read_bytes(), disk.tree(site)) == (b"mine", before)
