"""What the tests share: our edition, read once, and its site, built once for each worker, and opened in a browser."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings
from playwright.sync_api import Browser, Page

from browsing import launched, open_page, served
from mastercopy import build, citeproc, disk
from mastercopy import site as builder
from mastercopy.offline import archive
from reading import PUBLISHED, ROOT
from rooms import APART, LOOKS, Look, Room, entered

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


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, book: build.Book) -> Path:
    """The site as it is built to be published, in a folder of a host."""
    folder = tmp_path_factory.mktemp("published") / "site"
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("SITE_URL", PUBLISHED)
        result = builder.build(ROOT / "mkdocs.yml", ROOT / "docs", folder, date=book.edition.header.date)
    assert not result.failed
    return folder


@pytest.fixture(scope="session")
def cited(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with our edition, its docs/ and its site/, as if the header named an address where it is published."""
    folder = tmp_path_factory.mktemp("cited")
    for name in ("edition", "docs", "overrides"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    (master,) = (path for path in (folder / "edition").glob("*.xml") if path.name != disk.REGISTER)
    text = master.read_text(encoding="utf-8")
    idno = f'<idno type="URI">{PUBLISHED}</idno>'
    master.write_text(text.replace("<availability>", f"{idno}<availability>", 1), encoding="utf-8")
    sources, _ = disk.sources(folder / "edition")
    assert sources is not None
    made, problems = build.book(sources)
    assert made is not None, problems
    assert made.edition.header.address == PUBLISHED
    disk.write(folder / "docs", build.files(made, citeproc.references(made, folder / "docs")))
    header = made.edition.header
    result = builder.build(folder / "mkdocs.yml", folder / "docs", folder / "site", date=header.date, address=PUBLISHED)
    assert not result.failed
    return folder


@pytest.fixture(scope="session")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an edition that has a history, and its site/."""
    from recorded import released, site  # only now: they are commands of the program, with all that it loads

    folder = tmp_path_factory.mktemp("history")
    assert site(released(folder)) == folder / "site"
    return folder


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served."""
    with served(site) as address:
        yield address


@pytest.fixture(scope="session")
def home(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home page of our edition's archive, unpacked in a folder whose name must be written with care in a URL."""
    where = tmp_path_factory.mktemp("unpacked") / "100% é #1?"
    with zipfile.ZipFile(io.BytesIO(archive(disk.inside(site), name="book"))) as packed:
        packed.extractall(where)
    return where / "book" / "index.html"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with launched() as browser:
        yield browser


@pytest.fixture
def refused() -> list[str]:
    """The requests of `page` that would have left the site."""
    return []


@pytest.fixture
def page(browser: Browser, address: str, refused: list[str]) -> Iterator[Page]:
    """A page from which no request leaves the site."""
    with open_page(browser, address, refused=refused) as page:
        yield page


@pytest.fixture(
    params=[pytest.param(look, marks=() if look in APART else pytest.mark.thorough) for look in LOOKS], ids=str
)
def room(request: pytest.FixtureRequest, browser: Browser, address: str, home: Path) -> Iterator[Room]:
    """The reading room, once for each look."""
    with entered(browser, address, home, request.param) as room:
        yield room


@pytest.fixture
def desk(browser: Browser, address: str, home: Path) -> Iterator[Room]:
    """The reading room on a wide screen, for what is the same on each."""
    with entered(browser, address, home, Look(1440, "light")) as room:
        yield room
