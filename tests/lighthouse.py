"""What Lighthouse says of the longest section, the home page and the longest index page, on a phone and on a desktop.

`make lighthouse` runs it. The built site is served here as a static host does: HTTP/1.1 that keeps the connection, text
compressed with gzip, files whose name bears a hash kept for a year and all others for ten minutes. Each page is opened
three times in the system's Chromium, and the median counts, since the first score depends on what else the machine
does. It fails if a median is under 95.
"""

import argparse
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import click

from browsing import Quiet, chromium, served
from reading import ROOT, article

SITE = ROOT / "site"
LIGHTHOUSE = ROOT / "tests" / "lighthouse" / "node_modules" / "lighthouse" / "cli" / "index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
SCREENS = ("mobile", "desktop")
LEAST = 95

Report = dict[str, Any]
"""What Lighthouse writes of one visit."""

_HASHED = re.compile(r"\.[0-9a-f]{8}\.")
_TEXT = re.compile(r"text/|application/(javascript|json|xml)|image/svg")


class Host(Quiet):
    """A server of files as a static host is."""

    protocol_version = "HTTP/1.1"

    def end_headers(self) -> None:
        """Adds how long the file may be kept."""
        self.send_header("Cache-Control", f"max-age={31536000 if _HASHED.search(self.path) else 600}")
        super().end_headers()

    def send_head(self) -> BytesIO | BinaryIO | None:
        """The file, compressed if it is text."""
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() and self.path.endswith("/") else path
        kind = self.guess_type(file)
        if not file.is_file() or not _TEXT.match(kind):
            return super().send_head()
        body = gzip.compress(file.read_bytes())
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Vary", "Accept-Encoding")
        self.end_headers()
        return BytesIO(body)


def main() -> int:
    """Measures each page on each screen and prints a table; 0 if no median is under the least."""
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    arguments.add_argument("--runs", type=int, default=3)
    options = arguments.parse_args()
    click.echo(f"{'page':22} {'screen':8}" + "".join(f"{name:>16}" for name in CATEGORIES))
    with served(SITE, Host) as address:
        least = min(
            row(page, screen, [measure(f"{address}/{page}", screen) for _ in range(options.runs)])
            for page in (longest("doc-pagebreak"), "", longest("doc-index"))
            for screen in SCREENS
        )
    return int(least < LEAST)


def row(page: str, screen: str, reports: list[Report]) -> float:
    """The least of the medians, which are printed, and under them what costs them something."""
    middle = {name: sorted(reports, key=lambda report: score(report, name))[len(reports) // 2] for name in CATEGORIES}
    medians = {name: score(report, name) for name, report in middle.items()}
    click.echo(f"/{page:21} {screen:8}" + "".join(f"{number:16.0f}" for number in medians.values()))
    for name, report in middle.items():
        if medians[name] < 100:
            click.echo(f"    {name}: {', '.join(costs(report, name))}")
    return min(medians.values())


def longest(role: str) -> str:
    """The path of the page with the most text among those that have an element of this role."""
    pages = {path: article(path.read_bytes()) for path in SITE.glob("text/*/index.html")}
    sizes = {path: len(page.text_content()) for path, page in pages.items() if page.xpath(f".//*[@role='{role}']")}
    return f"{max(sizes, key=lambda path: sizes[path]).parent.relative_to(SITE).as_posix()}/"


def measure(url: str, screen: str) -> Report:
    """Lighthouse's report on the page. It tells nobody, and opens no browser but the system's."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "report.json"
        command: list[str | Path] = [
            "node",
            LIGHTHOUSE,
            url,
            "--quiet",
            "--no-enable-error-reporting",
            f"--output-path={file}",
        ]
        command += ["--output=json", f"--only-categories={','.join(CATEGORIES)}"]
        command += ["--chrome-flags=--headless=new --no-sandbox"] + ["--preset=desktop"] * (screen == "desktop")
        environment = {**os.environ, "CHROME_PATH": chromium()}
        done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        if done.returncode:
            sys.exit(f"lighthouse ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        report: Report = json.loads(file.read_text(encoding="utf-8"))
    if "runtimeError" in report:
        sys.exit(f"{url}: {report['runtimeError']['message']}")
    return report


def score(report: Report, category: str) -> float:
    """The score of a category, of 100."""
    return float(report["categories"][category]["score"]) * 100


def costs(report: Report, category: str) -> Iterator[str]:
    """The audits that cost the score of the category something, the dearest first."""
    weights = {part["id"]: part["weight"] for part in report["categories"][category]["auditRefs"]}
    lost = {name: weight * (1 - (report["audits"][name]["score"] or 0)) for name, weight in weights.items() if weight}
    for name in sorted(lost, key=lambda name: -lost[name]):
        if lost[name] and report["audits"][name]["scoreDisplayMode"] not in {"notApplicable", "manual", "informative"}:
            yield f"{name} {report['audits'][name].get('displayValue', '')}".rstrip()


if __name__ == "__main__":
    sys.exit(main())
