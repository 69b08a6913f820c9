"""The command that writes a correction into the master."""

import errno
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from mastercopy.cli import folders, terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mastercopy.build import Book
    from mastercopy.build.correcting import Sought
    from mastercopy.read.corrected import Slip
    from mastercopy.read.sought import Place

_KINDS = ("transcription", "print", "emendation")
_MOST = 40
"""How many places are shown."""


@click.command()
@click.argument("reference", default="")
@folders.edition
@click.option("--sic", required=True, help="The words as the edition has them now: whole words.")
@click.option("--corr", required=True, help="What it is to read instead.")
@click.option("--why", required=True, help="Why, in a sentence that a reader understands.")
@click.option("--kind", type=click.Choice(_KINDS), default=_KINDS[-1], show_default=True, help="Whose slip it is.")
@click.option("--who", default="", help="Who says so: an xml:id of the header's titleStmt.  [default: the only one]")
@click.option("--n", "which", type=click.IntRange(1), help="Which of several places, by the number that is shown.")
@folders.day("The day of the correction.")
@click.option("--dry-run", is_flag=True, help="Show the correction, and write nothing.")
def correct(  # noqa: PLR0913 # a command's options
    reference: str,
    folder: Path,
    *,
    sic: str,
    corr: str,
    why: str,
    kind: str,
    who: str,
    which: int | None,
    day: date,
    dry_run: bool,
) -> None:
    """Correct words of the text: both readings stay in the master, with who and why, and no other byte changes.

    REFERENCE is such as 44, "p. 44 n. 1", 44-46, a section (iv-2) or the id of a paragraph (par-30); without it, the
    words are looked for in all of the text. Nothing is written where they are found more than once, or not at all.
    """
    from mastercopy.model import CorrectionKind
    from mastercopy.read.corrected import Slip

    words, reading, reason = (
        _stated("--sic", sic, needed=True),
        _stated("--corr", corr),
        _stated("--why", why, needed=True),
    )
    book = folders.book(folder)
    slip = Slip(reading, reason, CorrectionKind(kind), _editor(who, book.edition.header.people), day.isoformat())
    _put(book, _place(book, reference, words, which), slip, dry_run=dry_run)


def _place(book: "Book", reference: str, words: str, which: int | None) -> "Place":
    """The one place that is meant."""
    from mastercopy.build import correcting
    from mastercopy.derive import asked as reader

    try:
        asked = reader.asked(reference, book.sections, book.survey)
    except LookupError as error:
        _refuse(f"{error}")
    return _chosen(book.edition.file, correcting.find(book, asked, words), words, which)


def _put(book: "Book", place: "Place", slip: "Slip", *, dry_run: bool) -> None:
    """Puts the correction in its place, and shows it."""
    from mastercopy.build import correcting
    from mastercopy.cli.differences import differences

    if place.words == slip.reading:
        _refuse(f"{book.edition.file}:{place.line}: the edition reads “{place.words}” already")
    after, key, problems = correcting.correct(book, place, slip)
    if after is None:
        click.echo("the correction can't stand so, and nothing was written:", err=True)
        terminal.stop(problems)
    file, before = correcting.master(book)
    if not dry_run:
        _write(file, before, after.master[1])
    for line in differences(file, before, after.master[1]):
        click.echo(line)
    click.echo(f"{key}: {'nothing was written' if dry_run else 'written; `mastercopy build` makes the pages anew'}")


def _stated(option: str, words: str, *, needed: bool = False) -> str:
    """What an option says, in one line; a wrong command where XML can't hold it, or there is nothing."""
    from mastercopy.read import corrected, sought

    said = sought.folded(words)
    if needed and not said:
        raise click.BadParameter("there are no words in it", param_hint=option)
    if code := corrected.unwritable(said):
        raise click.BadParameter(f"{code} can't stand in XML", param_hint=option)
    return said


def _editor(who: str, people: "Mapping[str, str]") -> str:
    """The id of whoever corrects: the one who is named, or the only one whom the header has."""
    key = who.removeprefix("#") if who else next(iter(people), "") if len(people) == 1 else ""
    if key in people:
        return key
    known = ", ".join(f"{one} ({terminal.plain(name)})" for one, name in people.items()) or "nobody with an xml:id"
    message = f"'{key}' isn't in the header's titleStmt" if who else "the header doesn't name just one person"
    raise click.BadParameter(f"{message}; it has: {known}", param_hint="--who")


def _chosen(file: str, found: "Sought", sic: str, which: int | None) -> "Place":
    """The one place that is meant; anything else ends the command, with what there is."""
    if not found.places:
        _refuse(*_nowhere(file, found, sic))
    if which is not None and which > len(found.places):
        _refuse(f"there are {len(found.places)} places of “{sic}”, and no number {which}", *_listed(file, found.places))
    if which is None and len(found.places) > 1:
        said = f"“{sic}” stands at {len(found.places)} places; take more words into --sic, or choose by --n"
        _refuse(said, *_listed(file, found.places))
    place = found.places[(which or 1) - 1]
    if place.fault:
        _refuse(f"{file}:{place.line}: “{place.words}” can't be corrected as a whole: {place.fault}")
    return place


def _listed(file: str, places: "tuple[Place, ...]") -> "Iterator[str]":
    for number, place in enumerate(places[:_MOST], 1):
        yield f"{file}:{place.line}: {number}: …{place.before}[{place.words}]{place.after}…"
    if len(places) > _MOST:
        yield f"… and {len(places) - _MOST} more"


def _nowhere(file: str, found: "Sought", sic: str) -> "Iterator[str]":
    """That the words stand nowhere there, and what may be meant."""
    if found.cut:
        yield f"“{sic}” stands there only in other words; take the whole word into --sic"
        yield from _listed(file, found.cut)
    elif found.replaced:
        yield f"“{sic}” is corrected there already"
        for place in found.replaced:
            yield f"{file}:{place.line}: {place.fault}"
    else:
        near = ", ".join(f"“{words}”" for words in found.alike)
        yield f"“{sic}” doesn't stand there; near it come {near}" if near else f"“{sic}” doesn't stand there"


def _refuse(*lines: str) -> NoReturn:
    """Ends the command: what was asked for can't be done."""
    for line in lines:
        click.echo(terminal.plain(line), err=True)
    sys.exit(2)


def _write(file: str, before: bytes, after: bytes) -> None:
    """Writes the master, unless it was saved by somebody else meanwhile."""
    from mastercopy import disk

    path = Path(file).resolve()
    with terminal.disk():
        if path.read_bytes() != before:
            raise OSError(errno.EBUSY, "was changed meanwhile; nothing was written", str(path))
        disk.replace(path, after)
