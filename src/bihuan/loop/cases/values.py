"""Values of fields and facts: from what was typed to what is kept, and back to words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language, gettext

from bihuan.accounts.directory import own_people
from bihuan.accounts.models import Person, Unit
from bihuan.loop.cases.models import Case, Nature
from bihuan.packspec.bilingual import Text
from bihuan.packspec.model import Field, Kind, Pack

UNKEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
MOST_DIGITS = 18  # of an id
CREDIT_CODE_LENGTH = 18
DECIMALS = 30  # of a number
YEARS = range(1900, 2201)  # in which something was done or will be: from here every period ends within the calendar
ENTERPRISE_PREFIX = "enterprise:"  # an applicant that is an enterprise, as forms write it
UNIT_PARTIES = ("responsible", "lead", "assisting")
PERSON_PARTIES = ("leader", "handler", "panel", "applicant")
COVERED = "＊＊＊"
FACTS = ("reason", "due", "statement", "nature", "subject")

NATURES: dict[str, Text] = {
    Nature.AT_ONCE: Text("立行立改", "At once"),
    Nature.BY_DATE: Text("限期整改", "By date"),
    Nature.STANDING: Text("长期坚持", "Standing"),
}
FACT_TITLES: dict[str, Text] = {
    "reason": Text("理由", "Reason"),
    "due": Text("期限", "Due"),
    "statement": Text("完成情况", "Statement"),
    "nature": Text("性质", "Nature"),
    "subject": Text("事项", "Subject"),
    "number": Text("编号", "Number"),
    "state": Text("进度", "State"),
    "category": Text("阶段", "Stage"),
    "turn": Text("轮次", "Round"),
    "late": Text("是否超期", "Late"),
    "light": Text("亮灯", "Light"),
    "finished": Text("报送完成日期", "Finished on"),
    "closed": Text("销号日期", "Closed on"),
    "opened": Text("登记日期", "Opened on"),
    "original_due": Text("原期限", "Original due"),
    "days_taken": Text("办理天数", "Days taken"),
    "sample": Text("抽取样本", "Sample"),
    "score": Text("得分", "Score"),
    "grade": Text("等次", "Grade"),
    "rank": Text("排名", "Rank"),
    "doubts": Text("存疑要点和回访数", "Points and call-backs in doubt"),
}


def words(text: Text) -> str:
    """Return a pack's text in the language that is active."""
    return text.in_(get_language() or "zh")


def title_of(kind: Kind, path: str) -> str:
    """Return the title people read for a field, party or fact."""
    if path in kind.fields:
        return words(kind.fields[path].title)
    if path in kind.parties:
        return words(kind.parties[path])
    if path == "subject":
        return words(kind.subject)
    return words(FACT_TITLES[path]) if path in FACT_TITLES else path


def written(typed: Any) -> str:
    """Return text as it is kept: trimmed, lines ended alike, without control characters and halves of characters that no database keeps."""
    return UNKEPT.sub("", str(typed or "").replace("\r\n", "\n").replace("\r", "\n")).strip()


class BadValue(ValueError):
    """What was typed cannot be the value; the message is a sentence for the user."""


def parse_field(field: Field, pack: Pack, area_id: int, typed: Any) -> Any:
    """
    Return the value of a field as it is kept in JSON, None for nothing.

    typed: text, number, date, model instance or id; a list for a field with several values.
    Raises BadValue.
    """
    if field.many:
        many = typed if isinstance(typed, list | tuple) else [typed]
        values = [value for value in (_parse_one(field, pack, area_id, one) for one in many) if value is not None]
        return values or None
    return _parse_one(field, pack, area_id, typed)


