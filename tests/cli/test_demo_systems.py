"""The other systems of the demonstration: each shows the figures of its row, prints its lists and documents, and has warned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.conf import settings as django_settings
from pytest_django import DjangoDbBlocker

from bihuan.cli.demonstration.build import build_systems
from bihuan.cli.demonstration.cast import Cast
from bihuan.cli.demonstration.days import TOLD_ON
from bihuan.cli.demonstration.systems import System, systems
from bihuan.cli.demonstration.systems.town import Shown
from bihuan.loop.cases.figures import figure_value
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.periods import period_of
from bihuan.loop.lifecycle.packs import newest_pack
from bihuan.loop.scoring.models import Firing
from bihuan.loop.trail.verification import verify
from bihuan.loop.warnings.models import Warning as Warned

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Built:
    """One system, built alone."""

    system: System
    cast: Cast


def name_of(system: System) -> str:
    return getattr(system, "__name__", "").rpartition(".")[2]


@pytest.fixture(scope="module", params=list(systems()), ids=name_of)
def built(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Built]:
    """One system after the other; what it wrote is taken back before the next."""
    from django.db import transaction

    kept, django_settings.BIHUAN_HOME = django_settings.BIHUAN_HOME, tmp_path_factory.mktemp("system")
    with django_db_blocker.unblock(), transaction.atomic():
        yield Built(request.param, build_systems([request.param], today=TOLD_ON, now=NOW))
        transaction.set_rollback(True)
    django_settings.BIHUAN_HOME = kept


def rows(built: Built) -> Iterator[tuple[str, Shown]]:
    yield from built.system.ROWS.items()


def test_the_figures_are_those_of_its_row(built: Built) -> None:
    pack, area = newest_pack(built.system.PACK), built.cast.area.pk
    for row, shown in rows(built):
        for figure, told in shown.figures.items():
            first, value = told if isinstance(told, tuple) else (None, told)
            period = period_of(pack.figures[figure].every, first) if first is not None else None
            found = figure_value(pack, figure, area_id=area, day=TOLD_ON, period=period)
            assert found is not None, f"{row} {figure} has no value"
            assert round(found, 2) == round(Decimal(str(value)), 2), f"{row} {figure}"


def test_what_should_have_warned_has_warned(built: Built) -> None:
    area, pack = built.cast.area.pk, built.system.PACK
    clocks = set(
        Warned.objects.filter(area_id=area, case__area_id=area, case__pack=pack).values_list("clock", flat=True)
    )
    rules = set(Firing.objects.filter(area_id=area, pack=pack).values_list("rule", flat=True))
    for row, shown in rows(built):
        assert set(shown.warned) <= clocks | rules, row
        assert shown.warned or len(built.system.ROWS) > 1, f"{row} warns of nothing"


def test_its_trail_is_whole_and_somebody_has_something_to_do(built: Built) -> None:
    assert [str(broken) for broken in verify(built.cast.area.pk).broken] == []
    live = Case.objects.filter(area_id=built.cast.area.pk, pack=built.system.PACK).exclude(category="closed")
    assert live.exists()
