"""What every command says and how it ends: problems, a disk that can't be written, what takes its time."""

import contextlib
import sys
from collections.abc import Iterable, Iterator
from typing import NoReturn

import click

from mastercopy.problems import Problem, printable


def stop(problems: Iterable[Problem]) -> NoReturn:
    """Shows the problems, and ends the command."""
    show(problems)
    sys.exit(1)


def show(problems: Iterable[Problem]) -> None:
    """Shows the problems; one that stops nothing is called a notice."""
    lines = [str(problem) if problem.stops else f"{problem} (notice)" for problem in problems]
    if lines:
        click.echo("\n".join(lines), err=True)


def plain(words: str) -> str:
    """Words from a file as a terminal may show them: nothing in them steers it, and they are one line."""
    return printable(words)


def say(words: str) -> None:
    """Shows what another program said of files that anyone may have written."""
    for line in words.splitlines():
        click.echo(printable(line), err=True)


@contextlib.contextmanager
def disk() -> Iterator[None]:
    """Ends the command with one line where a file can't be read or written: a full disk is no fault of ours."""
    try:
        yield
    except OSError as error:
        click.echo(f"{error.filename or 'a file'}: {error.strerror or error}", err=True)
        sys.exit(1)


@contextlib.contextmanager
def busy(what: str) -> Iterator[None]:
    """Shows on a terminal what takes its time; in a pipe, nothing."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console

    with Console(stderr=True).status(f"{what} …"):
        yield
