"""Bytes are kept once under their digest and come back as they were."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pytest_django import Settings

from bihuan.loop.evidence import store
from bihuan.loop.trail.digest import digest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> Path:
    settings.BIHUAN_HOME = tmp_path
    return tmp_path


@examples(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=3000))
def test_what_is_put_comes_back(data: bytes) -> None:
    name, size = store.put(7, io.BytesIO(data))

    assert (name, size) == (digest(data, name.partition(":")[0]), len(data))
    with store.open_file(7, name) as file:
        assert file.read() == data


def test_the_same_bytes_are_kept_once_in_an_area_and_areas_are_apart(home: Path) -> None:
    first, _ = store.put(1, io.BytesIO(b"minutes"))
    again, _ = store.put(1, io.BytesIO(b"minutes"))
    store.put(2, io.BytesIO(b"minutes"))

    kept = [path.relative_to(home).parts[:2] for path in home.rglob("*") if path.is_file()]
    assert first == again
    assert sorted(kept) == [("files", "1"), ("files", "2")]


def test_nothing_is_left_when_the_stream_breaks_off(home: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, _size: int | None = -1, /) -> bytes:
            raise OSError("the connection is gone")

    with pytest.raises(OSError, match="gone"):
        store.put(1, Broken())

    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_the_same_document_brought_again_repairs_damaged_bytes() -> None:
    name, _ = store.put(1, io.BytesIO(b"minutes"))
    store.path_of(1, name).write_bytes(b"minuteX")

    store.put(1, io.BytesIO(b"minutes"))

    assert store.path_of(1, name).read_bytes() == b"minutes"


def test_kept_files_are_not_for_everybody() -> None:
    name, _ = store.put(1, io.BytesIO(b"minutes"))

    assert store.path_of(1, name).stat().st_mode & 0o777 == 0o640


def test_a_file_that_is_not_kept_is_missing() -> None:
    with pytest.raises(store.Missing, match="sha256:"):
        store.open_file(1, digest(b"other", "sha256"))


@pytest.mark.parametrize("name", ["", "sha256:", "sha256:../../etc/passwd", "md5:" + "0" * 64, "sm3:" + "G" * 64])
def test_no_path_is_made_of_what_is_no_digest(name: str) -> None:
    with pytest.raises(ValueError, match="no digest"):
        store.open_file(1, name)
