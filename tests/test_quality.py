"""What is served is accessible, valid and small: held by axe-core, the Nu Html Checker, TypeScript and esbuild.

The same checkers are held against something faulty first, so that their silence means something.
"""

import json
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from browsing import Scheme, open_page, violations
from reading import ROOT

NODE = ROOT / "tests" / "node"
TOOLS = NODE / "node_modules"
SCRIPTS = sorted((ROOT / "docs" / "javascripts").glob("*.js"))
PREVIEW = ROOT / "tools" / "mastercopy" / "preview" / "preview.js"
"""What the live preview puts into the pages that it serves; it is no part of the site."""
CITING = {"citable.js", "cite.js", "citing.js", "passages.js", "references.js", "since.js"}
"""What the site does with scripts for those who cite."""
REPORT = "report.js"
"""The same for those who report an error."""
STYLES = sorted((ROOT / "docs" / "stylesheets").glob("*.css"))
scripted = pytest.mark.skipif(not SCRIPTS, reason="there is no script in docs/javascripts")

KINDS = {
    "home": "index.html",
    "contents": "text/",
    "section": "text/iv-1/",
    "sections": "text/iv/",
    "page": "p/44/",
    "index": "text/names/",
    "passages": "text/passages/",
    "overview": "text/overview/",
    "pages": "text/pages/",
    "corrections": "text/corrections/",
    "history": "text/history/",
    "sources": "text/sources/",
    "reading": "about/reading/",
    "edition": "about/edition/",
    "cite": "about/cite/",
    "making": "making/",
    "nowhere": "404.html",
}
"""One page of each kind."""

PALETTE: dict[Scheme, str] = {"light": "default", "dark": "slate"}
"""The theme's names for the two."""

LOOKS = [
    *((kind, scheme, 1440) for kind in KINDS for scheme in PALETTE),
    *((kind, "light", 360) for kind in ("section", "page", "contents", "index", "cite", "making")),
    *((kind, "dark", 360) for kind in ("home", "corrections")),
]
"""Which page is looked at, in which light, on a screen of which width."""

TABINDEX = "Bad value “” for attribute “tabindex” on element “label”: The empty string is not a valid integer."
AUTOCOMPLETE = (
    "Attribute “autocomplete” is only allowed when the input type is “color”, “date”, “datetime-local”, “email”, "
    "“hidden”, “month”, “number”, “password”, “range”, “search”, “tel”, “text”, “time”, “url”, or “week”."
)
CONTROL = "The value of the “for” attribute of the “label” element must be the ID of a non-hidden form control."
THEME = {
    # The heading of the contents, on a page that is in no navigation, where its switch stands.
    (CONTROL, '<label class="md-nav__title" for="__toc">'),
    # The heading of a group in the navigation. A browser takes the attribute as if it weren't there.
    (TABINDEX, '<label class="md-nav__link" for="__nav_'),
    # The switches of the drawer and of a search. Without the attribute Firefox would keep them on after a reload.
    (
        AUTOCOMPLETE,
        '<input class="md-toggle" data-md-toggle="drawer" type="checkbox" id="__drawer" autocomplete="off">',
    ),
    (
        AUTOCOMPLETE,
        '<input class="md-toggle" data-md-toggle="search" type="checkbox" id="__search" autocomplete="off">',
    ),
}
"""The errors of the theme: the message, and how the element begins that it is about."""

FORBIDDEN = re.compile(
    r"eval|innerHTML|outerHTML|insertAdjacentHTML|setHTMLUnsafe|parseHTMLUnsafe|createContextualFragment"
    r"|(.*\.)?document\.write(ln)?|Function\(\)"
)
"""The names by which a string becomes markup or code."""

ADDRESS = re.compile(r"https?:|^//|javascript:", re.IGNORECASE)
"""What a string has in it that leads out of the site, or is code."""

FAULTY = """"use strict";
function long(number) {
%s
  document.body.innerHTML = new Function("return 1")();
  document["outerHTML"] = eval("1");
  window.document.write(`${number} http://a.example/`); // https://in.a.comment/ is no fault
}
"""


# ---- accessible


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_wrong(page: Page, address: str, kind: str) -> None:
    page.goto(f"{address}/{KINDS[kind]}")
    found = {(scheme, width): seen(page, scheme, width) for of, scheme, width in LOOKS if of == kind}
    assert {look: faults for look, faults in found.items() if faults} == {}
    assert len(found) > 1


def seen(page: Page, scheme: Scheme, width: int) -> list[str]:
    """What axe finds wrong when the reader's system changes to such light, and the window to such a width."""
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    expect(page.locator("body")).to_have_attribute("data-md-color-scheme", PALETTE[scheme])
    # Colours and places change over some frames, and axe would see them between.
    page.evaluate(
        """Promise.allSettled(
            document.getAnimations().filter(one => one instanceof CSSTransition).map(one => one.finished)
        )"""
    )
    return violations(page)


@pytest.mark.thorough
@pytest.mark.parametrize(("kind", "scheme", "width"), LOOKS)
def test_axe_finds_nothing_wrong_from_the_start(
    browser: Browser, address: str, kind: str, scheme: Scheme, width: int
) -> None:
    with open_page(browser, address, width=width, scheme=scheme) as page:
        page.goto(f"{address}/{KINDS[kind]}")
        assert page.locator("body").get_attribute("data-md-color-scheme") == PALETTE[scheme]
        assert violations(page) == []


