"""Commands about what becomes of addresses that were published."""

import errno
import sys
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from mastercopy.cli import folders, terminal
from mastercopy.problems import Problem

if TYPE_CHECKING:
    from mastercopy.derive.ledger import Fate, Row

_WHY = click.option("--why", required=True, help="Why, in a sentence that a reader understands.")
_ADDRESSES = click.argument("addresses", nargs=-1, required=True)


@click.command()
@folders.edition
@click.argument("address")
@click.option("--to", required=True, help="Where it is now: an address, or the xml:id that it is made of.")
@_WHY
def moved(folder: Path, address: str, to: str, why: str) -> None:
    """Record that a published address has another one now, to which it leads from the next release on."""
    from mastercopy.derive.addresses import key

    fates = _fates(folder)
    target = to if key(to) else next((row.address for row in _named(to, fates)), "")
    if not target:
        message = f"'{to}' is neither an address, such as text/iv-1/#par-3, nor what a published one is made of"
        raise click.BadParameter(message, param_hint="--to")
    _record(folder, fates, (address,), target, why)


@click.command()
@folders.edition
@_ADDRESSES
@_WHY
def withdrawn(folder: Path, addresses: tuple[str, ...], why: str) -> None:
    """Record that published addresses were given up: they say so, and why. `text/iv-9/*` is all that was there."""
    _record(folder, _fates(folder), addresses, "", why)


@click.command()
@folders.edition
@_ADDRESSES
@_WHY
def kept(folder: Path, addresses: tuple[str, ...], why: str) -> None:
    """Record that what stands at published addresses is the same thing, though it reads otherwise now."""
    _record(folder, _fates(folder), addresses, None, why)


def _fates(folder: Path) -> "tuple[Fate, ...]":
    """What became of the published addresses; where nothing was published, or a line is lost, that ends the command."""
    from mastercopy import build as stages
    from mastercopy.derive import ledger

    sources = folders.sources(folder)
    file, content = sources.ledger or ("", b"")
    _, faults = ledger.rows(content.decode(errors="replace"))
    if faults:
        terminal.stop(Problem(file, fault.line, "A003", fault.message) for fault in faults)
    found = stages.fates(sources)
    if not found:
        why = "the master can't be read" if found is None else "nothing was released yet"
        click.echo(f"{folder}: {why}; `mastercopy check` says more", err=True)
        sys.exit(1)
    return found


def _record(folder: Path, fates: "tuple[Fate, ...]", named: tuple[str, ...], to: str | None, why: str) -> None:
    """Writes into the ledger what became of the addresses; `to` is None where each is its own."""
    from mastercopy import disk
    from mastercopy.derive import ledger

    rows = {fate.row.address: fate.row for fate in fates}
    here = {fate.row.address for fate in fates if fate.state is ledger.State.HERE}
    for one in named:
        found = _named(one, fates, every=to is None)
        if not found:
            message = f"{one} is no published address, nor the xml:id of one that is lost"
            raise click.BadParameter(message, param_hint="ADDRESS")
        if to is not None and (still := [row.address for row in found if row.address in here or row.address == to]):
            message = f"{still[0]} is on the site; take away there what is given up, or has another address, first"
            raise click.BadParameter(message, param_hint="ADDRESS")
        for row in found:
            rows[row.address] = replace(row, now=row.address if to is None else to, why=" ".join(why.split()))
            click.echo(row.address)
    with terminal.disk():
        if not (folder / disk.LEDGER).is_file():
            raise FileNotFoundError(errno.ENOENT, "is missing", str(folder / disk.LEDGER))
        disk.replace(folder / disk.LEDGER, ledger.written(rows.values()).encode())


def _named(words: str, fates: "tuple[Fate, ...]", *, every: bool = False) -> "list[Row]":
    """The row of an address; of an xml:id that of what is lost, or `every` one; those lost that a pattern means."""
    from mastercopy.derive.addresses import key
    from mastercopy.derive.ledger import State

    rows = [fate.row for fate in fates]
    lost = [fate.row for fate in fates if fate.state is State.LOST]
    if "*" in words:
        return [row for row in lost if fnmatchcase(row.address, words)]
    exact = [row for row in rows if row.address == words]
    own = [row for row in (*lost, *rows) if key(row.address) in {words, f"fn-{words}"}]
    return exact or (own if every else own[:1])
