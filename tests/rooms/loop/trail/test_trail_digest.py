"""Digests and the spelling they are computed over."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bihuan.loop.trail.canonical import canonical, instant, plain
from bihuan.loop.trail.digest import algorithm_of, digest, digest_file
from bihuan.loop.trail.sm3 import SM3

# GB/T 32905-2016, annex A: example 1 (three bytes) and example 2 (64 bytes).
STANDARD = {
    b"abc": "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0",
    b"abcd" * 16: "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732",
}

TEXTS = st.text(st.characters(exclude_categories=["Cs"]))
JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(TEXTS, inner),
    max_leaves=20,
)


@pytest.mark.parametrize("data", STANDARD)
def test_sm3_gives_the_examples_of_the_standard(data: bytes) -> None:
    assert SM3(data).hexdigest() == STANDARD[data]
    assert digest(data, "sm3") == f"sm3:{STANDARD[data]}"


@given(st.lists(st.binary(max_size=150)))
def test_sm3_of_parts_is_sm3_of_the_whole(parts: list[bytes]) -> None:
    hashed = SM3()
    for part in parts:
        hashed.update(part)

    assert hashed.hexdigest() == SM3(b"".join(parts)).hexdigest()


@pytest.mark.skipif("sm3" not in hashlib.algorithms_available, reason="this OpenSSL has no SM3 to compare with")
@given(st.binary(max_size=300))
def test_our_sm3_agrees_with_openssl(data: bytes) -> None:
    assert SM3(data).hexdigest() == hashlib.new("sm3", data).hexdigest()


@given(st.binary(max_size=3000))
def test_a_file_and_its_bytes_have_one_digest(data: bytes) -> None:
    for algorithm in ("sm3", "sha256"):
        assert digest_file(io.BytesIO(data), algorithm) == digest(data, algorithm)
        assert algorithm_of(digest(data, algorithm)) == algorithm


@pytest.mark.parametrize("name", ["md5", "", "SM3", "sm3 "])
def test_an_unknown_method_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no digest"):
        digest(b"", name)


@given(st.dictionaries(TEXTS, JSON))
def test_canonical_json_reads_back_and_is_spelled_one_way(value: dict[str, Any]) -> None:
    written = canonical(value)

    assert json.loads(written) == value
    assert canonical(dict(reversed(value.items()))) == written
    assert canonical(json.loads(written)) == written


def test_canonical_json_is_bare_sorted_and_unescaped() -> None:
    value = {"乙": "é “引号”\n", "a": [1, True, None], "Z": {"b": 1, "a": 2}}

    assert canonical(value) == '{"Z":{"a":2,"b":1},"a":[1,true,null],"乙":"é “引号”\\n"}'


def test_dates_instants_and_amounts_have_one_form() -> None:
    shanghai = datetime(2026, 11, 20, 10, 0, 0, 5, tzinfo=timezone(timedelta(hours=8)))

    assert plain(date(2026, 1, 2)) == "2026-01-02"
    assert instant(shanghai) == plain(shanghai) == "2026-11-20T02:00:00.000005Z"
    assert instant(shanghai.astimezone(UTC)) == instant(shanghai)
    assert [plain(Decimal(text)) for text in ("1E+3", "0.50", "-7")] == ["1000", "0.50", "-7"]


@pytest.mark.parametrize(
    "value",
    [float("nan"), float("inf"), Decimal("NaN"), datetime(2026, 1, 1), "\ud800", {"\udfff": 1}],  # noqa: DTZ001
)
def test_what_has_no_form_is_refused(value: object) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the kinds have different sentences
        canonical({"x": value})


def test_an_object_is_refused() -> None:
    with pytest.raises(TypeError):
        canonical({"x": object()})
