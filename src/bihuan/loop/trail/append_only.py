"""
The database itself refuses to change or remove an event. The two databases say it differently; both say it here.

A migration that rebuilds the table must call `forbid_changes` again: SQLite forgets the triggers of a rebuilt table.
"""

from __future__ import annotations

from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper

# INSERT OR REPLACE removes the old row without asking any trigger of removal, so the new row is refused instead.
_SQLITE: Final = {
    "event_no_update": """
BEFORE UPDATE ON loop_event BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
    "event_no_delete": """
BEFORE DELETE ON loop_event BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
    "event_no_replace": """
BEFORE INSERT ON loop_event
WHEN EXISTS (SELECT 1 FROM loop_event WHERE id = NEW.id)
  OR EXISTS (SELECT 1 FROM loop_event WHERE area_id = NEW.area_id AND case_id = NEW.case_id AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
}
_FUNCTION: Final = """
CREATE OR REPLACE FUNCTION event_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the trail is append-only' USING ERRCODE = 'integrity_constraint_violation';
END
$$"""
_POSTGRESQL: Final = {
    f"event_no_{act.lower()}": f"BEFORE {act} ON loop_event FOR EACH STATEMENT EXECUTE FUNCTION event_is_kept()"
    for act in ("UPDATE", "DELETE", "TRUNCATE")
}
_STANDING: Final = {
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgrelid = 'loop_event'::regclass AND tgenabled IN ('O', 'A')",
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'loop_event'",
}


def forbid_changes(connection: BaseDatabaseWrapper) -> None:
    """Make the database refuse UPDATE, DELETE, TRUNCATE and REPLACE of events."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_FUNCTION)
        for name, rule in _triggers(connection).items():
            cursor.execute(f"CREATE TRIGGER {name} {rule}")


def allow_changes(connection: BaseDatabaseWrapper) -> None:
    """Take the refusals away: for undoing the migration, and for tests that empty their tables."""
    on_table = " ON loop_event" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name in _triggers(connection):
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{on_table}")


def missing_refusals(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the refusals that should stand in this database and do not, or that are switched off."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING[connection.vendor])
        present = {str(row[0]) for row in cursor.fetchall()}
    return sorted(_triggers(connection).keys() - present)


def _triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    return _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE


def forward(apps: Any, schema_editor: Any) -> None:
    """Run `forbid_changes` as a step of a migration."""
    forbid_changes(schema_editor.connection)


def backward(apps: Any, schema_editor: Any) -> None:
    """Undo `forward`."""
    allow_changes(schema_editor.connection)
