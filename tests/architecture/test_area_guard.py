"""The guard of tests/conftest.py refuses what it should and nothing else."""

from typing import Any

import pytest

from tests.conftest import area_guard


def run(sql: str) -> str:
    def execute(sql: str, params: Any, many: bool, context: dict[str, Any]) -> str:
        return "executed"

    return str(area_guard(execute, sql, None, False, {}))


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT "loop_case"."id", "loop_case"."area_id" FROM "loop_case" WHERE "loop_case"."id" = %s',
        'SELECT COUNT(*) FROM "loop_case"',
        'UPDATE "loop_case" SET "state" = %s WHERE "loop_case"."id" = %s',
        'DELETE FROM "loop_event"',
        'SELECT 1 FROM "accounts_unit" INNER JOIN "loop_case" ON ("loop_case"."unit_id" = "accounts_unit"."id")',
    ],
)
def test_a_statement_without_its_area_is_refused(sql: str) -> None:
    with pytest.raises(AssertionError, match="does not name its area"):
        run(sql)


@pytest.mark.parametrize(
    "sql",
    [
        'SELECT "loop_case"."id" FROM "loop_case" WHERE ("loop_case"."area_id" = %s AND "loop_case"."id" = %s)',
        'UPDATE "loop_case" SET "state" = %s WHERE ("loop_case"."area_id" = %s AND "loop_case"."id" = %s)',
        'INSERT INTO "loop_case" ("area_id", "number") VALUES (%s, %s)',
        "SELECT rowid FROM loop_casesearch WHERE loop_casesearch MATCH %s",
        'SELECT "accounts_unit"."id" FROM "accounts_unit"',
    ],
)
def test_a_statement_that_names_its_area_or_needs_none_is_executed(sql: str) -> None:
    assert run(sql) == "executed"
