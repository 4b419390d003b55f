"""Typed readers of environment variables; a wrong value stops the start with one sentence."""

import os
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit


class SettingError(SystemExit):
    """A variable has a value that cannot be used. Ends the program with the sentence and no traceback."""

    def __init__(self, name: str, value: str, expected: str) -> None:
        super().__init__(f"{name} is {value!r}, but {expected}. Change it or leave it out (see .env.sample).")


def text(name: str, default: str = "", *, choices: tuple[str, ...] = ()) -> str:
    """Return the variable as text without blanks around it, or `default` when it is unset or empty."""
    value = os.environ.get(name, "").strip() or default
    if choices and value not in choices:
        raise SettingError(name, value, f"it must be one of {', '.join(choices)}")
    return value


def flag(name: str, default: bool = False) -> bool:
    """Return whether the variable is on: 1/true/yes/on or 0/false/no/off in any case."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise SettingError(name, value, "it must be 1, true, yes, on or 0, false, no, off")


def number(name: str, default: int, *, least: int = 0, most: int | None = None) -> int:
    """Return the variable as a whole number between `least` and `most`, both included."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    bounds = f"it must be a whole number of at least {least}" + (f" and at most {most}" if most is not None else "")
    try:
        parsed = int(value)
    except ValueError:
        raise SettingError(name, value, bounds) from None
    if parsed < least or (most is not None and parsed > most):
        raise SettingError(name, value, bounds)
    return parsed


def path(name: str, default: Path) -> Path:
    """Return the variable as an absolute path, `~` expanded; the path need not exist."""
    value = os.environ.get(name, "").strip()
    return (Path(value) if value else default).expanduser().absolute()


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Return the variable as a list: values between commas, without blanks around them."""
    value = os.environ.get(name, "")
    return [word.strip() for word in value.split(",") if word.strip()] or list(default)


def address(name: str, default: str) -> str:
    """Return the variable as the address of a server, `http://host` or `https://host:port`, without a slash at its end."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query or parts.username:
        raise SettingError(name, _without_password(parts), "it must look like https://bihuan.example.org")
    return value


def database(name: str, default: Path) -> dict[str, object]:
    """
    Return a Django database setting from an address.

    default: the SQLite file to use when the variable is unset.
    Understands `sqlite:///absolute/file` (four slashes for an absolute path, three for one under the current folder)
    and `postgres://user:password@host:port/name`, where `host` may be a percent-encoded socket folder.

    Raises SettingError for any other scheme.
    """
    value = os.environ.get(name, "").strip()
    if not value:
        return _sqlite(default)
    parts = urlsplit(value)
    if parts.scheme == "sqlite" and len(parts.path) > 1:
        return _sqlite(Path(unquote(parts.path[1:])).expanduser().absolute())
    if parts.scheme in {"postgres", "postgresql"} and len(parts.path) > 1:
        return _postgresql(name, value, parts)
    raise SettingError(
        name, _without_password(parts), "it must look like sqlite:///file or postgres://user:password@host:port/name"
    )


def _without_password(parts: SplitResult) -> str:
    if parts.password is None:
        return parts.geturl()
    return parts.geturl().replace(f":{parts.password}@", ":…@")


def _sqlite(file: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(file),
        # Opening the file, setting it up and reading its schema takes longer than most pages.
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # A write transaction takes its lock at once: with the default it starts as a reader and fails on upgrade.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": (
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA busy_timeout=20000;"
                " PRAGMA cache_size=-32768; PRAGMA mmap_size=2147418112; PRAGMA temp_store=MEMORY;"
            ),
        },
    }


def _postgresql(name: str, value: str, parts: SplitResult) -> dict[str, object]:
    try:
        port = parts.port
    except ValueError:
        raise SettingError(name, _without_password(parts), "its port must be a number") from None
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path[1:]),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host") or parts.hostname or ""),
        "PORT": str(port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
