"""Ladders that offices have published, to be adopted and changed; and the rules that any ladder of an office must keep. No Django."""

from __future__ import annotations

import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from bihuan.packspec.bilingual import Text
from bihuan.packspec.build import build_rung
from bihuan.packspec.model import Ladder
from bihuan.packspec.vocabulary import COLOURS, DESK_PREFIX, LADDER_UNITS, RELATIONS

FILE: Final = Path(__file__).resolve().parents[1] / "packs" / "presets" / "ladders.toml"
NOBODY: Final = frozenset({"anyone", "public", "clock"})  # relations that mean no one who could be told
FURTHEST: Final = 3660


@dataclass(frozen=True, slots=True)
class PresetProblem:
    """One thing that is wrong with a ladder. place: `title`, `unit`, `steps`, or `steps.<n>.<key>` with n from 1."""

    place: str
    sentence: Text


@dataclass(frozen=True, slots=True)
class LadderPreset:
    """A published practice. basis: where it comes from, in words."""

    ladder: Ladder
    basis: str


class BadPresets(ValueError):
    """The file of presets cannot be read; says why."""


@cache
def ladder_presets() -> tuple[LadderPreset, ...]:
    """Return the shipped ladders, in the order of the file."""
    return read_presets(FILE.read_text(encoding="utf-8"))


def read_presets(text: str) -> tuple[LadderPreset, ...]:
    """
    Return the ladders of a file of presets.

    Raises BadPresets for a ladder without basis or with anything that `check_ladder` finds wrong.
    """
    found = []
    for id_, written in tomllib.loads(text).get("ladder", {}).items():
        title, steps = str(written.get("title", "")), written.get("steps", ())
        problems = check_ladder(
            written.get("unit", ""), steps, desks=("office",), letters=None, kinds=None, title=title
        )
        if problems:
            raise BadPresets(f"{id_}: {problems[0].place}: {problems[0].sentence.zh}")
        if not str(written.get("basis", "")).strip():
            raise BadPresets(f"{id_}: no basis")
        rungs = tuple(build_rung(step) for step in steps)
        found.append(LadderPreset(Ladder(id_, Text.parse(title), written["unit"], rungs), written["basis"]))
    return tuple(found)


def relation_known(relation: str, desks: Collection[str]) -> bool:
    """Return whether somebody can be told or asked by this relation: one of the closed set, or a desk of the pack."""
    if relation.startswith(DESK_PREFIX):
        return relation.removeprefix(DESK_PREFIX) in desks
    return relation in RELATIONS and relation not in NOBODY


def check_ladder(
    unit: str,
    steps: Sequence[Mapping[str, Any]],
    *,
    desks: Collection[str],
    letters: Collection[str] | None,
    kinds: Collection[str] | None,
    title: str,
) -> tuple[PresetProblem, ...]:
    """
    Return everything that is wrong with a ladder: a colour without a word, steps out of order, relations nobody can stand in.

    letters, kinds: keys of the pack's letters and kinds; None where they are not known here.
    """
    found: list[PresetProblem] = []
    if not _is_text(title):
        found.append(PresetProblem("title", Text("请填写名称。", "Write a title.")))
    if unit not in LADDER_UNITS:
        found.append(PresetProblem("unit", Text("按自然日或工作日计算，请选一种。", "Choose days or working days.")))
    last: int | None = None
    for number, step in enumerate(steps, start=1):
        found += _check_step(number, step, desks, letters, kinds)
        at = step.get("at")
        if isinstance(at, int):
            if last is not None and at <= last:
                sentence = Text("第{n}级应晚于上一级。", "Step {n} must come later than the one before.")
                found.append(PresetProblem(f"steps.{number}.at", sentence.format(n=number)))
            last = at
    return tuple(found)


def _check_step(
    number: int,
    step: Mapping[str, Any],
    desks: Collection[str],
    letters: Collection[str] | None,
    kinds: Collection[str] | None,
) -> list[PresetProblem]:
    wrong: dict[str, Text] = {}
    at = step.get("at")
    if not isinstance(at, int) or isinstance(at, bool) or not -FURTHEST <= at <= FURTHEST:
        wrong["at"] = Text(
            "第{n}级的天数应为整数，期限前写负数。", "Step {n}: days are a whole number, negative before."
        )
    if step.get("colour") not in COLOURS:
        wrong["colour"] = Text("请为第{n}级选择颜色。", "Choose a colour for step {n}.")
    if not _is_text(step.get("word")):
        wrong["word"] = Text(
            "第{n}级只有颜色没有用语，请填写用语。", "Step {n} has a colour without a word; write the word."
        )
    told = step.get("tell")
    if not isinstance(told, list | tuple) or not told:
        wrong["tell"] = Text("请选择第{n}级告知谁。", "Say who is told at step {n}.")
    elif any(not relation_known(str(one), desks) for one in told):
        wrong["tell"] = Text("第{n}级的告知对象不存在。", "Step {n} tells somebody who does not exist.")
    if step.get("letter") and letters is not None and step["letter"] not in letters:
        wrong["letter"] = Text("第{n}级的文书不存在。", "Step {n} names a letter that does not exist.")
    if step.get("opens") and kinds is not None and step["opens"] not in kinds:
        wrong["opens"] = Text("第{n}级要开立的事项类型不存在。", "Step {n} opens a kind that does not exist.")
    return [PresetProblem(f"steps.{number}.{key}", text.format(n=number)) for key, text in wrong.items()]


def _is_text(written: object) -> bool:
    try:
        Text.parse(str(written or ""))
    except ValueError:
        return False
    return True


def fitted(preset: LadderPreset, *, letters: Collection[str]) -> Ladder:
    """Return a preset as a pack can run it: steps whose letter the pack does not have warn without one."""
    rungs = tuple(
        rung if not rung.letter or rung.letter in letters else type(rung)(rung.at, rung.colour, rung.word, rung.tell)
        for rung in preset.ladder.steps
    )
    return Ladder(preset.ladder.id, preset.ladder.title, preset.ladder.unit, rungs)
