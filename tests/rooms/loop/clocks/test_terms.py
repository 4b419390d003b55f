"""Time limits as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from bihuan.loop.clocks.terms import Term, term_of, written_term


@pytest.mark.parametrize(
    ("written", "due", "nature"),
    [
        ("2025年底前，并长期坚持", date(2025, 12, 31), "standing"),
        ("2026年底前", date(2026, 12, 31), "by_date"),
        ("2026年6月底前", date(2026, 6, 30), "by_date"),
        ("立行立改，长期坚持", None, "standing"),
        ("立行立改", None, "at_once"),
        ("长期坚持", None, "standing"),
        ("尽快", None, ""),
        ("", None, ""),
    ],
)
def test_a_written_limit_is_a_date_and_a_nature(written: str, due: date | None, nature: str) -> None:
    assert term_of(written) == Term(due, nature)


def test_a_limit_without_its_year_is_not_guessed() -> None:
    assert term_of("年底前").due is None


@pytest.mark.parametrize(
    ("due", "nature", "written"),
    [
        (date(2025, 12, 31), "standing", "2025年底前，并长期坚持"),
        (date(2026, 6, 30), "by_date", "2026年6月30日前"),
        (None, "standing", "长期坚持"),
        (None, "by_date", ""),
    ],
)
def test_a_date_and_a_nature_are_written_as_texts_write_them(due: date | None, nature: str, written: str) -> None:
    assert written_term(due, nature) == written
    if due is not None:
        assert term_of(written) == Term(due, nature)
