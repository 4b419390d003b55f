"""What the stories of the systems are told with: the people of the area, the days, and the acts by their short names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any

from bihuan.accounts.actions import add_contact, add_enterprise, add_person, add_unit, give_post
from bihuan.accounts.models import Person, Unit
from bihuan.accounts.queries import Actor
from bihuan.cli.demonstration.cast import ADMINISTRATOR, PASSWORD, Cast
from bihuan.cli.demonstration.days import Days
from bihuan.cli.demonstration.papers import paper
from bihuan.documents.text.credit_code import LENGTH, check_sign_of
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.models import Case
from bihuan.loop.evidence.actions import NewEvidence, answer_point
from bihuan.loop.evidence.models import StandardPoint
from bihuan.loop.lifecycle.actions import move_case
from bihuan.loop.lifecycle.packs import newest_pack
from bihuan.loop.lifecycle.signing import Verdict, sign_case
from bihuan.loop.scoring.actions import choose_rule, enter_figure


@dataclass(frozen=True, slots=True)
class Shown:
    """
    What a row of the systems shows in the demonstration, held against the report by a test.

    figures: figure of the pack → its value on the last day, as the report prints it (yuan and per cent as plain numbers; a pair of
    first day of the period and value for one of a period). lists, documents: ids that are exported. warned: clocks and rules that have warned.
    """

    figures: Mapping[str, float | tuple[date, float]] = field(default_factory=dict)
    lists: Sequence[str] = ()
    documents: Sequence[str] = ()
    warned: Sequence[str] = ()


@dataclass
class Town:
    """The area of the demonstration as the stories of the systems use it. now: the instant of the running act."""

    cast: Cast
    days: Days
    now: datetime | None = None

    def at(self, told: date, minutes: int = 600) -> datetime:
        """Return the instant of the next act: yield it, then act. told: a day of the story; minutes: after midnight."""
        return self.days.at(told, minutes)

    def unit(self, key: str) -> Unit:
        """Return a unit by its key in area.toml, or by one given to `new_unit`."""
        return self.cast.units[key]

    def person(self, name: str) -> Person:
        """Return a person by sign-in name."""
        return self.cast.people[name]

    def by(self, name: str) -> Actor:
        """Return who acts: a sign-in name, or the key of a unit, whose head then acts."""
        return self.cast.actor(name) if name in self.cast.people else self.cast.head(name)

    def new_unit(self, key: str, name: str, *, short: str = "", above: str = "", at: datetime) -> Unit:
        """Add a unit that only this story needs, as a village below its subdistrict; one that is there already is returned."""
        if key not in self.cast.units:
            by = self._administrator()
            parent = self.cast.units[above] if above else None
            self.cast.units[key] = add_unit(by=by, at=at, name=name, short_name=short, parent=parent)
        return self.cast.units[key]

    def new_person(
        self, username: str, name: str, unit: str, *, role: str = "member", title: str = "", at: datetime
    ) -> Person:
        """Add a person with a post that only this story needs; one that is there already is returned."""
        if username not in self.cast.people:
            by = self._administrator()
            person = add_person(by=by, at=at, name=name, username=username, password=PASSWORD).person
            from_on = min(at.date(), self.cast.on)
            give_post(person=person, unit=self.unit(unit), role=role, by=by, at=at, from_on=from_on, title=title)
            self.cast.people[username] = person
            kept = {"head": self.cast.heads, "member": self.cast.members}.get(role)
            if kept is not None:
                kept.setdefault(unit, []).append(username)
        return self.cast.people[username]

    def new_enterprise(self, key: str, name: str, credit_code: str, *, at: datetime, contact: str = "") -> Unit:
        """
        Add an enterprise as an outside body; one that is there already is returned.

        credit_code: 18 characters, or the first 17, to which the check character is added. contact: name of a person who acts for it
        in the portal, with the credit code as sign-in name; `by=key` then means that person.
        """
        if key not in self.cast.units:
            by = self._administrator()
            code = credit_code if len(credit_code) == LENGTH else credit_code + check_sign_of(credit_code)
            unit = add_enterprise(by=by, at=at, name=name, credit_code=code)
            self.cast.units[key] = unit
            if contact:
                person = add_contact(
                    unit=unit, by=by, at=at, from_on=min(at.date(), self.cast.on), username=code, name=contact,
                    password=PASSWORD,
                )  # fmt: skip
                self.cast.people[code] = person
                self.cast.heads.setdefault(key, []).append(code)
        return self.cast.units[key]

    def give_desks(self, pack: str, desks: Mapping[str, str]) -> None:
        """Give the desks of a pack to units (by key) or people (by sign-in name)."""
        by, at = self._administrator(), self.days.at(date(2025, 1, 6), 10 * 60)
        for desk, holder in desks.items():
            if holder in self.cast.people:
                person = self.person(holder)
                set_desk_holder(pack=pack, desk=desk, person=person, heads_only=False, by=by, at=at)
            else:
                set_desk_holder(pack=pack, desk=desk, unit=self.unit(holder), heads_only=False, by=by, at=at)

    def open(
        self, pack: str, kind: str, subject: str, *, by: str, at: datetime, parent: Case | None = None,
        standard: Sequence[str] = (), **given: Any,
    ) -> Case:  # fmt: skip
        """Open a case; `given` holds fields, parties (units, people or lists of them) and `due`."""
        above = self.fresh(parent) if parent is not None else None
        return open_case(
            pack=pack, kind=kind, subject=subject, parent=above, given=_plain(given), standard=standard,
            by=self.by(by), at=at,
        )  # fmt: skip

    def move(
        self, case: Case, move: str, *, by: str, at: datetime, brings: Mapping[str, str] | None = None, **given: Any
    ) -> Case:
        """Take a move. brings: kind of evidence → name of a file (pdf, png, docx, xlsx), which is made."""
        evidence = tuple(self.paper(name, case, kind=kind) for kind, name in (brings or {}).items())
        return move_case(
            case=self.fresh(case), move=move, given=_plain(given), evidence=evidence, by=self.by(by), at=at
        )

    def sign(self, case: Case, *, by: str, at: datetime, verdict: Verdict = "pass", opinion: str = "") -> Case:
        """Sign the running step of a review with all its checks ticked and all points met."""
        fresh = self.fresh(case)
        review = fresh.review or {}
        checks = review["steps"][review["step"]].get("checks", ()) if review.get("steps") else ()
        points = dict.fromkeys(self._points(fresh), "met") if verdict == "pass" else {}
        return sign_case(
            case=fresh, verdict=verdict, opinion=opinion, checks=tuple(range(len(checks))), points=points,
            by=self.by(by), at=at,
        )  # fmt: skip

    def prove(self, case: Case, answer: str, *, by: str, at: datetime) -> None:
        """Answer every point of the completion standard with one sentence and a file."""
        for number in self._points(case):
            brought = (self.paper(f"佐证材料{number}.pdf", case, point=number),)
            answer_point(case=self.fresh(case), number=number, answer=answer, brought=brought, by=self.by(by), at=at)

    def enter(
        self,
        pack: str,
        figure: str,
        first: date,
        value: object,
        *,
        by: str,
        at: datetime,
        unit: str = "",
        basis: str = "统计台账",
    ) -> None:
        """Enter a number by hand for the period that begins on `first` (a real day)."""
        enter_figure(
            pack=newest_pack(pack), figure=figure, first=first, value=value, basis=basis, by=self.by(by), at=at,
            unit=self.unit(unit) if unit else None,
        )  # fmt: skip

    def use_rule(self, pack: str, rule: str, *, basis: str, by: str, at: datetime) -> None:
        """Let the area use a rule of a pack from now on. by: who holds its office."""
        choose_rule(pack=newest_pack(pack), rule=rule, in_use=True, basis=basis, by=self.by(by), at=at)

    def paper(self, name: str, case: Case, *, kind: str = "", point: int | None = None) -> NewEvidence:
        """Return a file as a person brings it, made of the words of the case. point: what of the standard it proves."""
        lines = [f"事项：{case.number} {case.subject}", "经核对，以上内容与原始记录一致。"]
        rng = self._chance(f"{case.number}{name}")
        return NewEvidence(name=name, stream=BytesIO(paper(name, lines, rng)), kind=kind, point=point)

    def fresh(self, case: Case) -> Case:
        """Return a case as it is now."""
        return Case.objects.get(area_id=case.area_id, pk=case.pk)

    @staticmethod
    def _points(case: Case) -> list[int]:
        rows = StandardPoint.objects.filter(area_id=case.area_id, case_id=case.pk).order_by("number")
        return list(rows.values_list("number", flat=True))

    def _administrator(self) -> Actor:
        return self.cast.actor(ADMINISTRATOR)

    def _chance(self, words: str) -> Any:
        from bihuan.cli.demonstration.days import chance

        return chance(sum(map(ord, words)))


def _plain(given: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in given.items()}
