"""What the tests share: our edition, read once, and its site, built once for each worker."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

from mastercopy import build, disk
from mastercopy import site as builder
from reading import ROOT

# Properties are held against the same examples each time, so that a change and nothing else turns a test red. Others
# are sought with `make explore`. No shrinking: on trees of this size it takes minutes.
settings.register_profile(
    "fixed",
    max_examples=150,
    derandomize=True,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
settings.register_profile(
    "explore", settings.get_profile("fixed"), max_examples=2000, derandomize=False, database=None, print_blob=True
)
settings.load_profile("fixed")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds --golden: the cases' results are written anew; then read the diff."""
    parser.addoption("--golden", action="store_true", help="write the results of the cases anew")


@pytest.fixture(scope="session")
def golden(request: pytest.FixtureRequest) -> bool:
    """Whether the results of the cases are to be written anew."""
    return bool(request.config.getoption("--golden"))


@pytest.fixture(scope="session")
def book() -> build.Book:
    """Our edition."""
    sources, _ = disk.sources(ROOT / "edition")
    assert sources is not None
    made, problems = build.book(sources)
    assert made is not None, problems
    return made


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, book: build.Book) -> Path:
    """The site, built as `make site` builds it, into a folder of its own."""
    folder = tmp_path_factory.mktemp("built") / "site"
    result = builder.build(ROOT / "mkdocs.yml", ROOT / "docs", folder, date=book.edition.header.date)
    assert not result.failed
    return folder
