"""Says at the start, and not on a page without its looks, what is missing and what to do about it."""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks

PACKAGE = Path(__file__).resolve().parent.parent
VENDOR = PACKAGE / "web/static/vendor"
ASSETS = ("tabler.min.css", "htmx.min.js", "echarts.min.js", "icons.svg")
AGAIN = "Run `make assets` in a checkout; an installed package without them is damaged: install the wheel again."


@checks.register()
def check_assets(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Find assets that were never built, and assets built from another lock file than the one that lies here."""
    missing = [name for name in ASSETS if not (VENDOR / name).is_file()]
    if missing:
        return [checks.Error(f"Not built: {', '.join(missing)} in {VENDOR}.", hint=AGAIN, id="bihuan.E001")]
    stamp = VENDOR / "built-from.json"
    root = PACKAGE.parent.parent
    if not settings.IN_CHECKOUT or not stamp.is_file():
        return []
    built: dict[str, str] = json.loads(stamp.read_text(encoding="utf-8"))
    changed = [
        name
        for name, digest in built.items()
        if not (root / name).is_file() or hashlib.sha256((root / name).read_bytes()).hexdigest() != digest
    ]
    if not changed:
        return []
    return [checks.Warning(f"The assets are older than {', '.join(changed)}.", hint=AGAIN, id="bihuan.W001")]


@checks.register()
def check_catalogue(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """Find a Chinese catalogue that was never compiled: every page would be in English."""
    if (PACKAGE / "locale/zh_Hans/LC_MESSAGES/django.mo").is_file():
        return []
    hint = "Run `make messages` in a checkout; otherwise install the wheel again."
    return [checks.Error("The Chinese catalogue is not compiled.", hint=hint, id="bihuan.E002")]
