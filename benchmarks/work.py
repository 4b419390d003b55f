"""What runs in a process of its own, with Django set up on one area: `python -m benchmarks.work LINE …`; used by `__main__`."""

from __future__ import annotations

import importlib
import json
import os
import sys
from dataclasses import asdict
from pathlib import Path


def ready() -> None:
    """Set Django up for the area that the environment names; every process does it before it imports a table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bihuan.settings")
    import django

    django.setup()


def main(words: list[str]) -> int:
    """Make an area, or measure one line and write its rows to a file."""
    ready()
    if words[0] in {"make", "copy"}:
        from django.core.management import call_command

        from benchmarks.areas import make
        from benchmarks.copying import copy_area

        call_command("migrate", verbosity=0, interactive=False)
        make(int(words[1])) if words[0] == "make" else copy_area(Path(words[1]))
        return 0
    line, cases, seconds, target = words
    module = importlib.import_module(f"benchmarks.lines.{line}")
    rows = module.measure(int(cases), float(seconds))
    Path(target).write_text(json.dumps([asdict(row) for row in rows]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
