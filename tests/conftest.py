"""What holds for every test: its queries name their area, it reaches no other machine, and its order is random."""

import os
import re
import socket
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import caches
from django.core.management.commands import flush
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.test import override_settings
from hypothesis import settings as examples
from pytest_django import DjangoDbBlocker

from bihuan.loop.trail.append_only import allow_changes, forbid_changes, missing_refusals

# A browser's event loop runs in the thread of the tests; their database calls stand beside it, not inside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

pytest_plugins = ["tests.people"]

# The same examples in every run, however busy the machine is; `--hypothesis-profile default` looks for others.
examples.register_profile("same", derandomize=True, deadline=None)
examples.load_profile("same")

READS_OR_CHANGES = re.compile(r"\s*(SELECT|UPDATE|DELETE|WITH)\b", re.I)
LOOP_TABLE = re.compile(r'\b(?:FROM|JOIN|UPDATE)\s+"?(loop_\w+)"?', re.I)
NAMES_AREA = re.compile(r'\bWHERE\b.*"?area_id"?', re.I | re.S)
# The search index has rows by case id; the query that joins it to the cases names the area.
EXEMPT_TABLES = ("loop_casesearch",)
# Django empties the tables between tests, and migrations rewrite all rows.
EXEMPT_FUNCTIONS = frozenset({"execute_sql_flush", "migrate", "apply_migration", "serialize_db_to_string"})


def called_by_exempt() -> bool:
    frame = sys._getframe()
    while frame.f_back is not None:
        frame = frame.f_back
        if frame.f_code.co_name in EXEMPT_FUNCTIONS and "django" in frame.f_code.co_filename:
            return True
    return False


def area_guard(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Refuse a statement on the loop's tables that does not name the area of its rows in its WHERE."""
    if READS_OR_CHANGES.match(sql):
        tables = {name for name in LOOP_TABLE.findall(sql) if not name.startswith(EXEMPT_TABLES)}
        if tables and not NAMES_AREA.search(sql) and not called_by_exempt():
            raise AssertionError(f"This statement on {', '.join(sorted(tables))} does not name its area:\n{sql}")
    return execute(sql, params, many, context)


def guard_connection(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if area_guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(area_guard)


connection_created.connect(guard_connection)


# Files of few tests that take minutes, the longest first; begun last they would leave one worker idle at the end.
LONG = (
    "test_demo_systems.py",
    "test_simulate.py",
    "test_demo.py",
    "test_work_killed.py",
    "test_walls.py",
    "test_past_days.py",
)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the long files, then those of many tests; inside a file the order stays random."""
    sizes = Counter(item.path for item in items)
    places = {name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: (places.get(item.path.name, len(LONG)), -sizes[item.path]))


@pytest.fixture(autouse=True, scope="session")
def _no_other_machine() -> Iterator[None]:
    """Close every socket that would leave this machine."""
    connect = socket.socket.connect

    def connect_here(self: socket.socket, address: Any) -> None:
        if self.family != socket.AF_UNIX and address[0] not in {"127.0.0.1", "::1", "localhost"}:
            raise AssertionError(f"A test tried to reach {address[0]}.")
        connect(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect_here)
        yield


@pytest.fixture(scope="session")
def django_db_use_migrations() -> bool:
    """
    Make the tables from the models, in two seconds; migrations take ten, since each step builds the models anew.

    That migrations make the same tables is a test of its own (tests/architecture), and every command that tests start goes through them.
    """
    return False


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> None:
    """Add what no model says, as the migrations do: the refusals of the trail and the search index."""
    with django_db_blocker.unblock():
        connection = connections["default"]
        if missing_refusals(connection):
            forbid_changes(connection)
            search = import_module("bihuan.loop.migrations.0003_search")
            with connection.schema_editor() as editor:
                search.make(None, editor)


@pytest.fixture(autouse=True, scope="session")
def _nothing_shared() -> Iterator[None]:
    """Keep what processes share in memory: in the files of the home, test runs side by side would count each other's requests."""
    memory = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "shared"}
    with override_settings(CACHES={**settings.CACHES, "shared": memory}):
        yield


@pytest.fixture(autouse=True)
def _nothing_remembered() -> None:
    """Start each test with an empty cache: what another test asked or tried does not count here."""
    for name in settings.CACHES:
        caches[name].clear()


@pytest.fixture(autouse=True, scope="session")
def _tests_may_empty_the_trail() -> Iterator[None]:
    """Let Django empty the tables after a test with transactions; the refusals of the trail are away only meanwhile."""
    empty = flush.Command.handle

    def empty_with_the_trail(self: flush.Command, **options: Any) -> None:
        connection = connections[options["database"]]
        allow_changes(connection)
        try:
            empty(self, **options)
        finally:
            forbid_changes(connection)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush.Command, "handle", empty_with_the_trail)
        yield