def _parse_one(field: Field, pack: Pack, area_id: int, typed: Any) -> Any:
    if typed is None or (isinstance(typed, str) and not typed.strip()):
        return None
    match field.type:
        case "number" | "money":
            return parse_number(typed, money=field.type == "money")
        case "date":
            return parse_date(typed).isoformat()
        case "yes_no":
            return typed if isinstance(typed, bool) else str(typed) in {"1", "true", "on", "yes"}
        case "choice":
            options = pack.options.get(field.options or "", {})
            if str(typed) not in options:
                raise BadValue(
                    gettext("Choose one of: %(options)s.")
                    % {"options": "、".join(words(option) for option in options.values())}
                )
            return str(typed)
        case "unit":
            return unit_of(area_id, typed).pk
        case "person":
            return person_of(area_id, typed).pk
        case "enterprise":
            return enterprise_of(area_id, typed).pk
        case "link":
            return _linked(field, pack, area_id, typed).pk
    return written(typed) or None


def parse_number(typed: Any, *, money: bool = False) -> Any:
    """Return a number as it is kept: money as text with two decimals, in yuan. Raises BadValue."""
    try:
        value = Decimal(str(typed).replace(",", "").replace("，", "").strip())
    except InvalidOperation:
        raise BadValue(gettext("Write a number, for example 1250.50.")) from None
    # Not every database reckons with digits that stand further behind the point than anybody writes.
    if not value.is_finite() or abs(value) >= 10**16 or (value and value.adjusted() < -DECIMALS):
        raise BadValue(gettext("Write a number, for example 1250.50."))
    if money:
        if value < 0:  # a negative payment would give back a budget that was never spent
            raise BadValue(gettext("An amount is not below zero."))
        if value != value.quantize(Decimal("0.01")):
            raise BadValue(gettext("Money has at most two decimals, in yuan."))
        return f"{value:.2f}"
    return int(value) if value == value.to_integral_value() else f"{value.normalize():f}"


def parse_date(typed: Any) -> date:
    """Return a date from a date or from text in the form 2026-11-20. Raises BadValue, also for days from which no period could be counted."""
    if isinstance(typed, date):
        return typed
    try:
        found = date.fromisoformat(str(typed).strip())
    except ValueError:
        raise BadValue(gettext("Write a date like 2026-11-20.")) from None
    if found.year not in YEARS:
        sentence = gettext("A date lies between the years %(first)d and %(last)d.")
        raise BadValue(sentence % {"first": YEARS[0], "last": YEARS[-1]})
    return found


def unit_of(area_id: int, typed: Any) -> Unit:
    """Return the unit meant by an instance, an id, or an exact name, short name or former name. Raises BadValue."""
    if isinstance(typed, Unit) and typed.area_id == area_id and not typed.outside:
        return typed
    units = Unit.objects.filter(area_id=area_id, outside="")
    text = written(typed)
    if is_id(text):
        found = list(units.filter(pk=int(text)))
    else:
        found = [unit for unit in units if text in (unit.name, unit.short_name, *unit.former_names.splitlines())]
    if not found:
        raise BadValue(gettext("There is no unit “%(typed)s” in this area.") % {"typed": text})
    if len(found) > 1:
        raise BadValue(gettext("“%(typed)s” fits %(count)s units; choose one.") % {"typed": text, "count": len(found)})
    return found[0]


def enterprise_of(area_id: int, typed: Any) -> Unit:
    """Return the enterprise meant by an instance, an id, a credit code or an exact name. Raises BadValue."""
    if isinstance(typed, Unit) and typed.area_id == area_id and typed.outside:
        return typed
    enterprises = Unit.objects.filter(area_id=area_id, outside="enterprise")
    text = written(typed.pk if isinstance(typed, Unit) else typed)
    found = (
        enterprises.filter(pk=int(text)).first()
        if is_id(text) and len(text) < CREDIT_CODE_LENGTH
        else enterprises.filter(Q(name=text) | Q(credit_code=text.upper())).first()
    )
    if found is None:
        raise BadValue(gettext("There is no enterprise “%(typed)s” in this area.") % {"typed": text})
    return found


