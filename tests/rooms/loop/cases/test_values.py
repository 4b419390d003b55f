"""Numbers as they are typed and as they are kept."""

from __future__ import annotations

import pytest

from bihuan.loop.cases.values import BadValue, parse_number


@pytest.mark.parametrize("typed", ["1e-20000", "-1e-31", "1e16", "NaN", "sNaN", "-Infinity", "1 250", "٣x"])
def test_a_number_that_some_database_cannot_reckon_with_is_refused(typed: str) -> None:
    with pytest.raises(BadValue):
        parse_number(typed)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("0.0000001", "0.0000001"), ("0e-20000", 0), (0.1 + 0.2, "0.30000000000000004"), ("１２", 12), ("1,250.50", "1250.5")],
)  # fmt: skip
def test_a_number_is_kept_as_people_write_it(typed: object, kept: object) -> None:
    assert parse_number(typed) == kept
