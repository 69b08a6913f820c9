"""One site, brought up to date again and again."""

import errno
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from filecmp import cmp
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from mastercopy import journal, programs
from mastercopy.inventory import Inventory, differing, inventory, listed, seen
from mastercopy.site import made_of, record
from mastercopy.site.record import Record, links, stamp, told, write_links
from mastercopy.site.settings import settings
from mastercopy.site.traces import Trace

if TYPE_CHECKING:
    from mastercopy.site.patch import Patched

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_NEW = "new"
"""Where MkDocs builds all of it, beside what is remembered."""


class Result(Struct, frozen=True):
    """How a build of the site ended; `failed` is what MkDocs said where it did. `whole`: MkDocs built all of it."""

    files: int = 0
    written: int = 0
    removed: int = 0
    failed: str = ""
    whole: bool = False

    def __str__(self) -> str:
        if not self.written and not self.removed:
            return "up to date"
        return f"{self.written} of {self.files} files written, {self.removed} removed"


def room(site: Path) -> Path:
    """Where builds of a site are remembered."""
    return site.absolute().parent / ".cache" / site.name


class Builder:
    """Builds a site of the Markdown in docs/, as the configuration says.

    One that builds again takes the files of the site for what it left, until it looks at them.
    """

    def __init__(self, config: Path, docs: Path, site: Path) -> None:
        self.config, self.docs, self.site, self.room = config, docs, site, room(site)
        self.stamp: object = None

    def look(self) -> None:
        """Looks at what was known after the last build and at what is there; `build` does so where nobody did."""
        self.stamp = stamp(self.room)
        self.before = record.read(self.room)
        self.whole = self.before is not None and self._is_whole(self.before.site)

    def prepare(self) -> None:
        """Looks, and loads what it takes to put new words into pages, while pages are still being made."""
        self.look()
        programs.digest()
        found, _ = settings(self.config, os.environ, record.settings(self.room))
        if self.before and found.rendering:
            from mastercopy.site import patch  # noqa: PLC0415 # MkDocs, which an unchanged site does without

            patch.prepare(found)

    def build(self, *, date: str, address: str = "", files: Inventory | None = None) -> Result:
        """Brings the site up to date. `date` (ISO 8601) is the day that the edition bears: no clock gets into a file.

        `address` is where the edition is published; an address in the environment (SITE_URL) comes before it. `files`:
        those of docs/, as they were listed a moment ago. A build that comes while another is at work waits for it.
        Raises OSError where the folder holds files that no build of ours put there: nothing of others is ever removed.
        """
        self.environment = {"SITE_URL": address, **os.environ} if address else {**os.environ}
        self.date = date
        with journal.alone(self.room, self.site) as mended:
            if mended or self.stamp is None or stamp(self.room) != self.stamp:
                self.look()
            self.stamp = None
            self.files = inventory(self.docs, self.before.docs if self.before else {}, files)
            remembered = record.settings(self.room)
            self.settings, self.remembered = settings(self.config, self.environment, remembered)
            self.frame = made_of.frame(self.settings, f"{date} {address_of(self.environment)}")
            result = self._run()
            if not result.failed:
                self.stamp = stamp(self.room)
            return result

    def _run(self) -> Result:
        """Does nothing where nothing changed; what changed where that can be; or else all."""
        before = self.before
        shutil.rmtree(self.room / _NEW, ignore_errors=True)
        if before is None or before.frame != self.frame or not self.whole:
            return self._whole()
        if not self.settings.rendering:
            return self._whole()
        changed = differing(before.docs, self.files)
        if not changed:
            if self.files != before.docs:
                self._remember(before.site, before.pages)
            return Result()
        from mastercopy.site.patch import patched  # noqa: PLC0415 # MkDocs, which an unchanged site does without

        known = partial(links, self.room)
        found = patched(before, changed, self.files.keys(), self.docs, self.site, self.settings, known)
        if found is None:
            return self._whole()
        return self._put(found, before)

    def _is_whole(self, site: Inventory) -> bool:
        """Whether all files of the last build are there as it left them."""
        now = listed(self.site)
        return all(now.get(name) == left for name, left in site.items())

    def _put(self, found: "Patched", before: Record) -> Result:
        """Puts some files of the site in place of what they were."""
        different = {name: content for name, content in found.files.items() if not _holds(self.site / name, content)}
        journal.exchange(self.room, self.site, different, ())
        if found.links:
            write_links(self.room, found.links)
        site = {**before.site, **{name: seen(self.site / name) for name in different}}
        self._remember(site, {**before.pages, **found.pages})
        return Result(len(site), len(different), 0)

    def _whole(self) -> Result:
        """Lets MkDocs build all of it, and puts in place what differs."""
        known = frozenset(self.before.site) if self.before else frozenset()
        here = listed(self.site)
        if not known and here:
            message = f"holds files that no build put there, such as {min(here)}; empty it or name another"
            raise OSError(errno.ENOTEMPTY, message, str(self.site))
        new, account = self.room / _NEW / "site", self.room / _NEW / "account.json"
        new.parent.mkdir()
        if said := self._mkdocs(new, account):
            return Result(failed=said)
        wanted = listed(new)
        different = {name: new / name for name in wanted if not _same(self.site / name, new / name)}
        gone = [name for name in known if name not in wanted and name in here]
        # What is about to be put there is ours, also if we are killed in the midst of it.
        ours = {**{name: here[name] for name in known if name in here}, **wanted}
        record.write(self.room, Record("", {}, ours, {}))
        heard = told(account)
        write_links(self.room, heard.links)
        journal.exchange(self.room, self.site, different, gone)
        shutil.rmtree(self.room / _NEW)
        now = listed(self.site)
        if differing(self.files, inventory(self.docs, self.files)):
            self.frame = ""  # somebody saved a page meanwhile
        self._remember({name: now[name] for name in wanted}, heard.pages)
        return Result(len(wanted), len(different), len(gone), whole=True)

    def _remember(self, site: Inventory, pages: Mapping[str, Trace]) -> None:
        self.before, self.whole = Record(self.frame, self.files, site, pages), True
        record.write(self.room, self.before)
        record.write_settings(self.room, self.remembered)

    def _mkdocs(self, site: Path, account: Path) -> str:
        """Runs MkDocs: what it said if it found fault, or ''."""
        named = {"SOURCE_DATE_EPOCH": str(epoch(self.date)), "NO_MKDOCS_2_WARNING": "1", "TZ": "UTC"}
        done = subprocess.run(  # noqa: S603 # our own interpreter, no shell, no argument from the edition
            [
                sys.executable,
                "-P",
                "-m",
                "mastercopy.site.tracing",
                str(self.config),
                str(site.absolute()),
                str(account),
            ],
            env={**self.environment, **named},
            capture_output=True,
            text=True,
            check=False,
        )
        if not done.returncode:
            return ""
        heard = _COLOUR.sub("", done.stderr or done.stdout)
        said = [line for line in heard.splitlines() if not line.startswith("INFO")]
        return "\n".join(said) or f"mkdocs ended with {done.returncode}"


def address_of(environment: Mapping[str, str]) -> str:
    """Where the environment says that the edition is published."""
    return environment.get("SITE_URL", "")


def epoch(date: str) -> int:
    """Seconds from 1970 to the beginning of a day, month or year (ISO 8601); 0 for what is earlier, or no date."""
    try:
        day = datetime.fromisoformat(f"{date}-01-01"[:10]).replace(tzinfo=UTC)
    except ValueError:
        return 0
    return max(0, int(day.timestamp()))


def _same(old: Path, new: Path) -> bool:
    return old.is_file() and cmp(old, new, shallow=False)


def _holds(path: Path, content: bytes | journal.Copy) -> bool:
    return isinstance(content, bytes) and path.is_file() and path.read_bytes() == content