def applicant_of(area_id: int, typed: Any) -> Unit | Person:
    """
    Return who applies: an enterprise, or a person of the area. Raises BadValue.

    typed: an instance; `enterprise:3`, or a credit code or exact name of an enterprise; else what `person_of` reads.
    """
    if isinstance(typed, Unit):
        return enterprise_of(area_id, typed)
    text = "" if isinstance(typed, Person) else written(typed)
    if text.startswith(ENTERPRISE_PREFIX):
        return enterprise_of(area_id, text.removeprefix(ENTERPRISE_PREFIX))
    if text and not is_id(text):
        named = Unit.objects.filter(Q(name=text) | Q(credit_code=text.upper()), area_id=area_id, outside="enterprise")
        if (found := named.first()) is not None:
            return found
    return person_of(area_id, typed)


def person_of(area_id: int, typed: Any) -> Person:
    """Return the person meant by an instance, an id, a sign-in name or an unambiguous name. Raises BadValue."""
    if isinstance(typed, Person) and typed.area_id == area_id:
        return typed
    people = own_people(area_id).filter(is_active=True)
    text = written(typed)
    found = (
        list(people.filter(pk=int(text)))
        if is_id(text)
        else list(people.filter(username=text)) or list(people.filter(name=text))
    )
    if len(found) != 1:
        sentence = (
            gettext("There is no person “%(typed)s” in this area.")
            if not found
            else gettext("Several people are called “%(typed)s”; use the sign-in name.")
        )
        raise BadValue(sentence % {"typed": text})
    return found[0]


def is_id(text: str) -> bool:
    """Return whether a text can be the id of a row."""
    return text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS


def _linked(field: Field, pack: Pack, area_id: int, typed: Any) -> Case:
    text = typed.number if isinstance(typed, Case) else written(typed)
    for full_name in field.to:
        pack_id, _, kind = full_name.rpartition(".")
        found = Case.objects.filter(area_id=area_id, pack=pack_id or pack.id, kind=kind, number=text).first()
        if found is not None:
            return found
    raise BadValue(gettext("There is no case with the number “%(typed)s”.") % {"typed": text})


def show_field(field: Field, pack: Pack, value: Any, names: Mapping[tuple[str, int], str] | None = None) -> str:
    """
    Return a kept value as people read it, empty for nothing.

    names: names of units, people and cases by (type, id), fetched by the caller in one query.
    """
    if value is None or value == "":
        return ""
    if field.personal:
        return COVERED  # the case itself holds a digest; the words are looked at with `personal.actions.see_personal`
    if isinstance(value, list):
        return "、".join(show_field(field, pack, one, names) for one in value)
    match field.type:
        case "choice":
            option = pack.options.get(field.options or "", {}).get(value)
            return words(option) if option else str(value)
        case "yes_no":
            return gettext("yes") if value else gettext("no")
        case "money":
            return show_money(Decimal(value))
        case "unit" | "person" | "enterprise" | "link":
            return (names or {}).get((field.type, value), f"#{value}")
    return str(value)


def bare(title: str) -> str:
    """Return the title of a field without the unit that its form needs and its shown value says itself."""
    for unit in ("（元）", "(yuan)"):
        title = title.removesuffix(unit)
    return title.rstrip()


def label_of(field: Field) -> str:
    """Return the title of a field beside its shown value: an amount says its unit itself."""
    return bare(words(field.title)) if field.type == "money" else words(field.title)


def show_money(yuan: Decimal) -> str:
    """Return an amount: in Chinese in 万元 from ten thousand yuan on, without zeros at the end; else in yuan."""
    if abs(yuan) >= 10_000 and (get_language() or "zh").startswith("zh"):
        return f"{(yuan / 10_000).normalize():f}万元"
    return gettext("%(amount)s yuan") % {"amount": f"{yuan.normalize():,f}"}


def as_comparable(value: Any) -> Any:
    """Return a stored value in the type comparisons need: ISO text as a date, numeric text as a Decimal."""
    if isinstance(value, str):
        try:
            return date.fromisoformat(value) if len(value) == 10 and value[4] == "-" else Decimal(value)
        except (ValueError, ArithmeticError):
            return value
    if isinstance(value, bool | date) or value is None:
        return value
    return Decimal(str(value)) if isinstance(value, int | float) else value
