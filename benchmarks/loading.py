"""Rows into tables the quick way: prepared statements on SQLite, COPY on PostgreSQL; no signals, no checks by the ORM."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC
from typing import Any

from django.db import connection, models

Convert = Callable[[Any], Any]


def _lite_moment(value: Any) -> Any:
    return None if value is None else value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _text(value: Any) -> Any:
    return None if value is None else str(value)


def _json(value: Any) -> Any:
    return None if value is None else json.dumps(value)


def _as_it_is(value: Any) -> Any:
    return value


def _convert(field: models.Field[Any, Any]) -> Convert:
    if isinstance(field, models.JSONField):
        return _json
    if connection.vendor == "sqlite":
        if isinstance(field, models.DateTimeField):
            return _lite_moment
        if isinstance(field, models.DateField | models.DecimalField):
            return _text
    return _as_it_is


class Table:
    """One table that is being filled; rows wait in memory until `write`."""

    def __init__(self, model: type[models.Model]) -> None:
        fields = list(model._meta.concrete_fields)
        self.model = model
        self.rows: list[tuple[Any, ...]] = []
        self.last = 0
        self._parts = [(field.attname, _convert(field)) for field in fields]
        self._blank = {field.attname: field.get_default() for field in fields}
        quoted = ", ".join(connection.ops.quote_name(str(field.column)) for field in fields)
        name = connection.ops.quote_name(model._meta.db_table)
        marks = ", ".join(["?"] * len(fields))
        self._insert = f"INSERT INTO {name} ({quoted}) VALUES ({marks})"  # noqa: S608 - names of our own tables
        self._copy = f"COPY {name} ({quoted}) FROM STDIN"

    def add(self, row: models.Model) -> int:
        """Take in a row, give it the next id where it has none, and return its id."""
        if row.pk is None:
            self.last += 1
            row.pk = self.last
        values = row.__dict__
        self.rows.append(tuple([convert(values[name]) for name, convert in self._parts]))
        return int(values["id"])

    def put(self, **values: Any) -> None:
        """Take in a new row by its columns, without making an object of it."""
        self.last += 1
        row = {**self._blank, **values, "id": self.last}
        self.rows.append(tuple([convert(row[name]) for name, convert in self._parts]))

    def write(self) -> None:
        """Store what waits."""
        if self.rows:
            store(self._insert, self._copy, self.rows)
            self.rows = []


def store(insert: str, copy: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Store rows by the statement that the database is quickest with."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        # Past Django's cursor, which would rewrite the statement for every call.
        connection.connection.executemany(insert, rows)
        return
    with connection.connection.cursor() as cursor, cursor.copy(copy) as stream:
        for row in rows:
            stream.write_row(row)


def hurry() -> None:
    """Let SQLite keep the whole load in memory and wait for no disk; the file is worthless until it is finished anyway."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for pragma in ("synchronous=OFF", "cache_size=-1500000", "foreign_keys=OFF"):
                cursor.execute(f"PRAGMA {pragma}")


def settle(tables: Sequence[Table]) -> None:
    """Bring sequences and the planner's statistics up to date, as a database that grew slowly has them."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("ANALYZE")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return
        for table in tables:
            name = table.model._meta.db_table
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), GREATEST(%s, 1))",
                [table.last],
            )
        cursor.execute("VACUUM ANALYZE")
