"""What an import list would change: every row judged, every fault named with its row and column, nothing stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.translation import gettext as _

from bihuan.accounts.import_rows import Row, read_day, read_names, read_role, read_yes
from bihuan.accounts.models import Person, Post, Unit
from bihuan.accounts.names import problem_of_length, problem_of_name, problem_of_username
from bihuan.accounts.roles import INSIDE

Does = Literal["add", "change", "same"]


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Something wrong in one cell. column: its id, or empty for the whole row; value: what stands there."""

    row: Row
    column: str
    value: str
    sentence: str


@dataclass(frozen=True, slots=True)
class RowPlan:
    """What one good row does. facts: arguments for the action; changed: names of the fields that differ."""

    row: Row
    does: Does
    facts: dict[str, Any]
    changed: tuple[str, ...] = ()
    post: dict[str, Any] | None = None


@dataclass(slots=True)
class ImportPlan:
    """The judgement of a whole list."""

    plans: list[RowPlan] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)

    def count(self, kind: str, does: Does) -> int:
        """Return how many good rows add, change or leave as it is."""
        return sum(plan.row.kind == kind and plan.does == does for plan in self.plans)

    @property
    def posts(self) -> int:
        """Return how many posts are given."""
        return sum(plan.post is not None for plan in self.plans)

    @property
    def bad_rows(self) -> list[Row]:
        """Return the rows with a problem, each once."""
        return list({(one.row.sheet, one.row.number): one.row for one in self.problems}.values())


class _Judge:
    """What is known while the rows are read: what exists, and what earlier rows will add."""

    def __init__(self, area_id: int, on: date, rows: Sequence[Row]) -> None:
        self.on = on
        self.plan = ImportPlan()
        own = Unit.objects.filter(area_id=area_id, outside="").select_related("parent")
        self.units = {unit.name: unit for unit in own}
        self.short = {unit.short_name: unit.name for unit in self.units.values() if unit.short_name}
        listed = [row.values for row in rows if row.kind == "unit"]
        self.short |= {one["short_name"]: one["name"] for one in listed if one.get("short_name") and one["name"]}
        self.coming = {row.values["name"] for row in rows if row.kind == "unit" and row.values.get("name")}
        self.above = {row.values["name"]: row.values.get("parent", "") for row in rows if row.kind == "unit"}
        names = [row.values.get("username", "") for row in rows if row.kind == "person"]
        lower = {name.lower() for name in names}
        # All sign-in names at once: 5,000 questions one by one would take longer than everything else.
        people = Person.objects.only("id", "area_id", "username", "name", "phone", "email", "is_active")
        self.people = {one.username.lower(): one for one in people if one.username.lower() in lower}
        held = Post.objects.filter(area_id=area_id).filter(Q(to_on__isnull=True) | Q(to_on__gte=on))
        self.held = set(held.values_list("person__username", "unit__name", "role"))
        self.area_id = area_id
        self.seen_units: dict[str, Row] = {}
        self.seen_people: dict[str, Row] = {}
        self.seen_posts: set[tuple[str, str, str]] = set()
        self.bad_units: set[str] = set()

    def judge(self, row: Row) -> None:
        problems = self.unit(row) if row.kind == "unit" else self.person(row)
        found = [RowProblem(row, column, row.values.get(column, ""), sentence) for column, sentence in problems.items()]
        self.plan.problems.extend(found)

    # Units

    def unit(self, row: Row) -> dict[str, str]:
        given = row.values
        facts: dict[str, Any] = {"name": given["name"]}
        problems = {
            "name": problem_of_name(given["name"], 100) or self._twice(self.seen_units, given["name"], row),
            "short_name": problem_of_length(given.get("short_name", ""), 40),
            "kind": problem_of_length(given.get("kind", ""), 40),
            "receives": self._take(facts, "receives", read_yes(given.get("receives", "")), given, _("Write 是 or 否.")),
            "order": self._take(facts, "order", _number(given.get("order", "")), given, _("Write a whole number.")),
            "parent": self._parent_problem(given.get("parent", ""), given["name"]),
        }
        for name in ("short_name", "kind"):
            if given.get(name):
                facts[name] = given[name]
        if given.get("former_names"):
            facts["former_names"] = read_names(given["former_names"])
        if given.get("parent"):
            facts["parent"] = self._unit_name(given["parent"])
        found = {column: sentence for column, sentence in problems.items() if sentence}
        if found:
            if given["name"] not in self.units:
                self.bad_units.add(given["name"])
            return found
        unit = self.units.get(given["name"])
        if unit is not None and unit.ended_on is not None:
            return {"name": _("This unit ended on %(day)s; it cannot be changed any more.") % {"day": unit.ended_on}}
        changed = () if unit is None else _unit_changes(unit, facts)
        does: Does = "add" if unit is None else "change" if changed else "same"
        self.plan.plans.append(RowPlan(row, does, facts, changed))
        return {}

    def _parent_problem(self, parent: str, name: str) -> str:
        if not parent:
            return ""
        above = self._unit_name(parent)
        unit = self.units.get(above)
        if unit is None and above not in self.coming:
            return _("There is no such unit, neither here nor in this list.")
        if unit is not None and unit.ended_on is not None:
            return _("This unit has ended.")
        seen = {name}
        while above:
            if above in seen:
                return _("A unit cannot stand below itself.")
            seen.add(above)
            known = self.units.get(above)
            above = self._unit_name(self.above.get(above, "")) or (known.parent.name if known and known.parent else "")
        return ""

    def _unit_name(self, written: str) -> str:
        if written in self.units or written in self.coming:
            return written
        return self.short.get(written, written)

    # People

    def person(self, row: Row) -> dict[str, str]:
        given = row.values
        username = given["username"]
        known = self.people.get(username.lower())
        facts = {name: given[name] for name in ("username", "name", "phone", "email") if given.get(name)}
        post, post_problems = self._post(given, username)
        problems = {
            "username": problem_of_username(username) or self._foreign(known) or self._other_person(row),
            "name": problem_of_name(given["name"], 60),
            "phone": problem_of_length(given.get("phone", ""), 40),
            "email": _email_problem(given.get("email", "")),
            **post_problems,
        }
        found = {column: sentence for column, sentence in problems.items() if sentence}
        if found:
            return found
        repeated = username.lower() in self.seen_people
        self.seen_people.setdefault(username.lower(), row)
        changed = () if known is None else tuple(name for name in facts if getattr(known, name) != facts[name])
        does: Does = "add" if known is None and not repeated else "change" if changed or post else "same"
        self.plan.plans.append(RowPlan(row, does, facts, changed, post))
        return {}

    def _post(self, given: dict[str, str], username: str) -> tuple[dict[str, Any] | None, dict[str, str]]:
        if not given.get("unit"):
            needless = given.get("role") or given.get("title")
            return None, {"unit": _("A role or a title needs a unit.")} if needless else {}
        unit, role = self._unit_name(given["unit"]), read_role(given.get("role", "") or "member")
        day = read_day(given["from_on"]) if given.get("from_on") else self.on
        problems = {
            "unit": self._unit_problem(unit),
            "role": ""
            if role
            else _("Write one of: %(roles)s.") % {"roles": "、".join(one.title.zh for one in INSIDE.values())},
            "title": problem_of_length(given.get("title", ""), 60),
            "from_on": "" if day else _("Write a day such as 2026-01-05."),
        }
        key = (username, unit, role)
        if any(problems.values()) or key in self.held or key in self.seen_posts:
            return None, problems
        self.seen_posts.add(key)
        return {"unit": unit, "role": role, "title": given.get("title", ""), "from_on": day}, problems

    def _unit_problem(self, name: str) -> str:
        unit = self.units.get(name)
        if unit is None and name not in self.coming:
            return _("There is no such unit, neither here nor in this list.")
        return _("This unit has ended.") if unit is not None and unit.ended_on else ""

    def _foreign(self, known: Person | None) -> str:
        if known is None:
            return ""
        if known.area_id != self.area_id:
            return _("Somebody signs in with this name already.")
        return (
            "" if known.is_active else _("This person may not sign in any more. Allow it on the person's page first.")
        )

    def _other_person(self, row: Row) -> str:
        """Several rows for one sign-in name are several posts, if they name the same person."""
        earlier = self.seen_people.get(row.values["username"].lower())
        if earlier is None or earlier.values["name"] == row.values["name"]:
            return ""
        return _("Row %(number)d gives this sign-in name to %(name)s.") % {
            "number": earlier.number,
            "name": earlier.values["name"],
        }

    def _twice(self, seen: dict[str, Row], name: str, row: Row) -> str:
        earlier = seen.setdefault(name, row)
        return "" if earlier is row else _("The same as in row %(number)d.") % {"number": earlier.number}

    def _take(self, facts: dict[str, Any], name: str, value: Any, given: dict[str, str], sentence: str) -> str:
        """Keep a value that could be read; say what is expected where something else stands."""
        if not given.get(name):
            return ""
        if value is None:
            return sentence
        facts[name] = value
        return ""


