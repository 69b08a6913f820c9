"""The commands. Exit status: 0 clean, 1 problems in the master or something out of date, 2 a wrong command.

A command imports what it needs when it is called, so that `--help` and `ids` start at once.
"""

import contextlib
import gc
import os
import sys
from typing import NoReturn

import click

from mastercopy.cli import citing, comparing, correcting, master, previewing, publish, published, releasing


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="mastercopy")
def main() -> None:
    """One master copy of a printed text in TEI; the pages, notes and indexes of a site are made from it."""


_COMMANDS = (
    (master.check, master.build, master.witness, master.ids, correcting.correct),
    (citing.cite, comparing.diff),
    (publish.site, previewing.serve, publish.links, publish.offline),
    (releasing.release, published.moved, published.withdrawn, published.kept),
)
for commands in _COMMANDS:
    for command in commands:
        main.add_command(command)


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
