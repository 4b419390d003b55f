from pathlib import Path

import pytest
from pytest_django import Settings

from tests.rooms.loop.trail.chain import Chains, build_chains


@pytest.fixture
def chains(db: None, tmp_path: Path, settings: Settings) -> Chains:
    """An area with three cases and their chains, its files in a folder of the test."""
    settings.BIHUAN_HOME = tmp_path
    return build_chains()
