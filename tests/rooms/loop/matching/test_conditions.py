"""A policy fits exactly where there is no reason against it, and what an enterprise has not said meets nothing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bihuan.loop.matching.conditions import HOWS, Demand, Fact, meets, reasons_against
from bihuan.loop.matching.reading import conditions_in, same_options
from bihuan.packspec.load import load_folder
from bihuan.packspec.model import Pack

NAMES = ("staff", "revenue", "registered_on", "certificates")
VALUES = st.one_of(
    st.decimals(0, 10**9, allow_nan=False, places=2),
    st.dates(date(1990, 1, 1), date(2026, 12, 31)),
    st.booleans(),
    st.frozensets(st.sampled_from(["high_tech", "special", "green_factory"])),
)
FACTS = st.dictionaries(st.sampled_from(NAMES), VALUES.map(lambda value: Fact(value, str(value))))
DEMANDS = st.lists(
    st.builds(
        Demand,
        fact=st.sampled_from(NAMES),
        title=st.just("要素"),
        how=st.sampled_from(HOWS),
        value=VALUES,
        words=st.just("要求"),
    ),
    max_size=6,
)


@given(DEMANDS, FACTS)
def test_what_fits_has_no_reason_against_it_and_the_other_way_round(
    demands: list[Demand], facts: dict[str, Fact]
) -> None:
    met = all(demand.fact in facts and meets(demand, facts[demand.fact].value) for demand in demands)
    assert met is (reasons_against(demands, facts) == ())


@given(DEMANDS, FACTS)
def test_every_reason_names_a_demand_and_says_whether_the_fact_is_known(
    demands: list[Demand], facts: dict[str, Fact]
) -> None:
    for reason in reasons_against(demands, facts):
        assert reason.fact in {demand.fact for demand in demands}
        assert reason.is_unknown is (reason.fact not in facts)


@given(DEMANDS, FACTS, DEMANDS)
def test_a_further_demand_never_takes_a_reason_away(
    demands: list[Demand], facts: dict[str, Fact], more: list[Demand]
) -> None:
    assert set(reasons_against(demands, facts)) <= set(reasons_against([*demands, *more], facts))


@given(FACTS)
def test_a_policy_without_conditions_fits_everybody(facts: dict[str, Fact]) -> None:
    assert reasons_against((), facts) == ()


@given(st.decimals(0, 10**6, allow_nan=False, places=2), st.decimals(0, 10**6, allow_nan=False, places=2))
def test_a_bound_is_met_by_itself_and_by_nothing_on_the_wrong_side(value: Decimal, bound: Decimal) -> None:
    least, most = (Demand("staff", "", how, bound, "") for how in ("least", "most"))
    assert meets(least, value) is (value >= bound)
    assert meets(most, value) is (value <= bound)
    assert meets(least, bound)
    assert meets(most, bound)


def test_the_conditions_of_the_shipped_policies_are_held_against_the_register() -> None:
    packs: dict[str, Pack] = load_folder()
    policy, register = packs["policy-money"].kinds["policy"], packs["enterprises"].kinds["enterprise"]
    held = {field.id: (fact.id, how) for field, fact, how in conditions_in(policy, register)}
    assert held["revenue_least"] == ("revenue", "least")
    assert held["certificates_all"] == ("certificates", "all")
    assert len(held) == 11
    assert not same_options(packs["policy-money"], packs["enterprises"], policy, register)
