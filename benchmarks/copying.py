"""The same area in the other database: rows go from a finished SQLite file to PostgreSQL, so that both hold the same cases."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.db import connection, models, transaction

from benchmarks.loading import Table, settle
from benchmarks.story import MODELS
from bihuan.accounts.models import Area, Person, Post, Unit
from bihuan.loop.cases.models import Case, DeskHolder, NumberSeries
from bihuan.loop.cases.search import index_cases
from bihuan.loop.lifecycle.models import PackRelease

TABLES: tuple[type[models.Model], ...] = (Area, Unit, Person, Post, DeskHolder, NumberSeries, PackRelease, *MODELS)


def copy_area(source: Path) -> None:
    """Fill the empty PostgreSQL database that Django is set up for from an SQLite file."""
    start = time.monotonic()
    print(f"Copying an area to {connection.vendor} …", flush=True)
    lite = sqlite3.connect(f"file:{source}?mode=ro", uri=True)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL session_replication_role = replica"
        )  # rows come table by table, not in the order of keys
        for model in TABLES:
            count = _copy(lite, model)
            print(f"  {model.__name__:<16}{count:>12,} rows, {time.monotonic() - start:,.0f} s", flush=True)
        area = Area.objects.get()
        index_cases(
            Case.objects.filter(area_id=area.pk).only("id", "area", "number", "subject", "statement").iterator(5000)
        )
    tables = [Table(model) for model in TABLES]
    for table in tables:
        table.last = _last(lite, table.model)
    settle(tables)
    print(f"  finished after {time.monotonic() - start:,.0f} s", flush=True)


def _last(lite: sqlite3.Connection, model: type[models.Model]) -> int:
    return int(lite.execute(f"SELECT coalesce(max(id), 0) FROM {model._meta.db_table}").fetchone()[0])  # noqa: S608


def _copy(lite: sqlite3.Connection, model: type[models.Model]) -> int:
    fields = list(model._meta.concrete_fields)
    columns = ", ".join(f'"{field.column}"' for field in fields)
    name = model._meta.db_table
    mends = [(place, mend) for place, field in enumerate(fields) if (mend := _mend(field)) is not None]
    count = 0
    with connection.connection.cursor() as cursor, cursor.copy(f'COPY "{name}" ({columns}) FROM STDIN') as stream:
        for row in _mended(lite.execute(f'SELECT {columns} FROM "{name}"'), mends):  # noqa: S608 - our own tables
            stream.write_row(row)
            count += 1
    return count


def _mended(rows: Any, mends: list[tuple[int, Callable[[Any], Any]]]) -> Iterator[list[Any]]:
    for row in rows:
        values = list(row)
        for place, mend in mends:
            if values[place] is not None:
                values[place] = mend(values[place])
        yield values


def _mend(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    """Return how SQLite's spelling of a value becomes PostgreSQL's."""
    if isinstance(field, models.BooleanField):
        return bool
    if isinstance(field, models.DateTimeField):
        return lambda text: f"{text}+00"
    return None
