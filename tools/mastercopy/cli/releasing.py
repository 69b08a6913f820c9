"""The command that makes a release: all of it, or nothing."""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mastercopy.cli import folders, terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from mastercopy.build.releasing import Asked, Coming
    from mastercopy.sources import Sources
    from mastercopy.writeahead import Content


@click.command()
@folders.edition
@click.argument("version")
@folders.day("The day of the release.")
@click.option("--dry-run", is_flag=True, help="Say what the release is and what it would write, and write nothing.")
def release(folder: Path, version: str, day: date, *, dry_run: bool) -> None:
    """Publish a version: set it in the header, in CITATION.cff and in CHANGELOG.md, and record its addresses and text.

    From then on its addresses are kept, and what changes later can be shown. All of it is written or nothing.
    """
    from mastercopy import writeahead
    from mastercopy.build import releasing

    if not releasing.VERSION.fullmatch(version):
        raise click.BadParameter(f"'{version}' is no version, such as 1.0.0", param_hint="VERSION")
    sources = folders.sources(folder)
    beside = _beside(folder)
    found, problems = releasing.coming(_asked(version, day, sources), sources, beside)
    if found is None:
        terminal.stop(problems)
    terminal.show(problems)
    for words in found.left:
        said = f"the words “{terminal.plain(words)}” of the header may say another day; they are left as they are"
        click.echo(f"{sources.master[0]}: {said}", err=True)
    click.echo(_summary(version, day, found))
    for name in sorted({releasing.CITATION, releasing.CHANGELOG} - beside.keys()):
        click.echo(f"{_shown(folder, name)}: there is none, so nothing is written there")
    if dry_run:
        _preview(version, folder, sources, beside, found)
        return
    with terminal.disk(), terminal.busy("Writing the release"):
        writeahead.write(folder, _contents(version, found), before=_before(sources, beside))
    click.echo("The pages in docs/ are of the version before; `mastercopy build` makes them anew")


def _asked(version: str, day: date, sources: "Sources") -> "Asked":
    """The release that is asked for, held against those that there are."""
    from mastercopy import disk
    from mastercopy.build.releasing import Asked

    done = [one.version for one in sources.releases]
    fault = ""
    if version in done:
        fault = f"{version} was released already; what was published isn't published anew"
    elif done and disk.number_of(Path(done[-1])) >= disk.number_of(Path(version)):
        fault = f"{version} comes before {done[-1]}, which was released"
    return Asked(version, day.isoformat(), fault)


def _beside(folder: Path) -> dict[str, tuple[str, bytes]]:
    """The files beside the edition's folder that say which version there is."""
    from mastercopy.sources import CHANGELOG, CITATION

    with terminal.disk():
        paths = {name: folder.resolve().parent / name for name in (CITATION, CHANGELOG)}
        return {name: (_shown(folder, name), path.read_bytes()) for name, path in paths.items() if path.exists()}


def _shown(folder: Path, name: str) -> str:
    path = folder.resolve().parent / name
    return os.path.relpath(path) if path.is_relative_to(Path.cwd()) else str(path)


def _summary(version: str, day: date, found: "Coming") -> str:
    from mastercopy.derive.ledger import State

    before = {fate.row.address for fate in found.book.fates}
    states = [fate.state for fate in found.book.fates if not fate.row.until]
    return (
        f"{version} ({day.isoformat()}): {sum(one.address not in before for one in found.book.addresses)} new "
        f"addresses, {states.count(State.MOVED)} moved, {states.count(State.WITHDRAWN)} withdrawn; "
        f"{len(found.book.history.pending)} pages with changes"
    )


def _contents(version: str, found: "Coming") -> "dict[str, Content]":
    """All that is written, as the journal names it."""
    from mastercopy import disk

    read = filter(None, (found.sources.master, found.sources.register))
    return {
        **{Path(file).name: content for file, content in read},
        disk.LEDGER: found.ledger,
        f"{disk.RELEASES}/{version}": found.kept,
        **{f"../{name}": content for name, content in found.beside.items()},
    }


def _before(sources: "Sources", beside: dict[str, tuple[str, bytes]]) -> dict[str, bytes]:
    """What was read, as the journal names it."""
    read = filter(None, (sources.master, sources.register, sources.ledger))
    return {
        **{Path(file).name: content for file, content in read},
        **{f"../{name}": content for name, (_, content) in beside.items()},
    }


def _preview(
    version: str, folder: Path, sources: "Sources", beside: dict[str, tuple[str, bytes]], found: "Coming"
) -> None:
    """Shows each line that would change, and the files that would be new."""
    from mastercopy import disk
    from mastercopy.cli.differences import differences

    pairs = [
        *((one[0], one[1], new[1]) for one, new in _texts(sources, found.sources)),
        *((shown, content, found.beside[name]) for name, (shown, content) in beside.items()),
        (f"{folder / disk.LEDGER}", (sources.ledger or ("", b""))[1], found.ledger),
    ]
    for shown, before, after in pairs:
        for line in differences(shown, before, after):
            click.echo(line)
    for name in sorted(found.kept):
        click.echo(f"+ {folder / disk.RELEASES / version / name}")


def _texts(before: "Sources", after: "Sources") -> "Iterator[tuple[tuple[str, bytes], tuple[str, bytes]]]":
    for one, new in ((before.master, after.master), (before.register, after.register)):
        if one is not None and new is not None:
            yield one, new
