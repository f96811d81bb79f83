"""Sites that several tests ask questions of are built once."""

from __future__ import annotations

import pytest
from cases import shared
from hypothesis import settings
from sites import Built, build, lay

settings.register_profile("untimed", deadline=None)  # a test is not red because the machine is busy
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def samples(tmp_path_factory) -> Built:
    """The site of the shipped samples, as it goes live."""
    return build(lay(tmp_path_factory.mktemp("samples")), publish=True, record=True)


@pytest.fixture(scope="session")
def seeds(tmp_path_factory) -> Built:
    """The site of the two real files alone."""
    folder = lay(tmp_path_factory.mktemp("seeds"), shared() / "seeds")
    return build(folder, publish=True, record=True)


def pytest_addoption(parser):
    parser.addoption("--renew", action="store_true", help="write the expected files of golden articles anew")
    parser.addoption("--renew-pictures", action="store_true", help="take the golden pictures of pages anew")


@pytest.fixture(scope="session")
def hostile(tmp_path_factory) -> Built:
    """A site of hostile articles and a few good ones."""
    from hostile import articles, good, payloads

    files = {**good(), **articles(payloads(shared() / "data/hostile"))}
    return build(lay(tmp_path_factory.mktemp("hostile"), files), publish=True, record=True)


def pytest_terminal_summary(terminalreporter):
    """Say aloud what did not run for want of the real files."""
    for one in terminalreporter.stats.get("skipped", []):
        if "NOT RUN" in str(one.longrepr):
            terminalreporter.line(str(one.longrepr[2]), red=True, bold=True)
    left = [one for one in terminalreporter.stats.get("skipped", []) if "SOURCELINE_DATA" in str(one.longrepr)]
    if left:
        terminalreporter.section("NOT RUN", red=True, bold=True)
        terminalreporter.line(
            f"{len(left)} tests need the real files and development data: set SOURCELINE_DATA to their folder."
        )
