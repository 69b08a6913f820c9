"""The commands. Exit status: 0 clean, 1 problems in the master or something out of date, 2 a wrong command."""

import contextlib
import errno
import gc
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click
from msgspec.structs import replace

from mastercopy.problems import Problem
from mastercopy.sources import Files, Sources

if TYPE_CHECKING:
    from mastercopy import build as stages

_FOLDER = click.Path(path_type=Path, file_okay=False)
_edition = click.option(
    "--edition", "folder", type=_FOLDER, default=Path("edition"), show_default=True, help="The edition's folder."
)
_docs = click.option(
    "--docs", type=_FOLDER, default=Path("docs"), show_default=True, help="The folder of the site's Markdown."
)
_site = click.option(
    "--site",
    "folder_of_site",
    type=_FOLDER,
    default=Path("site"),
    show_default=True,
    help="The folder that the site is built into.",
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mastercopy")
def main() -> None:
    """One master copy of a printed text in TEI; the pages, notes and indexes of a site are made from it."""


@main.command()
@_edition
def check(folder: Path) -> None:
    """Say everything that is wrong with the master, and write nothing."""
    book = _book(folder)
    counted = (("pages", book.survey.pages), ("notes", book.edition.notes), ("entries", book.register.entries))
    found = ", ".join(f"{name}: {len(of)}" for name, of in counted)
    click.echo(f"{book.edition.file}: no problems ({found})")


@main.command()
@_edition
@_docs
@click.option("--check", "only_check", is_flag=True, help="Say what is out of date, and write nothing.")
def build(folder: Path, docs: Path, *, only_check: bool) -> None:
    """Make the Markdown pages of the edition, and write those that differ."""
    from mastercopy import disk

    files = _files(_book(folder))
    if only_check:
        with _disk():
            found = disk.changes(docs, files)
        for path in found.written:
            click.echo(f"{path}: out of date; `mastercopy build` makes it anew", err=True)
        for path in found.removed:
            click.echo(f"{path}: made earlier, and no more; `mastercopy build` removes it", err=True)
        sys.exit(1 if found else 0)
    with _disk():
        found = disk.write(docs, files)
    if found:
        click.echo(f"{docs}: {len(found.written)} of {len(files)} files written, {len(found.removed)} removed")


@main.command()
@_edition
@click.option("--compare", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Compare with a file.")
def witness(folder: Path, compare: Path | None) -> None:
    """Write the transcription back from the master, or compare it with one, white space aside."""
    from mastercopy.write import witness as transcription

    written = transcription.witness(_book(folder, compared=False).edition)
    if compare is None:
        click.echo(written.encode(), nl=False)
        return
    try:
        departure = transcription.departure(compare.read_text(encoding="utf-8"), written)
    except (OSError, UnicodeDecodeError) as error:
        raise click.BadParameter(f"{compare} can't be read as UTF-8 text: {error}", param_hint="--compare") from error
    if departure is not None:
        click.echo(f"{compare}:{departure.line}: {departure}", err=True)
        sys.exit(1)
    click.echo(f"{compare}: the master gives it back, letter for letter")


@main.command()
@_edition
@click.option("--dry-run", is_flag=True, help="Show the new ids, and write nothing.")
def ids(folder: Path, *, dry_run: bool) -> None:
    """Give an id to every paragraph, quotation, mention, … of the master that has none yet."""
    from mastercopy import disk
    from mastercopy.read import ids as reader
    from mastercopy.read import xml

    sources = _sources(folder)
    file, content = sources.master
    root, problems = xml.parse(content, file)
    if root is None:
        _stop(problems)
    register = b"" if sources.register is None else sources.register[1]
    with _disk():
        used = register + b"\n" + disk.ledger(folder)
    changed, new = reader.given(content, used.decode(errors="replace"))
    if new and not dry_run:
        with _disk():
            disk.replace(Path(file).resolve(), changed)
    for key in new:
        click.echo(key)


@main.command()
@_edition
@click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("mkdocs.yml"),
    show_default=True,
    help="The configuration of the site; it names the folder of its Markdown.",
)
@_site
def site(folder: Path, config: Path, folder_of_site: Path) -> None:
    """Make the pages and build the site; write what differs, and nothing if nothing changed."""
    from mastercopy import disk
    from mastercopy import site as builder

    book = _book(folder)
    with _disk():
        docs = builder.docs(config)
        disk.write(docs, _files(book))
    with _disk(), _busy("Building the site"):
        result = builder.build(config, docs, folder_of_site, date=book.edition.header.date)
    if result.failed:
        click.echo(result.failed, err=True)
        sys.exit(1)
    click.echo(f"{folder_of_site}: {result}")


@main.command()
@_edition
@_site
@click.option(
    "--to",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The archive.  [default: build/ and the master's name, .zip]",
)
def offline(folder: Path, folder_of_site: Path, to: Path | None) -> None:
    """Pack the site, as it is built, into an archive that is read from the disk, without a server."""
    from mastercopy import disk
    from mastercopy import offline as packer

    target = to or Path("build", f"{Path(_sources(folder).master[0]).stem}.zip")
    if target.resolve().is_relative_to(folder_of_site.resolve()):
        raise click.BadParameter(f"{target} is in the site, and would be packed into itself", param_hint="--to")
    with _disk():
        files = disk.inside(folder_of_site)
        if packer.INDEX not in files:
            raise FileNotFoundError(errno.ENOENT, "holds no site; `mastercopy site` builds it", str(folder_of_site))
        disk.replace(target, packer.archive(files, name=target.stem))
    click.echo(f"{target}: the site. To read it, unpack it and open {target.stem}/{packer.INDEX} in a browser")


def run() -> NoReturn:
    """The command as a shell starts it.

    The process ends without taking apart all that it made: nobody waits for that.
    """
    # A build makes many small values and drops none: there is no garbage to look for among them.
    gc.disable()
    status: object = 0
    try:
        main()
    except SystemExit as ended:
        status = ended.code
    except OSError as error:  # the output is full or closed
        status = f"{error.filename or 'output'}: {error.strerror or error}"
    with contextlib.suppress(OSError, ValueError):
        if isinstance(status, str) and sys.stderr:
            sys.stderr.write(f"{status}\n")
    for stream in filter(None, (sys.stdout, sys.stderr)):
        try:
            stream.flush()
        except (OSError, ValueError):
            os._exit(1)
    os._exit(status if isinstance(status, int) else int(status is not None))


def _book(folder: Path, *, compared: bool = True) -> "stages.Book":
    """The book in the folder; notices are shown, and problems end the command.

    `compared`: whether it is a problem that the folder's transcription doesn't come back from the master.
    """
    from mastercopy.read.ahead import Ahead

    sources = _sources(folder)
    if not compared:
        sources = replace(sources, witness=None)
    with _busy("Reading the master"):
        ahead = Ahead(sources)
        from mastercopy import build as stages  # only now: the files are parsed while the program is loaded

        book, problems = stages.book(sources, ahead)
    if book is None:
        _stop(problems)
    _show(problems)
    return book


def _files(book: "stages.Book") -> Files:
    from mastercopy import build as stages

    return stages.files(book)


def _sources(folder: Path) -> Sources:
    from mastercopy import disk

    found, problems = disk.sources(folder)
    if found is None:
        _stop(problems)
    return found


def _stop(problems: Iterable[Problem]) -> NoReturn:
    _show(problems)
    sys.exit(1)


def _show(problems: Iterable[Problem]) -> None:
    for problem in problems:
        click.echo(str(problem) if problem.stops else f"{problem} (notice)", err=True)


@contextlib.contextmanager
def _disk() -> Iterator[None]:
    """Ends the command with one line where a file can't be read or written: a full disk is no fault of ours."""
    try:
        yield
    except OSError as error:
        click.echo(f"{error.filename or 'a file'}: {error.strerror or error}", err=True)
        sys.exit(1)


@contextlib.contextmanager
def _busy(what: str) -> Iterator[None]:
    """Shows on a terminal what takes its time; in a pipe, nothing."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{what} …"):
        yield
