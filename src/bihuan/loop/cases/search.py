"""
Searching cases by words: one character a token, a phrase query. Exact substring semantics, words of two characters found.

What the two databases do differently stands here alone: an FTS5 table on SQLite, a `simple` tsvector on PostgreSQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from bihuan.loop.cases.models import Case

PG_INSERT = "INSERT INTO loop_casesearch (case_id, area_id, words) VALUES (%s, %s, to_tsvector('simple', %s))"
PG_REPLACE = " ON CONFLICT (case_id) DO UPDATE SET words = excluded.words"
PG_SELECT = "SELECT case_id FROM loop_casesearch WHERE words @@ to_tsquery('simple', %s)"
LITE_INSERT = "INSERT INTO loop_casesearch (rowid, words) VALUES (%s, %s)"
LITE_DELETE = "DELETE FROM loop_casesearch WHERE rowid = %s"
LITE_SELECT = "SELECT rowid FROM loop_casesearch WHERE loop_casesearch MATCH %s"
# Chinese characters stand alone; runs of letters and digits stay words.
TOKEN = re.compile(r"[㐀-鿿豈-﫿\U00020000-\U0003ffff]|[0-9a-z]+", re.IGNORECASE)


def tokens(text: str) -> list[str]:
    """Return the tokens of a text: single Chinese characters, and lower-case runs of letters and digits."""
    return [token.lower() for token in TOKEN.findall(text)]


def searched_text(case: Case) -> str:
    """Return what is searched of a case: number, subject and statement."""
    return " ".join(tokens(f"{case.number} {case.subject} {case.statement}"))


def index_case(case: Case) -> None:
    """Bring the search index of one case up to date, in the caller's transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(PG_INSERT + PG_REPLACE, [case.pk, case.area_id, searched_text(case)])
        else:
            cursor.execute(LITE_DELETE, [case.pk])
            cursor.execute(LITE_INSERT, [case.pk, searched_text(case)])


def index_cases(cases: Iterable[Case], *, size: int = 5000) -> int:
    """Index many new cases in one go and return how many; for loading areas, not for cases that are indexed already."""
    count = 0
    for chunk in _chunks(cases, size):
        rows = [(case.pk, case.area_id, searched_text(case)) for case in chunk]
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.executemany(PG_INSERT, rows)
            else:
                cursor.executemany(LITE_INSERT, [(pk, text) for pk, _, text in rows])
        count += len(rows)
    return count


def _chunks(cases: Iterable[Case], size: int) -> Iterator[list[Case]]:
    chunk: list[Case] = []
    for case in cases:
        chunk.append(case)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def containing(cases: QuerySet[Case], typed: str) -> QuerySet[Case]:
    """Return those of `cases` that contain what was typed; words set apart by spaces must all occur."""
    for word in typed.split():
        found = tokens(word)
        if not found:
            return cases.none()
        if connection.vendor == "postgresql":
            query = " <-> ".join([*(f"'{token}'" for token in found[:-1]), _last(found[-1])])
            cases = cases.filter(pk__in=RawSQL(PG_SELECT, [query]))  # noqa: S611 - the only value is a parameter
        else:
            query = '"' + " ".join(found) + '"' + ("*" if found[-1].isascii() else "")
            cases = cases.filter(pk__in=RawSQL(LITE_SELECT, [query]))  # noqa: S611 - the only value is a parameter
    return cases


def _last(token: str) -> str:
    """A number or Latin word that is still being typed matches its beginning."""
    return f"'{token}':*" if token.isascii() else f"'{token}'"
