"""What holds for every test of the loop: files lie in a folder of the test, and the trail is sound at its end."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import Settings

from bihuan.loop.trail.verification import verify


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> Path:
    """The folder of the installation, empty at the beginning."""
    settings.BIHUAN_HOME = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def _every_trail_is_sound(request: pytest.FixtureRequest, home: Path) -> Iterator[None]:
    """Verify what the actions of the test have written; the tests of the trail and of the books damage it and look for themselves."""
    looks_itself = request.path.parent.name in {"trail", "books", "seals"} or "db" not in request.fixturenames
    if not looks_itself:
        request.getfixturevalue("db")
    yield
    if not looks_itself:
        assert [str(broken) for broken in verify().broken] == []
