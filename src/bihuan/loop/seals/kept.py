"""
Seals outside of the database: in files that people keep, and noted beside the database by each night.

Whoever may change the database alone could take seals away and rewrite what they covered; the next night would seal that anew with
the right key. The notes then say otherwise.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings

from bihuan.loop.evidence.store import FILE_MODE, FOLDER_MODE, area_folder
from bihuan.loop.seals.models import Seal

_NOTES: Final = "seals.jsonl"


class NoSeal(ValueError):
    """A file is no file of seals. line: the first line that is none, from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True, slots=True)
class Kept:
    """A seal as somebody kept it elsewhere."""

    code: str
    number: int
    record: str


def read_kept(text: str) -> list[Kept]:
    """Return the seals of a file, a line each as `written` writes them. Raises NoSeal."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        try:
            record = json.loads(line)["record"]
            told = json.loads(record)
            found.append(Kept(str(told["code"]), int(told["number"]), record))
        except (KeyError, TypeError, ValueError, RecursionError) as error:
            raise NoSeal(number) from error
    return found


def line_of(seal: Seal) -> dict[str, str]:
    """Return a seal as it is kept elsewhere: the record, its digest and its signature."""
    return {"record": seal.record, "digest": seal.digest, "signature": seal.signature}


def written(seals: Iterable[Seal]) -> Iterable[str]:
    """Yield seals as the lines of a file that `read_kept` reads."""
    return (f"{json.dumps(line_of(seal), ensure_ascii=False)}\n" for seal in seals)


def noted(area_id: int) -> str:
    """Return the notes of an area, empty where there are none yet."""
    try:
        return _notes(area_id).read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return ""


def areas_with_notes() -> list[int]:
    """Return the ids of the areas that have notes, whether they are in the database or not."""
    found = Path(settings.BIHUAN_HOME).glob(f"files/*/{_NOTES}")
    return sorted(int(file.parent.name) for file in found if file.parent.name.isdecimal())


def note(area_id: int) -> None:
    """Add the seals that are not noted yet, after those that are. Raises NoSeal for notes that are damaged, OSError where they cannot be written."""
    known = read_kept(noted(area_id))
    rows = Seal.objects.filter(area_id=area_id, number__gt=known[-1].number if known else 0).order_by("number")
    file = _notes(area_id)
    file.parent.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, FILE_MODE), "w", encoding="utf-8") as target:
        target.writelines(written(rows))
        target.flush()
        os.fsync(target.fileno())


def _notes(area_id: int) -> Path:
    return area_folder(area_id) / _NOTES
