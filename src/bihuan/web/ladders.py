"""Ladders of warnings as a form: one row a step, presets to begin with, and what would change today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import words
from bihuan.loop.clocks.previewing import LadderPreview, preview_ladder
from bihuan.loop.clocks.setting import (
    MOST_STEPS,
    LadderDraft,
    draft_of,
    ladder_of_setting,
)
from bihuan.loop.errors import Refused
from bihuan.packspec.model import Ladder, Pack, Rung
from bihuan.packspec.presets import fitted, ladder_presets
from bihuan.packspec.vocabulary import COLOURS, LADDER_UNITS
from bihuan.packspec.wording import length_in_words
from bihuan.web.language import say
from bihuan.web.relations import Choice, told_choices, told_words

EMPTY_ROWS = 2


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step as inputs. errors: sentence by key of the step."""

    number: int
    at: str
    colours: tuple[Choice, ...]
    word: str
    tell: tuple[Choice, ...]
    letters: tuple[Choice, ...]
    opens: str
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def told(self) -> str:
        """Who is told, in words, for the closed row."""
        return "、".join(choice.title for choice in self.tell if choice.chosen)


@dataclass(frozen=True, slots=True)
class PresetLink:
    id: str
    title: str
    basis: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """So many cases change from one word to another. tell: who is told then."""

    kind: str
    before: Rung | None
    after: Rung | None
    before_word: str
    after_word: str
    count: int
    tell: str


@dataclass(frozen=True, slots=True)
class SkippedRow:
    """A time limit with the steps that do not warn by it. cases: how many open cases that concerns."""

    kind: str
    clock: str
    length: str
    steps: tuple[SkippedStep, ...]
    cases: int


@dataclass(frozen=True, slots=True)
class SkippedStep:
    colour: str
    word: str
    at: int
    unit: str


@dataclass
class LadderPage:
    """The editor of one ladder. own: the round (or area) has set it; preview: what would change today, once it was asked for."""

    title: str
    ladder: str
    titled: str
    unit: str
    units: tuple[Choice, ...]
    basis: str
    rows: tuple[StepRow, ...]
    presets: tuple[PresetLink, ...]
    own: bool
    errors: Mapping[str, str] = field(default_factory=dict)
    preview: LadderPreview | None = None
    changes: tuple[ChangeRow, ...] = ()
    skipped: tuple[SkippedRow, ...] = ()


def typed_ladder(typed: QueryDict) -> LadderDraft:
    """Return the ladder that was typed; rows without days, word and people are left out."""
    steps: list[dict[str, Any]] = []
    for number in range(1, MOST_STEPS + EMPTY_ROWS + 1):
        at, word = typed.get(f"at-{number}", "").strip(), typed.get(f"word-{number}", "").strip()
        tell = typed.getlist(f"tell-{number}")
        if not at and not word and not tell:
            continue
        steps.append(
            {
                "at": _whole(at),
                "colour": typed.get(f"colour-{number}", ""),
                "word": word,
                "tell": tell,
                "letter": typed.get(f"letter-{number}", ""),
                "opens": typed.get(f"opens-{number}", ""),
            }
        )
    return LadderDraft(
        typed.get("title", "").strip(), typed.get("unit", ""), tuple(steps), typed.get("basis", "").strip()
    )


def _whole(typed: str) -> int | str:
    plain = typed.replace("−", "-").replace("－", "-").replace("—", "-")
    try:
        return int(plain)
    except ValueError:
        return typed


def ladder_page(
    pack: Pack,
    ladder: str,
    *,
    area_id: int,
    day: date,
    top: CaseFile | None,
    preset: str = "",
    draft: LadderDraft | None = None,
    refusal: Refused | None = None,
    look: bool = False,
) -> LadderPage:
    """Return the editor of a ladder: as it holds now, as a preset says, or as it was typed."""
    case = top.case if top is not None else None
    now, setting = ladder_of_setting(area_id, pack, ladder, case)
    shown = draft or _begin(pack, now, setting.basis if setting else "", preset)
    errors = refusal.fields if refusal is not None else {}
    preview = None
    if look and refusal is None:
        preview = preview_ladder(area_id=area_id, pack=pack, ladder=ladder, draft=shown, day=day, case=case)
    return LadderPage(
        title=words(pack.ladders[ladder].title),
        ladder=ladder,
        titled=shown.title,
        unit=shown.unit,
        units=tuple(Choice(id_, say(text), id_ == shown.unit) for id_, text in LADDER_UNITS.items()),
        basis=shown.basis,
        rows=_rows(pack, shown.steps, errors),
        presets=tuple(
            PresetLink(one.ladder.id, say(one.ladder.title), one.basis, one.ladder.id == preset)
            for one in ladder_presets()
        ),
        own=setting is not None,
        errors=errors,
        preview=preview,
        changes=_changes(pack, preview) if preview is not None else (),
        skipped=_skipped(pack, preview, shown.unit) if preview is not None else (),
    )


def _begin(pack: Pack, now: Ladder, basis: str, preset: str) -> LadderDraft:
    found = next((one for one in ladder_presets() if one.ladder.id == preset), None)
    return draft_of(now, basis) if found is None else draft_of(fitted(found, letters=pack.letters), found.basis)


def _rows(pack: Pack, steps: Sequence[Mapping[str, Any]], errors: Mapping[str, str]) -> tuple[StepRow, ...]:
    filled = [*steps, *({} for _empty in range(min(EMPTY_ROWS, MOST_STEPS - len(steps))))]
    return tuple(_row(pack, number, step, errors) for number, step in enumerate(filled, start=1))


def _row(pack: Pack, number: int, step: Mapping[str, Any], errors: Mapping[str, str]) -> StepRow:
    head = f"steps.{number}."
    letter = step.get("letter", "")
    return StepRow(
        number=number,
        at=str(step.get("at", "")),
        colours=tuple(Choice(id_, say(text), id_ == step.get("colour")) for id_, text in COLOURS.items()),
        word=str(step.get("word", "")),
        tell=told_choices(pack, step.get("tell", ())),
        letters=tuple(Choice(one.id, words(one.title), one.id == letter) for one in pack.letters.values()),
        opens=str(step.get("opens", "")),
        errors={key.removeprefix(head): text for key, text in errors.items() if key.startswith(head)},
    )


def _changes(pack: Pack, preview: LadderPreview) -> tuple[ChangeRow, ...]:
    return tuple(
        ChangeRow(
            words(pack.kinds[one.kind].title) if one.kind in pack.kinds else one.kind,
            one.before,
            one.after,
            words(one.before.word) if one.before else _("no warning"),
            words(one.after.word) if one.after else _("no warning"),
            one.count,
            told_words(pack, one.after.tell) if one.after else "",
        )
        for one in preview.changes
    )


def _skipped(pack: Pack, preview: LadderPreview, unit: str) -> tuple[SkippedRow, ...]:
    return tuple(
        SkippedRow(
            words(pack.kinds[one.kind].title),
            words(pack.kinds[one.kind].clocks[one.clock].title),
            say(length_in_words(pack, pack.kinds[one.kind], one.length)),
            tuple(SkippedStep(rung.colour, words(rung.word), rung.at, unit) for rung in one.steps),
            one.cases,
        )
        for one in preview.skipped
    )
