"""The search index: one character a token; an FTS5 table on SQLite, a tsvector with a GIN index on PostgreSQL."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

POSTGRESQL = (
    "CREATE TABLE loop_casesearch (case_id bigint PRIMARY KEY, area_id bigint NOT NULL, words tsvector NOT NULL)",
    "CREATE INDEX loop_casesearch_words ON loop_casesearch USING gin (words) WITH (fastupdate = off)",
)
# contentless_delete needs SQLite 3.43; a content table of its own is small beside the cases and works everywhere.
SQLITE = ('CREATE VIRTUAL TABLE loop_casesearch USING fts5(words, tokenize = "unicode61 remove_diacritics 0")',)


def make(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for sql in POSTGRESQL if editor.connection.vendor == "postgresql" else SQLITE:
        editor.execute(sql)


def drop(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    editor.execute("DROP TABLE loop_casesearch")


class Migration(migrations.Migration):
    dependencies = [("loop", "0002_append_only_trail")]
    operations = [migrations.RunPython(make, drop)]
