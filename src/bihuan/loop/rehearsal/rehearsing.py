"""
Rehearsing a pack: a process beside this one tells its worked cases in a database that is made for it and thrown away.

In the database of the installation a story, even rolled back, would hold the writers of SQLite, use up numbers and leave files.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import IO, Any, Final

from bihuan.packspec.bilingual import Text

ALL_TRUE: Final = Text("共{n}个演练，全部通过。", "Worked cases told: {n}. All are true.")
NOT_ALL: Final = Text("共{n}个演练，{wrong}个未通过。", "Worked cases told: {n}. Not true: {wrong}.")
WRONG: Final = Text("《{story}》第{line}步：{what}", "{story}, line {line}: {what}")
NOT_SET: Final = Text("《{story}》的人员和单位：{what}", "{story}, its people and units: {what}")
UNTOUCHED: Final = Text("没有一步涉及：{what}", "No line touches: {what}")

LONGEST: Final = 900.0  # seconds that a rehearsal may take
SHARED: Final = frozenset({"DATABASE_URL", "BIHUAN_REDIS"})  # settings that lead to what others keep too
CHILD: Final = (sys.executable, "-m", "bihuan.loop.rehearsal")


class RehearsalBroken(RuntimeError):
    """The process beside this one ended before its last story, or took too long; the text is the end of what it complained of."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one story. wrong: None where it is true; line: the first that is not, 0 where the stage could not be set."""

    story: Text
    line: int = 0
    wrong: Text | None = None

    def written(self) -> dict[str, Any]:
        """Return it as `read` takes it."""
        wrong = [self.wrong.zh, self.wrong.en] if self.wrong is not None else None
        return {"story": [self.story.zh, self.story.en], "line": self.line, "wrong": wrong}

    @classmethod
    def read(cls, written: dict[str, Any]) -> Told:
        """Return what `written` wrote."""
        wrong = Text(*written["wrong"]) if written["wrong"] is not None else None
        return cls(Text(*written["story"]), written["line"], wrong)


def rehearse(
    text: str, cases: str, *, heard: Callable[[int, int], None] = lambda _done, _total: None
) -> tuple[Told, ...]:
    """
    Tell every worked case of a pack from its first line until one is not true, and return what became of each.

    text: of the pack with its shared parts inside, checked before; cases: worked cases that can be read, and belong to it.
    heard: called with (stories told, stories) after each; what it raises ends the rehearsal.
    Raises RehearsalBroken.
    """
    with tempfile.TemporaryDirectory(prefix="bihuan-rehearsal-") as folder:
        home = Path(folder)
        with (home / "complaints").open("w+", encoding="utf-8") as complaints:
            given = json.dumps({"text": text, "cases": cases})
            return tuple(_heard(given, home / "home", complaints, heard))


def account(told: Sequence[Told], untouched: Sequence[str]) -> tuple[Text, ...]:
    """Return what became of a rehearsal in sentences: how many are true, what is not, and what of the pack no line touches."""
    wrong = [
        (WRONG if one.line else NOT_SET).format(story=one.story, line=one.line, what=one.wrong)
        for one in told
        if one.wrong is not None
    ]
    head = NOT_ALL.format(n=len(told), wrong=len(wrong)) if wrong else ALL_TRUE.format(n=len(told))
    return (head, *wrong, *(UNTOUCHED.format(what=one) for one in untouched))


def _heard(given: str, home: Path, complaints: IO[str], heard: Callable[[int, int], None]) -> Iterator[Told]:
    mine = {"BIHUAN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "bihuan.settings", "PYTHONUTF8": "1"}
    env = {name: value for name, value in os.environ.items() if name not in SHARED} | mine
    child = subprocess.Popen(
        CHILD, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, text=True, encoding="utf-8"
    )
    limit = Timer(LONGEST, child.kill)
    limit.start()
    try:
        told = total = 0
        for line in _said(child, given):
            if isinstance(line, int):
                total = line
            else:
                told += 1
                yield Told.read(line)
            heard(told, total)
        if child.wait() or told != total:
            complaints.seek(0)
            raise RehearsalBroken(complaints.read()[-2_000:])
    finally:
        limit.cancel()
        child.kill()
        child.wait()
        if child.stdout is not None:
            child.stdout.close()


def _said(child: subprocess.Popen[str], given: str) -> Iterator[Any]:
    if child.stdin is None or child.stdout is None:
        raise AssertionError
    try:
        with child.stdin:
            child.stdin.write(given)
    except BrokenPipeError:
        return  # it ended before it had read; its status says so
    for line in child.stdout:
        yield json.loads(line)
