"""Counting rows of several tables at once: every page asks what waits where, and one question costs less than five."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

Statement = tuple[str, Sequence[Any]]  # plain SQL that gives one number, and its values


def count_each(*asked: QuerySet[Any, Any] | Statement) -> tuple[int, ...]:
    """
    Return how many rows each of these has, in their order, with one query; none where nothing can be found.

    asked: rows, or a statement that counts by itself.
    """
    parts: list[str] = []
    values: list[Any] = []
    for rows in asked:
        if isinstance(rows, tuple):
            parts.append(f"({rows[0]})")
            values += rows[1]
            continue
        try:
            sql, given = rows.query.sql_with_params()
        except EmptyResultSet:
            parts.append("0")
            continue
        parts.append(f"(SELECT count(*) FROM ({sql}) counted)")  # noqa: S608 - no value in it
        values += given
    if not values:
        return (0,) * len(asked)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(parts)}", values)
        return tuple(int(number) for number in cursor.fetchone())
