"""
Searching cases by words: one character a token, a phrase query. Exact substring semantics, words of two characters found.

What the two databases do differently stands here alone: an FTS5 table on SQLite, a `simple` tsvector on PostgreSQL.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from bihuan.loop.cases.models import Case

PG_INSERT = "INSERT INTO loop_casesearch (case_id, area_id, words) VALUES (%s, %s, to_tsvector('simple', %s))"
PG_REPLACE = " ON CONFLICT (case_id) DO UPDATE SET words = excluded.words"
PG_SELECT = "SELECT case_id FROM loop_casesearch WHERE words @@ to_tsquery('simple', %s)"
LITE_INSERT = "INSERT INTO loop_casesearch (rowid, words) VALUES (%s, %s)"
LITE_DELETE = "DELETE FROM loop_casesearch WHERE rowid = %s"
LITE_SELECT = "SELECT rowid FROM loop_casesearch WHERE loop_casesearch MATCH %s"
# Both are asked of one row that the query stands at; OFFSET keeps PostgreSQL from turning it into a join with all hits.
PG_HAS = (
    "EXISTS (SELECT 1 FROM loop_casesearch WHERE case_id = loop_case.id AND words @@ to_tsquery('simple', %s) OFFSET 0)"
)
LITE_HAS = "EXISTS (SELECT 1 FROM loop_casesearch_content AS held WHERE held.id = loop_case.id AND "
FEW = 4000  # hits that are found and sorted quicker than as many rows are walked
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


def forget_case(case: Case) -> None:
    """Take a case that is withdrawn out of the search index, in the caller's transaction."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("DELETE FROM loop_casesearch WHERE area_id = %s AND case_id = %s", [case.area_id, case.pk])
        else:
            cursor.execute(LITE_DELETE, [case.pk])


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


def containing(cases: QuerySet[Case], typed: str, *, as_walked: bool = False) -> QuerySet[Case]:
    """
    Return those of `cases` that contain what was typed; words set apart by spaces must all occur.

    as_walked: for the first rows in some order. Where very many cases contain the words, each row is then asked as it
    comes, until the page is full; all of them would have to be found and sorted otherwise. No subquery may be made of it.
    """
    words = [tokens(word) for word in typed.split()]
    if not words or not all(words):
        return cases.none()
    query = _query(words)
    if as_walked and _are_many(query):
        condition, values = (PG_HAS, [query]) if connection.vendor == "postgresql" else _lite_has(words)
        return cases.filter(RawSQL(condition, values, output_field=BooleanField()))  # noqa: S611 - values are parameters
    select = PG_SELECT if connection.vendor == "postgresql" else LITE_SELECT
    return cases.filter(pk__in=RawSQL(select, [query]))  # noqa: S611 - the only value is a parameter


def _query(words: list[list[str]]) -> str:
    if connection.vendor == "postgresql":
        return " & ".join(
            "(" + " <-> ".join([*(f"'{token}'" for token in found[:-1]), _last(found[-1])]) + ")" for found in words
        )
    return " AND ".join('"' + " ".join(found) + '"' + ("*" if found[-1].isascii() else "") for found in words)


def _are_many(query: str) -> bool:
    """Return whether more than FEW cases contain the words; counts no further."""
    select = PG_SELECT if connection.vendor == "postgresql" else LITE_SELECT
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({select} LIMIT {FEW + 1}) hits", [query])  # noqa: S608 - both are ours
        return bool(cursor.fetchone()[0] > FEW)


def _lite_has(words: list[list[str]]) -> tuple[str, list[str]]:
    """Return the condition that the indexed words of a row hold a phrase: FTS5 would begin a search anew for each row."""
    phrases = [" " + " ".join(found) + ("" if found[-1].isascii() else " ") for found in words]
    return LITE_HAS + " AND ".join(["instr(' ' || c0 || ' ', %s)"] * len(phrases)) + ")", phrases


def _last(token: str) -> str:
    """A number or Latin word that is still being typed matches its beginning."""
    return f"'{token}':*" if token.isascii() else f"'{token}'"
