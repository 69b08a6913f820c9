"""The command that serves the site while the edition is being worked on."""

import contextlib
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mastercopy.cli import folders, terminal

if TYPE_CHECKING:
    from mastercopy.bringing import Brought
    from mastercopy.preview.watch import Watch


@click.command()
@folders.edition
@folders.config
@folders.site
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="0: one that is free.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address of this machine that is listened at.")
def serve(folder: Path, config: Path, folder_of_site: Path, port: int, host: str) -> None:
    """Serve the site, and bring it up to date at each save; open pages show it at the same place, and problems too."""
    from mastercopy import preview, site
    from mastercopy.bringing import bring_up
    from mastercopy.preview.board import Board
    from mastercopy.preview.server import Server

    folders.sources(folder)  # a folder without a master ends the command
    board = Board()

    builder = site.Builder(config, site.docs(config, folder_of_site), folder_of_site)

    def update() -> "Brought":
        with terminal.busy("Updating the site"):
            return bring_up(folder, config, folder_of_site, builder)

    def rest() -> None:
        with contextlib.suppress(OSError):  # whoever builds next will say so
            builder.prepare()

    with (
        terminal.disk(),
        Server(host, port, folder_of_site, board) as server,
        _watch(folder, config, folder_of_site) as watch,
    ):
        try:
            preview.bring(update, watch, board, _tell)
            with server.serving():
                click.echo(server.address)
                sys.stdout.flush()
                preview.follow(update, watch, board, _tell, rest)
        except KeyboardInterrupt:
            click.echo(err=True)


def _watch(folder: Path, config: Path, folder_of_site: Path) -> "Watch":
    """Watches all that the site is made of."""
    from mastercopy import site as builder
    from mastercopy.preview.watch import Watch

    return Watch(config, (folder, builder.docs(config), builder.overrides(config)), without=folder_of_site)


def _tell(brought: "Brought", seconds: float) -> None:
    """Says what is wrong; on a terminal what was done too."""
    terminal.show(brought.problems)
    if brought.site is None:
        return
    if brought.site.failed:
        terminal.say(brought.site.failed)
    elif sys.stderr.isatty():
        pages = f"docs: {len(brought.made)} files; site: {brought.site}"
        click.echo(f"{time.strftime('%H:%M:%S')} {pages} ({seconds:.2f} s)", err=True)
