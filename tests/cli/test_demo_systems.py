"""The other systems of the demonstration: each shows the figures of its row, prints its lists and documents, and has warned."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from pytest_django import DjangoDbBlocker

from bihuan.accounts.queries import Actor
from bihuan.cli.demonstration.build import build_systems
from bihuan.cli.demonstration.cast import Cast
from bihuan.cli.demonstration.days import TOLD_ON
from bihuan.cli.demonstration.systems import System, systems
from bihuan.cli.demonstration.systems.town import Shown
from bihuan.documents.layout.sheet import Book
from bihuan.loop.cases.figures import figure_value
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.periods import period_of
from bihuan.loop.lifecycle.packs import newest_pack
from bihuan.loop.lists.files import write_book
from bihuan.loop.lists.listing import listing_of
from bihuan.loop.lists.queries import whole_pack
from bihuan.loop.scoring.models import Firing
from bihuan.loop.trail.verification import verify
from bihuan.loop.warnings.models import Warning as Warned
from bihuan.loop.writing.actions import draft_of
from bihuan.loop.writing.files import file_of

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Built:
    """One system in the area where all that are asked for were built together."""

    system: System
    cast: Cast


def name_of(system: System) -> str:
    return getattr(system, "__name__", "").rpartition(".")[2]


@pytest.fixture(scope="module")
def cast(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Cast]:
    """The area with the stories of all systems that some test asks for; what was written is taken back after the last one."""
    asked = [getattr(item, "callspec", None) for item in request.session.items if item.path == request.path]
    chosen = {name_of(one.params["built"]): one.params["built"] for one in asked if one is not None}
    kept, django_settings.BIHUAN_HOME = django_settings.BIHUAN_HOME, tmp_path_factory.mktemp("systems")
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_systems([chosen[name] for name in sorted(chosen)], today=TOLD_ON, now=NOW)
        transaction.set_rollback(True)
    django_settings.BIHUAN_HOME = kept


@pytest.fixture(params=list(systems()), ids=name_of)
def built(request: pytest.FixtureRequest, cast: Cast) -> Built:
    """One system after the other."""
    return Built(request.param, cast)


def rows(built: Built) -> Iterator[tuple[str, Shown]]:
    yield from built.system.ROWS.items()


def test_the_figures_are_those_of_its_row(built: Built) -> None:
    pack, area = newest_pack(built.system.PACK), built.cast.area.pk
    for row, shown in rows(built):
        for figure, told in shown.figures.items():
            first, value = told if isinstance(told, tuple) else (None, told)
            period = period_of(pack.figures[figure].every or "", first) if first is not None else None
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


def test_its_lists_are_exported_with_rows(built: Built) -> None:
    pack, by = newest_pack(built.system.PACK), office_of(built)
    for row, shown in rows(built):
        for id_ in shown.lists:
            over = whole_pack(built.cast.area.pk, pack)
            listing = listing_of(by, over, id_, asof=TOLD_ON, today=TOLD_ON)
            assert listing.count, f"{row} {id_} is empty"
            for form in ("xlsx", "docx"):
                buffer = BytesIO()
                write_book(Book((listing.sheet(),)), form, buffer)
                assert buffer.getvalue()[:2] == b"PK"


def test_its_documents_are_written_from_the_rows(built: Built) -> None:
    pack, by = newest_pack(built.system.PACK), office_of(built)
    for row, shown in rows(built):
        for id_ in shown.documents:
            declared = pack.documents[id_]
            case = Case.objects.filter(area_id=built.cast.area.pk, pack=pack.id, kind__in=declared.of).order_by("-pk")[
                0
            ]
            asked = dict.fromkeys(declared.asks, "有关情况")
            with transaction.atomic():
                writing = draft_of(
                    case=case, document=id_, asof=TOLD_ON, by=by, at=NOW, unit=case.responsible, asked=asked
                )
                file = file_of(writing, "docx")
            assert file.data[:2] == b"PK", f"{row} {id_}"
            text = file_of(writing, "txt").data.decode()
            assert len(text) > 60, f"{row} {id_} says nothing"


def office_of(built: Built) -> Actor:
    """Whoever holds the desk that keeps the ledger of the system."""
    holder = built.system.DESKS["office"]
    return built.cast.actor(holder) if holder in built.cast.people else built.cast.head(holder)


def test_its_trail_is_whole_and_somebody_has_something_to_do(built: Built) -> None:
    assert [str(broken) for broken in verify(built.cast.area.pk).broken] == []
    live = Case.objects.filter(area_id=built.cast.area.pk, pack=built.system.PACK).exclude(category="closed")
    assert live.exists()
