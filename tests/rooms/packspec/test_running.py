"""What the language has and this version does not run is refused by name, never taken in silence."""

import pytest

from bihuan.packspec.check import check_texts
from tests.rooms.packspec.samples import RUNNING, SHARED, WHOLE


def refused(text: str) -> set[str]:
    found = check_texts({"errands.toml": text, "shared.toml": SHARED})
    return {problem.key_path for problem in found if problem.rule == "P50"}


def test_what_is_run_is_not_refused() -> None:
    assert refused(RUNNING) == set()


@pytest.mark.parametrize("place", ["list.open_ones.bands", "list.open_ones.group", "list.open_ones.totals"])
def test_what_is_not_run_yet_is_refused_by_name(place: str) -> None:
    assert place in refused(WHOLE)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("many = true", "many = true, same = true", "kind.errand.fields.before.same"),
        ("late = false }", "late = false, both = { at_least = 5 } }", "figures.errands.where.both"),
        ('sum = "errand.cost"', 'sum = "errand.state"', "figures.spent.sum"),
        ('count = "errand", where = { state', 'count = "step.errand.before", where = { state', "figures.ended.count"),
    ],
)  # fmt: skip
def test_single_words_not_run_yet_are_refused_where_they_stand(old: str, new: str, place: str) -> None:
    assert old in RUNNING
    assert place in refused(RUNNING.replace(old, new, 1))


@pytest.mark.parametrize(
    ("where", "is_run"), [("errands = { at_least = 'cost' }", True), ("cost = { less_than = 'errands' }", False)]
)
def test_a_rule_holds_a_figure_against_its_case_and_not_the_other_way_round(where: str, is_run: bool) -> None:
    rule = (
        'dear = { title = "过贵 | Dear", of = "errand", every = "month", colour = "red", word = "过贵 | Dear", '
        f'tell = ["desk.office"], where = {{ {where} }} }}'
    )
    path = where.partition(" ")[0]
    assert refused(f"{RUNNING}\n[rules]\n{rule}\n") == (set() if is_run else {f"rules.dear.where.{path}"})


def test_the_whole_language_can_be_checked_without_running_it() -> None:
    texts = {"errands.toml": WHOLE, "shared.toml": SHARED}
    assert check_texts(texts, running=False) == ()
