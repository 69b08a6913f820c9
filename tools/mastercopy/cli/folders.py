"""The folders that commands are told of, and what is read from them."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from msgspec.structs import replace

from mastercopy.cli import terminal
from mastercopy.sources import Files, Sources

if TYPE_CHECKING:
    from mastercopy import build as stages
    from mastercopy.derive.citing import References
    from mastercopy.upkeep import Updated

_Command = TypeVar("_Command", bound=Callable[..., Any])
_FOLDER = click.Path(path_type=Path, file_okay=False)
edition = click.option(
    "--edition", "folder", type=_FOLDER, default=Path("edition"), show_default=True, help="The edition's folder."
)
docs = click.option(
    "--docs", type=_FOLDER, default=Path("docs"), show_default=True, help="The folder of the site's Markdown."
)
site = click.option(
    "--site",
    "folder_of_site",
    type=_FOLDER,
    default=Path("site"),
    show_default=True,
    help="The folder that the site is built into.",
)

config = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("mkdocs.yml"),
    show_default=True,
    help="The configuration of the site; it names the folder of its Markdown.",
)


class _Day(click.ParamType[date]):
    """A day as ISO 8601 writes it, 2026-11-23."""

    name = "YYYY-MM-DD"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; a wrong command where it isn't one."""
        if isinstance(value, date):
            return value
        try:
            # `fromisoformat` takes 20261123 too, and digits of any script.
            return date.fromisoformat(value if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) else "")
        except ValueError:
            self.fail(f"'{value}' is no day, such as 2026-11-23", param, ctx)


def day(what: str) -> Callable[[_Command], _Command]:
    """The option --date: today, where it isn't given. The only clock in the program."""
    return click.option("--date", "day", type=_Day(), default=_today, show_default="today", help=what)


def _today() -> date:
    return date.today()  # noqa: DTZ011 # the day where the editor is


def book(folder: Path, *, compared: bool = True) -> "stages.Book":
    """The book in the folder; notices are shown, and problems end the command.

    `compared`: whether it is a problem that the folder's transcription doesn't come back from the master.
    """
    from mastercopy.read.ahead import Ahead

    found = sources(folder)
    if not compared:
        found = replace(found, witness=None)
    with terminal.busy("Reading the master"):
        ahead = Ahead(found)
        from mastercopy import build as stages  # only now: the files are parsed while the program is loaded

        book, problems = stages.book(found, ahead)
    if book is None:
        terminal.stop(problems)
    terminal.show(problems)
    return book


def files(book: "stages.Book", docs: Path) -> Files:
    """All files of docs/text/ for the book."""
    from mastercopy import build as stages

    return stages.files(book, references(book, docs))


def references(book: "stages.Book", docs: Path) -> "References":
    """How the book is cited; what takes a process to make is remembered beside docs/."""
    from mastercopy import citeproc

    with terminal.disk(), terminal.busy("Writing references"):
        return dict(citeproc.references(book, docs))  # once they have come


def updated(folder: Path, docs: Path) -> "Updated":
    """Brings the pages of the edition in the folder up to date; notices are shown, and problems end the command."""
    from mastercopy import upkeep

    _mend(folder)
    with terminal.disk(), terminal.busy("Making the pages"):
        found = upkeep.update(folder, docs)
    if found.stopped:
        terminal.stop(found.problems)
    terminal.show(found.problems)
    return found


def sources(folder: Path) -> Sources:
    """The files of the folder; where it doesn't hold one master, that ends the command."""
    from mastercopy import disk

    _mend(folder)
    found, problems = disk.sources(folder)
    if found is None:
        terminal.stop(problems)
    return found


def _mend(folder: Path) -> None:
    """Completes or takes back what a release that was broken off has left."""
    if not folder.is_dir():
        return
    from mastercopy import writeahead

    with terminal.disk():
        outcome = writeahead.mended(folder)
    if outcome is not None:
        click.echo(f"{folder}: a release that was broken off earlier was {outcome}", err=True)
