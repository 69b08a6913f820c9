"""The command that says what is otherwise in one version of the edition than in another."""

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mastercopy.cli import folders, terminal

if TYPE_CHECKING:
    from mastercopy.derive.differences import Comparison
    from mastercopy.problems import Problem
    from mastercopy.sources import Sources
    from mastercopy.write.differences.terminal import Line

_FORMATS = ("text", "markdown", "json", "html")


@click.command()
@click.argument("old")
@click.argument("new", default="")
@folders.edition
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True, help="The format.")
@click.option("--to", type=click.Path(path_type=Path, dir_okay=False), help="Write into a file.")
@click.option("--exit-code", is_flag=True, help="End with 1 where there are changes, as git diff does.")
def diff(  # noqa: PLR0913 # a command has an argument for each that it takes
    old: str, new: str, folder: Path, form: str, to: Path | None, *, exit_code: bool
) -> None:
    """Say what has changed for a reader from OLD to NEW, by the pages of the print.

    OLD and NEW are each a release that the edition's folder keeps (1.0.0), or else a master, or a folder that holds
    one, or else a revision of git (HEAD~1). Without NEW, it is the folder as it is now. `./1.0.0` is never a release,
    and `refs/tags/1.0.0` is neither a release nor a file.
    """
    from mastercopy import disk
    from mastercopy.build import comparing

    with terminal.disk(), terminal.busy("Comparing"):
        versions = _version(old, folder, "OLD"), _version(new, folder, "NEW") if new else _folder(folder)
        found, problems = comparing.comparison(*versions)
    if found is None:
        terminal.stop(problems)
    if to is not None:
        with terminal.disk():
            disk.replace(to, _written(found, form))
    elif form == "text":
        _show(found)
    else:
        click.echo(_written(found, form), nl=False)
    sys.exit(1 if exit_code and found.changes else 0)


def _written(found: "Comparison", form: str) -> bytes:
    """The bytes of a file in a format."""
    from mastercopy.write.differences import html, markdown, records
    from mastercopy.write.differences import terminal as text

    match form:
        case "json":
            return records.written(found)
        case "html":
            return html.written(found).encode(errors="replace")
        case "markdown":
            return markdown.written(found).encode(errors="replace")
        case _:
            return "".join(f"{_plain(line)}\n" for line in text.lines(found)).encode(errors="replace")


def _plain(line: "Line") -> str:
    return "".join(piece.words for piece in line)


def _show(found: "Comparison") -> None:
    """Shows it, in colour on a terminal: click leaves colours out of a pipe."""
    from mastercopy.write.differences import terminal as text
    from mastercopy.write.differences.terminal import Look

    def styled(words: str, look: Look) -> str:
        match look:
            case Look.PLAIN:
                return words
            case Look.HEADING:
                return click.style(words, bold=True)
            case Look.QUIET:
                return click.style(words, dim=True)
            case Look.DELETED:
                return click.style(words, fg="red")
            case Look.INSERTED:
                return click.style(words, fg="green")

    for line in text.lines(found):
        click.echo("".join(styled(piece.words, piece.look) for piece in line))


def _folder(folder: Path) -> "tuple[str, Sources]":
    found = folders.sources(folder)
    return found.master[0], found


def _version(name: str, folder: Path, hint: str) -> "tuple[str, Sources]":
    """The version that a name means: a release, or else a path, or else a revision; otherwise that ends the command."""
    from mastercopy import disk, revisions

    if (kept := disk.release(folder, name)) is not None:
        return f"version {name}", folders.sources(kept)
    # What isn't a name of a file at all, since it is too long or has a NUL, is simply no file.
    if os.path.isdir(name):  # noqa: PTH112 # pathlib raises for such names
        return _folder(Path(name))
    if os.path.exists(name):  # noqa: PTH110 # the same
        found = disk.alone(Path(name))
        return found.master[0], found
    try:
        commit = revisions.commit(folder, name)
        sources, problems = revisions.sources(folder, commit)
    except LookupError as error:
        raise _unknown(name, folder, str(error), hint) from error
    return f"{name} ({commit[:10]})", _known(sources, problems)


def _known(sources: "Sources | None", problems: "tuple[Problem, ...]") -> "Sources":
    if sources is None:
        terminal.stop(problems)
    return sources


def _unknown(name: str, folder: Path, why: str, hint: str) -> click.BadParameter:
    from mastercopy.write import escape

    tried = f"neither a release in {folder}/releases, nor a file or folder, nor a revision of git ({why})"
    return click.BadParameter(escape.terminal(f"'{name}' is {tried}"), param_hint=hint)
