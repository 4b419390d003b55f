"""What the language has and this version does not run is refused by name, never taken in silence."""

import pytest

from bihuan.packspec.check import check_texts
from tests.rooms.packspec.samples import RUNNING, SHARED, WHOLE


def refused(text: str) -> set[str]:
    found = check_texts({"errands.toml": text, "shared.toml": SHARED})
    return {problem.key_path for problem in found if problem.rule == "P50"}


def test_what_is_run_is_not_refused() -> None:
    assert refused(RUNNING) == set()


@pytest.mark.parametrize(
    "place",
    [
        "rules", "boards", "scorecard", "upgrade",
        "kind.visit.one_for_each", "kind.visit.repeats", "kind.visit.samples", "kind.visit.agenda", "kind.visit.walled",
        "kind.visit.uses",
        "list.grid.down", "list.grid.across", "list.grid.cell", "list.open_ones.of",
        "figures.people.distinct", "figures.people.dated", "figures.people.every", "figures.newest.latest",
        "figures.product.times",
        "figures.waiting.where.entered.done", "figures.dear.where.cost", "figures.turns.sum", "figures.mood.entered", "figures.punished.count",
    ],
)  # fmt: skip
def test_what_is_not_run_yet_is_refused_by_name(place: str) -> None:
    assert place in refused(WHOLE)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("many = true", "many = true, same = true", "kind.errand.fields.before.same"),
        ('requires = ["standard_set"]', 'requires = ["documents_agree"]', "lifecycle.errand.moves.send.requires"),
        ('requires = ["points_proved"]', 'requires = ["no_conflict"]', "lifecycle.errand.states.checking.requires"),
        ('by = ["responsible"], before', 'by = ["public"], before', "lifecycle.errand.moves.accept.by"),
        ("workdays = 3, checks", "hours = 8, checks", "kind.errand.review.checking.steps[0].hours"),
        (", months = 1 }", ", hours = 1 }", "kind.errand.clocks.look.hours"),
        ('sum = "errand.cost"', 'sum = "recovery.amount"', "figures.spent.sum"),
        ("late = false }", "late = false, score = { at_least = 5 } }", "figures.errands.where.score"),
    ],
)  # fmt: skip
def test_single_words_not_run_yet_are_refused_where_they_stand(old: str, new: str, place: str) -> None:
    assert old in RUNNING
    assert place in refused(RUNNING.replace(old, new, 1))


def test_the_whole_language_can_be_checked_without_running_it() -> None:
    texts = {"errands.toml": WHOLE, "shared.toml": SHARED}
    assert check_texts(texts, running=False) == ()
