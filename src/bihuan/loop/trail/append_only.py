"""
The database itself refuses to change or remove an event or a seal. The two databases say it differently; both say it here.

A migration that rebuilds such a table must call `forbid_changes` again: SQLite forgets the triggers of a rebuilt table.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper

# Each table that is only added to: the name its triggers begin with, and what makes a row the only one.
_KEPT: Final = {
    "loop_event": ("event", ("area_id", "case_id", "seq")),
    "loop_seal": ("seal", ("area_id", "number")),
    "loop_sealedhead": ("sealed_head", ("area_id", "case_id", "seq")),
    "loop_sealseen": ("seal_seen", ("area_id", "code", "number", "digest")),
}
_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION event_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the trail is append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$"""
_STANDING: Final = {
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = '{table}'::regclass AND tgenabled IN ('O', 'A')",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{table}'",
}


def forbid_changes(connection: BaseDatabaseWrapper) -> None:
    """Make the database refuse UPDATE, DELETE, TRUNCATE and REPLACE of events and seals."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for _table, name, rule in _triggers(connection):
            cursor.execute(f"CREATE TRIGGER {name} {rule}")


def allow_changes(connection: BaseDatabaseWrapper) -> None:
    """Take the refusals away: for undoing the migration, and for tests that empty their tables."""
    with connection.cursor() as cursor:
        for table, name, _rule in _triggers(connection):
            on_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def missing_refusals(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the refusals that should stand in this database and do not, or that are switched off."""
    present: set[str] = set()
    with connection.cursor() as cursor:
        for table in _KEPT:
            cursor.execute(_STANDING[connection.vendor].format(table=table))
            present.update(str(row[0]) for row in cursor.fetchall())
    return sorted({name for _table, name, _rule in _triggers(connection)} - present)


def _triggers(connection: BaseDatabaseWrapper) -> Iterator[tuple[str, str, str]]:
    """Yield table, name and rule of every refusal."""
    write = _postgresql if connection.vendor == "postgresql" else _sqlite
    for table, (name, unique) in _KEPT.items():
        for act, rule in write(table, unique):
            yield table, f"{name}_no_{act}", rule


def _postgresql(table: str, unique: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for act in ("UPDATE", "DELETE", "TRUNCATE"):
        yield act.lower(), f"BEFORE {act} ON {table} FOR EACH STATEMENT EXECUTE FUNCTION event_is_kept()"


def _sqlite(table: str, unique: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    refuse = "BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END"
    for act in ("UPDATE", "DELETE"):
        yield act.lower(), f"BEFORE {act} ON {table} {refuse}"
    # INSERT OR REPLACE removes the old row without asking any trigger of removal, so the new row is refused instead.
    same = " AND ".join(f"{column} = NEW.{column}" for column in unique)
    there = " OR ".join(f"EXISTS (SELECT 1 FROM {table} WHERE {which})" for which in ("id = NEW.id", same))  # noqa: S608 - our own names
    yield "replace", f"BEFORE INSERT ON {table} WHEN {there} {refuse}"


def forward(apps: Any, schema_editor: Any) -> None:
    """Run `forbid_changes` as a step of a migration."""
    forbid_changes(schema_editor.connection)


def backward(apps: Any, schema_editor: Any) -> None:
    """Undo `forward`."""
    allow_changes(schema_editor.connection)
