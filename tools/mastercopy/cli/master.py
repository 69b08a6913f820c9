"""Commands about the master: what is wrong with it, its pages, its transcription, its ids."""

import sys
from pathlib import Path

import click

from mastercopy.cli import folders, terminal


@click.command()
@folders.edition
def check(folder: Path) -> None:
    """Say everything that is wrong with the master, and write nothing."""
    book = folders.book(folder)
    counted = (("pages", book.survey.pages), ("notes", book.edition.notes), ("entries", book.register.entries))
    found = ", ".join(f"{name}: {len(of)}" for name, of in counted)
    click.echo(f"{book.edition.file}: no problems ({found})")


@click.command()
@folders.edition
@folders.docs
@click.option("--check", "only_check", is_flag=True, help="Say what is out of date, and write nothing.")
def build(folder: Path, docs: Path, *, only_check: bool) -> None:
    """Make the Markdown pages of the edition, and write those that differ."""
    if only_check:
        from mastercopy import disk

        files = folders.files(folders.book(folder), docs)
        with terminal.disk():
            found = disk.changes(docs, files)
        for path in found.written:
            click.echo(f"{path}: out of date; `mastercopy build` makes it anew", err=True)
        for path in found.removed:
            click.echo(f"{path}: made earlier, and no more; `mastercopy build` removes it", err=True)
        sys.exit(1 if found else 0)
    updated = folders.updated(folder, docs)
    if found := updated.changes:
        click.echo(f"{docs}: {len(found.written)} of {updated.files} files written, {len(found.removed)} removed")


@click.command()
@folders.edition
@click.option("--compare", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Compare with a file.")
def witness(folder: Path, compare: Path | None) -> None:
    """Write the transcription back from the master, or compare it with one, white space aside."""
    from mastercopy.write import witness as transcription

    written = transcription.witness(folders.book(folder, compared=False).edition)
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


@click.command()
@folders.edition
@click.option("--dry-run", is_flag=True, help="Show the new ids, and write nothing.")
def ids(folder: Path, *, dry_run: bool) -> None:
    """Give an id to every paragraph, quotation, mention, … of the master that has none yet."""
    from mastercopy import disk
    from mastercopy.read import ids as reader
    from mastercopy.read import xml

    sources = folders.sources(folder)
    file, content = sources.master
    root, problems = xml.parse(content, file)
    if root is None:
        terminal.stop(problems)
    register = b"" if sources.register is None else sources.register[1]
    used = register + b"\n" + (b"" if sources.ledger is None else sources.ledger[1])
    changed, new = reader.given(content, used.decode(errors="replace"))
    if new and not dry_run:
        with terminal.disk():
            disk.replace(Path(file).resolve(), changed)
    for key in new:
        click.echo(key)