def test_axe_finds_what_is_wrong(page: Page, address: str) -> None:
    page.goto(f"{address}/index.html")
    page.evaluate("document.querySelector('article').append(document.createElement('img'))")
    page.evaluate("document.querySelector('article h1').style.color = 'silver'")
    assert {fault.partition(":")[0] for fault in violations(page)} == {"color-contrast", "image-alt"}


# ---- valid


def test_every_page_is_valid_but_for_what_is_known_of_the_theme(site: Path, cited: Path) -> None:
    # Where the edition has an address, more stands in the heads.
    more = [cited / "site" / path / "index.html" for path in ("", "text", "text/iv-2", "p/44")]
    errors = nu([*sorted(site.rglob("*.html")), *more])
    known = {error: [row for row in THEME if error[0] == row[0] and row[1] in error[1]] for error in errors}
    assert [error for error, rows in known.items() if not rows] == []
    assert {row for rows in known.values() for row in rows} == THEME


def nu(pages: list[Path]) -> list[tuple[str, str]]:
    """The errors that the Nu Html Checker finds in the pages, each with the place that it is about."""
    jar = TOOLS / "vnu-jar" / "build" / "dist" / "vnu.jar"
    done = subprocess.run(
        ["java", "-jar", jar, "--format", "json", *pages], capture_output=True, text=True, check=False
    )
    said = json.loads(done.stderr)["messages"]
    return [(error["message"], error["extract"]) for error in said if error["type"] != "info"]


# ---- sound


@scripted
def test_typescript_finds_no_fault_in_the_scripts() -> None:
    assert typescript(NODE / "tsconfig.json") == []


@scripted
def test_no_script_makes_markup_or_code_of_a_string_or_leads_out_of_the_site() -> None:
    facts = survey(NODE / "tsconfig.json")
    assert [fault for script in (*SCRIPTS, PREVIEW) for fault in unsafe(facts[script.name])] == []


@scripted
def test_scripts_and_their_functions_are_small() -> None:
    facts = survey(NODE / "tsconfig.json")
    assert [script.name for script in (*SCRIPTS, PREVIEW) if script.read_text(encoding="utf-8").count("\n") > 300] == []
    assert {name: long for name, script in facts.items() if (long := lengthy(script))} == {}


@scripted
def test_no_script_is_a_module() -> None:
    assert [name for name, script in survey(NODE / "tsconfig.json").items() if script["module"]] == []


def test_the_checkers_of_scripts_find_what_is_wrong(tmp_path: Path) -> None:
    project = tmp_path / "tsconfig.json"
    project.write_text(json.dumps({"extends": str(NODE / "tsconfig.json"), "include": ["*.js"]}), encoding="utf-8")
    (tmp_path / "faulty.js").write_text(FAULTY % ("\n" * 35), encoding="utf-8")
    (tmp_path / "module.js").write_text("export {};\n", encoding="utf-8")
    facts = survey(project)
    script = facts["faulty.js"]
    assert any("TS7006" in fault for fault in typescript(project))
    assert {word for _, word in unsafe(script)} == {
        "eval", "innerHTML", "outerHTML", "Function()", "window.document.write", " http://a.example/",
    }  # fmt: skip
    assert lengthy(script) == [(2, 41)]
    assert [name for name, script in facts.items() if script["module"]] == ["module.js"]


def typescript(project: Path) -> list[str]:
    """The faults that TypeScript finds in the project's scripts."""
    command: list[str | Path] = ["node", TOOLS / "typescript" / "bin" / "tsc", "--pretty", "false", "-p", project]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1, 2}, done.stderr
    return done.stdout.splitlines()


@cache
def survey(project: Path) -> dict[str, Any]:
    """What stands in each of the project's scripts (see tests/node/survey.mjs)."""
    done = subprocess.run(["node", NODE / "survey.mjs", project], capture_output=True, text=True, check=True)
    facts: dict[str, Any] = json.loads(done.stdout)
    return facts


def unsafe(script: dict[str, Any]) -> list[tuple[int, str]]:
    """The names and strings of a script that it must not have, each with its line."""
    words = [(line, word) for line, word in script["names"] + script["strings"] if FORBIDDEN.fullmatch(word)]
    return words + [(line, string) for line, string in script["strings"] if ADDRESS.search(string)]


def lengthy(script: dict[str, Any]) -> list[tuple[int, int]]:
    """The functions of a script that are longer than 40 lines: the line on which each begins, and its length."""
    return [(line, length) for line, length in script["functions"] if length > 40]


# ---- small


def test_the_scripts_are_small_when_minified() -> None:
    esbuild = TOOLS / "esbuild" / "bin" / "esbuild"
    sizes = {
        script.name: len(
            subprocess.run([esbuild, "--minify", "--charset=utf8", script], capture_output=True, check=True).stdout
        )
        for script in SCRIPTS
    }
    citing = {name: size for name, size in sizes.items() if name in CITING}
    assert len(citing) == len(CITING)
    assert sum(sizes.values()) - sum(citing.values()) - sizes[REPORT] < 20_000, sizes
    # cite.js alone comes with each page; the others when something is cited, or was (docs/making.md).
    assert sum(citing.values()) < 14_500, citing
    assert citing["cite.js"] < 3_700, citing
    assert sizes[REPORT] < 2_500, sizes


def test_the_style_sheets_are_small() -> None:
    sizes = {style.name: style.stat().st_size for style in STYLES}
    assert sizes["edition.css"] < 15_000, sizes
    assert sizes["citing.css"] < 4_500, sizes
    assert sizes["record.css"] < 1_000, sizes
    assert sizes["report.css"] < 1_000, sizes
