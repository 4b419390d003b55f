"""The worked cases of the shipped packs are true for programs too: the same lines, sent to the API by the tokens of their people."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from bihuan.accounts.models import Person
from bihuan.accounts.queries import Actor
from bihuan.accounts.tokens import make_token
from bihuan.loop.cases.models import Case
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.actions import NewEvidence
from bihuan.loop.lifecycle.packs import release_packs
from bihuan.loop.rehearsal.telling import ACTIONS, Stage, tell
from bihuan.loop.trail.verification import verify
from bihuan.packspec.cases import Story, WorkedCases
from bihuan.packspec.model import Pack
from bihuan.web import middleware
from tests.api.test_api import BASE
from tests.packs.test_worked_cases import stories
from tests.people import NOW

A_YEAR = timedelta(days=300)


class Programs:
    """The acts of a story as a program takes them; enterprises and the public have doors of their own and go through them."""

    def __init__(self, stage: Stage, patch: pytest.MonkeyPatch) -> None:
        self.stage, self.client = stage, Client()
        self.secrets: dict[int, tuple[str, date]] = {}
        self.sent = 0
        door = self

        class AsTold(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> Any:
                return door.at.astimezone(tz)

        self.at = datetime(2026, 1, 1, tzinfo=UTC)
        patch.setattr(middleware, "datetime", AsTold)

    def send(self, method: str, path: str, body: Any, by: Actor, at: datetime) -> dict[str, Any]:
        """Send one act and return the answer. Raises Refused with the sentence of the answer."""
        self.at = at
        self.sent += 1
        answer = self.client.generic(
            method, f"{BASE}/{path}", json.dumps(body, default=str), content_type="application/json",
            headers={"Authorization": f"Bearer {self._secret(by, at)}", "Idempotency-Key": f"line-{self.sent}"},
        )  # fmt: skip
        told: dict[str, Any] = answer.json()
        if answer.status_code >= 400:
            assert answer.status_code in {403, 404, 409, 422}, f"{path}: {answer.status_code}"
            error = told["error"]
            raise Refused(error["sentence"], fields=error.get("fields", {}), missing=error.get("missing", ()))
        return told

    def _secret(self, by: Actor, at: datetime) -> str:
        person, day = by.person_id or 0, local_day(at)
        if person not in self.secrets or self.secrets[person][1] < day:
            made = make_token(name="汇聚", may_write=True, ends_on=day + A_YEAR, by=by, at=at, today=day)
            self.secrets[person] = (made.secret, day + A_YEAR)
        return self.secrets[person][0]

    def _of(self, case: Case) -> str:
        return f"cases/{case.pack}/{case.number}"

    def __getattribute__(self, name: str) -> Any:
        """Return an act; for who has no token the action itself."""
        found = super().__getattribute__(name)
        if not hasattr(ACTIONS, name):
            return found

        def take(**asked: Any) -> Any:
            person = Person.objects.filter(pk=asked["by"].person_id or 0, posts__unit__outside="")
            return (found if person.exists() else getattr(ACTIONS, name))(**asked)

        return take

    def open_case(
        self, *, pack: str, kind: str, subject: str, parent: Case | None, given: dict[str, Any], by: Actor, at: datetime
    ) -> Case:
        body = {"kind": kind, "subject": subject, "given": given, "parent": parent.number if parent else ""}
        told = self.send("POST", f"cases/{pack}", body, by, at)
        return Case.objects.get(area_id=self.stage.area_id, pack=pack, number=told["number"])

    def move_case(
        self, *, case: Case, move: str, given: dict[str, Any], evidence: Sequence[NewEvidence], by: Actor, at: datetime
    ) -> None:
        body = {"given": given, "evidence": _materials(evidence)}
        self.send("POST", f"{self._of(case)}/moves/{move}", body, by, at)

    def sign_case(self, *, case: Case, by: Actor, at: datetime, **said: Any) -> None:
        self.send("POST", f"{self._of(case)}/sign", {**said, "checks": list(said["checks"])}, by, at)

    def set_standard(self, *, case: Case, points: Sequence[str], by: Actor, at: datetime) -> None:
        self.send("PUT", f"{self._of(case)}/standard", list(points), by, at)

    def answer_point(
        self, *, case: Case, number: int, answer: str, brought: Sequence[NewEvidence], by: Actor, at: datetime
    ) -> None:
        body = {"answer": answer, "evidence": _materials(brought)}
        self.send("POST", f"{self._of(case)}/points/{number}", body, by, at)

    def fill_attendance(
        self, *, meeting: Case, marks: dict[str, Any], guests: list[str], chaired: str, by: Actor, at: datetime
    ) -> None:
        body = {
            "marks": {key: {"presence": mark.presence} for key, mark in marks.items()}, "guests": guests, "chaired": chaired,
        }  # fmt: skip
        self.send("PUT", f"{self._of(meeting)}/attendance", body, by, at)

    def draw_sample(
        self, *, case: Case, seed: int, size: int, strata: Sequence[str], by: Actor, at: datetime, **_rest: object
    ) -> None:
        body = {"seed": seed, "size": size, "strata": list(strata)}
        self.send("POST", f"checks/{case.pack}/{case.number}/draw", body, by, at)

    def judge_points(self, *, case: Case, points: dict[int, tuple[str, str]], by: Actor, at: datetime) -> None:
        judged = {number: {"verdict": verdict, "note": note} for number, (verdict, note) in points.items()}
        self.send("POST", f"{self._of(case)}/check", {"points": judged}, by, at)

    def record_call_back(self, *, case: Case, given: dict[str, Any], by: Actor, at: datetime) -> None:
        self.send("POST", f"{self._of(case)}/check", {"call": {**given, "on": given["on"].isoformat()}}, by, at)

    def score_items(self, *, case: Case, scores: dict[str, Any], by: Actor, at: datetime) -> None:
        self.send("POST", f"{self._of(case)}/scores", {"scores": _scores(scores)}, by, at)

    def score_itself(self, *, case: Case, scores: dict[str, Any], by: Actor, at: datetime) -> None:
        self.send("POST", f"{self._of(case)}/scores/own", {"scores": _scores(scores)}, by, at)

    def adjust_scores(
        self, *, case: Case, scores: list[tuple[str, str, str]], appeal: Case, by: Actor, at: datetime
    ) -> None:
        said = {item: {"score": score, "note": note} for item, score, note in scores}
        body = {"scores": said, "appeal": appeal.number}
        self.send("POST", f"{self._of(case)}/scores/adjust", body, by, at)


def _materials(brought: Sequence[NewEvidence]) -> list[dict[str, Any]]:
    return [{"name": one.name, "kind": one.kind, "statement": one.statement, "point": one.point} for one in brought]


def _scores(scores: dict[str, Any]) -> dict[str, Any]:
    return {
        item: {"score": one.score, "note": one.note, "counts": one.counts, "evidence": _materials(one.brought)}
        for item, one in scores.items()
    }


def longest() -> list[tuple[Pack, WorkedCases, Story]]:
    """Return the story of each pack that has the most lines; the others take the same acts."""
    found = sorted(stories(), key=lambda told: (told[0].id, len(told[2].lines)))
    return [list(told)[-1] for _, told in groupby(found, key=lambda one: one[0].id)]


@pytest.mark.django_db
@pytest.mark.parametrize("told", longest(), ids=lambda told: f"{told[0].id}: {told[2].title.in_('en')}")
def test_a_worked_case_is_true_for_programs(
    told: tuple[Pack, WorkedCases, Story], tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.BIHUAN_HOME = tmp_path
    release_packs(at=NOW)
    tell(*told, door=lambda stage: Programs(stage, monkeypatch))
    assert [str(broken) for broken in verify().broken] == []
