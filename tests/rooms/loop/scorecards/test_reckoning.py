"""Points from figures, totals and grades."""

from decimal import Decimal

import pytest

from bihuan.loop.scorecards.reckoning import grade_of, points_of, total
from bihuan.packspec.bilingual import Text
from bihuan.packspec.shown import Scorecard, Scored

TITLE = Text("项目", "Item")


def item(way: str, points: int = 20, **more: object) -> Scored:
    return Scored("one", TITLE, points, way, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("scored", "value", "points"),
    [
        (item("share", 60), "95.8", "57.48"),
        (item("share", 60), "104", "60"),
        (item("steps", steps=((Decimal(98), Decimal(20)), (Decimal(90), Decimal(10)), (Decimal(0), Decimal(2)))), "97.9", "10"),
        (item("steps", steps=((Decimal(90), Decimal(10)),)), "12", "0"),
        (item("deduct", each=Decimal(3)), "2", "14"),
        (item("deduct", each=Decimal(3)), "9", "0"),
        (item("add", 5, each=Decimal(2)), "1", "2"),
        (item("add", 5, each=Decimal(2)), "4", "5"),
    ],
)  # fmt: skip
def test_points_stay_between_nothing_and_all(scored: Scored, value: str, points: str) -> None:
    assert points_of(scored, Decimal(value)) == Decimal(points)


def test_where_less_is_better_a_share_is_of_the_rest() -> None:
    assert points_of(item("share"), Decimal(10), lower_is_better=True) == 18


def test_a_figure_without_a_value_gives_no_points_and_not_nothing() -> None:
    assert points_of(item("share"), None) is None


def card() -> Scorecard:
    items = {id_: Scored(id_, TITLE, points, "hand") for id_, points in (("a", 40), ("b", 40), ("c", 20))}
    return Scorecard("x", TITLE, "sheet", 100, items, grades={"good": Decimal(80), "fair": Decimal(60)})


def test_an_item_that_does_not_count_leaves_the_others_out_of_the_full_points() -> None:
    added = total(card(), [("a", True, Decimal(30)), ("b", False, None), ("c", True, Decimal(18))])
    assert (added.full, added.earned, added.score) == (60, Decimal(48), Decimal(80))


def test_a_sheet_has_no_total_before_all_is_scored_nor_where_nothing_counts() -> None:
    assert total(card(), [("a", True, Decimal(30)), ("b", True, None), ("c", True, Decimal(18))]).score is None
    assert total(card(), [("a", False, None), ("b", False, None), ("c", False, None)]).score is None


@pytest.mark.parametrize(("score", "grade"), [("80", "good"), ("79.99", "fair"), ("59", "")])
def test_a_grade_is_the_highest_that_is_reached(score: str, grade: str) -> None:
    assert grade_of(card(), Decimal(score)) == grade


def test_a_sheet_without_a_score_has_no_grade() -> None:
    assert grade_of(card(), None) == ""
