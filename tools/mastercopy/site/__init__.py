"""The site: brought up to date with its Markdown at the cost of what changed, or built whole by MkDocs.

What a clean build gives is the measure. Where only words of pages changed, `patch` puts them into what MkDocs wrote;
where anything else did, MkDocs builds the whole beside the site that is there. Either way the files that differ are put
in their place all together (`journal`).
"""

import os
from pathlib import Path

from mastercopy.inventory import Inventory
from mastercopy.site import record
from mastercopy.site.beside import Beside
from mastercopy.site.building import Builder, Result, epoch, room
from mastercopy.site.settings import Settings, settings


def docs(config: Path, site: Path | None = None) -> Path:
    """The folder of Markdown that the configuration names; the last build of the `site` may know it already."""
    return settings(config, os.environ, record.settings(room(site)) if site else "")[0].docs


def overrides(config: Path) -> Path:
    """The folder of templates that stand in the place of the theme's own."""
    return settings(config, os.environ)[0].overrides


def build(  # noqa: PLR0913 # where from, where to, and what is known of the edition
    config: Path, docs: Path, site: Path, *, date: str, address: str = "", files: Inventory | None = None
) -> Result:
    """Brings the site up to date once (`Builder.build`)."""
    return Builder(config, docs, site).build(date=date, address=address, files=files)


__all__ = ["Beside", "Builder", "Result", "Settings", "build", "docs", "epoch", "overrides"]