def plan_import(rows: Sequence[Row], *, area_id: int, on: date) -> ImportPlan:
    """
    Return what these rows would do in the area, and everything that is wrong with them.

    on: the day from which posts are given where the list names none.
    """
    judge = _Judge(area_id, on, rows)
    for row in rows:
        judge.judge(row)
    _drop_orphans(judge.plan, judge.bad_units)
    return judge.plan


def _drop_orphans(plan: ImportPlan, bad: set[str]) -> None:
    """Take out good rows that stand below or at a unit whose own row is bad: they could not be stored without it."""
    while bad:
        orphans = [one for one in plan.plans if _needs(one) & bad]
        plan.plans = [one for one in plan.plans if not _needs(one) & bad]
        for one in orphans:
            column = "parent" if one.row.kind == "unit" else "unit"
            sentence = _("The row of this unit has a fault.")
            plan.problems.append(RowProblem(one.row, column, one.row.values.get(column, ""), sentence))
        bad = {one.facts["name"] for one in orphans if one.row.kind == "unit" and one.does == "add"}


def _needs(plan: RowPlan) -> set[str]:
    return {name for name in (plan.facts.get("parent"), plan.post["unit"] if plan.post else None) if name}


def _unit_changes(unit: Unit, facts: dict[str, Any]) -> tuple[str, ...]:
    now = {
        "name": unit.name,
        "short_name": unit.short_name,
        "kind": unit.kind,
        "receives": unit.receives,
        "order": unit.order,
        "parent": unit.parent.name if unit.parent else "",
        "former_names": unit.former_names.splitlines(),
    }
    return tuple(name for name, value in facts.items() if now[name] != value)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 6 else None


def _email_problem(email: str) -> str:
    if not email:
        return ""
    try:
        validate_email(email)
    except ValidationError:
        return _("This is no e-mail address.")
    return ""
