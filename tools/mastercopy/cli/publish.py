"""Commands about the site: building it, following its links, and packing it."""

import errno
import sys
from collections.abc import Container
from pathlib import Path

import click

from mastercopy.cli import folders, terminal


@click.command()
@folders.edition
@folders.config
@folders.site
def site(folder: Path, config: Path, folder_of_site: Path) -> None:
    """Make the pages and build the site; write what differs, and nothing if nothing changed."""
    from mastercopy.bringing import bring_up_once

    with terminal.disk(), terminal.busy("Building the site"):
        brought = bring_up_once(folder, config, folder_of_site)
    terminal.show(brought.problems)
    if brought.site is None:
        sys.exit(1)
    if brought.site.failed:
        terminal.say(brought.site.failed)
        sys.exit(1)
    click.echo(f"{folder_of_site}: {brought.site}")


@click.command()
@folders.site
@click.option("--offline", is_flag=True, help="It is read from the disk, where a folder is no page.")
def links(folder_of_site: Path, *, offline: bool) -> None:
    """Say every link of the built site that leads nowhere; no other site is asked for anything."""
    from mastercopy import disk
    from mastercopy import links as checker

    with terminal.disk(), terminal.busy("Following the links"):
        files = disk.Shelf(folder_of_site)
        _must_be_built(files, folder_of_site)
        found = checker.check(files, shown=str(folder_of_site), index="" if offline else checker.INDEX)
    if found.problems:
        terminal.stop(found.problems)
    counted = f"{found.links} links on {found.pages} pages lead to something that is there"
    click.echo(f"{folder_of_site}: {counted} (to other sites, not followed: {found.elsewhere})")


@click.command()
@folders.edition
@folders.site
@click.option(
    "--to",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The archive.  [default: build/ and the master's name, .zip]",
)
def offline(folder: Path, folder_of_site: Path, to: Path | None) -> None:
    """Pack the site, as it is built, into an archive that is read from the disk, without a server."""
    from mastercopy import disk
    from mastercopy import offline as packer
    from mastercopy.links import INDEX

    target = to or Path("build", f"{Path(folders.sources(folder).master[0]).stem}.zip")
    if target.resolve().is_relative_to(folder_of_site.resolve()):
        raise click.BadParameter(f"{target} is in the site, and would be packed into itself", param_hint="--to")
    with terminal.disk():
        files = disk.inside(folder_of_site)
        _must_be_built(files, folder_of_site)
        disk.replace(target, packer.archive(files, name=target.stem))
    click.echo(f"{target}: the site. To read it, unpack it and open {target.stem}/{INDEX} in a browser")


def _must_be_built(files: Container[str], folder: Path) -> None:
    """Raises OSError where the folder has no home page."""
    from mastercopy.links import INDEX

    if INDEX not in files:
        raise FileNotFoundError(errno.ENOENT, "holds no site; `mastercopy site` builds it", str(folder))
