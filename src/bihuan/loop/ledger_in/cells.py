"""
Cells as people fill them in, read into values the actions take: dates, choices by their titles, units and people by their names.

Every reader returns None for an empty cell and raises BadCell with a sentence that says what is wrong and what to write.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from django.utils.translation import gettext

from bihuan.accounts.models import Person, Unit
from bihuan.documents.files.worksheets import Value, text_of
from bihuan.documents.outline.table_header import plain_title
from bihuan.documents.text.numerals import whole_number
from bihuan.loop.cases.values import NATURES, words, written
from bihuan.loop.ledger_in.targets import Target
from bihuan.packspec.model import Pack

LONGEST: Final = 20_000  # characters of a text
CLEARED: Final = frozenset({"（清空）", "(清空)", "清空", "(clear)"})
EXCEL_DAY_NOUGHT: Final = date(1899, 12, 30)
SERIALS: Final = range(32_874, 73_051)  # 1990 to 2099
FACTORS: Final = {"元": 1, "千元": 1_000, "万元": 10_000, "百万元": 1_000_000, "亿元": 100_000_000, "": 1}
YES: Final = frozenset({"是", "已完成", "完成", "已办结", "已整改", "已完成整改", "yes", "y", "done", "true", "√", "✓"})
NO: Final = frozenset(
    {
        "否",
        "未完成",
        "推进中",
        "正在整改",
        "整改中",
        "持续推进",
        "正在推进",
        "进行中",
        "未整改",
        "no",
        "n",
        "false",
        "×",
        "underway",
    }
)
NATURE_WORDS: Final[dict[str, str]] = {
    "立行立改": "at_once", "立即整改": "at_once", "限期整改": "by_date", "限期": "by_date", "分阶段整改": "by_date",
    "长期坚持": "standing", "持续整改": "standing", "长期整改": "standing",
}  # fmt: skip
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?")
COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
MONTH_END = re.compile(r"(\d{4})年(\d{1,2})月(?:底|末)(?:前)?|(\d{4})年(?:底|末)(?:前)?|(\d{4})年年底(?:前)?")
SPLIT = re.compile(r"([、，,;；/\n]+)")
BRACKETS = re.compile(r"[(（][^)）]*[)）]")

REPEATED: Final = frozenset({"date", "nature", "choice", "unit", "units", "person", "people"})
SHORT, MOST_READ = 60, 20_000  # characters of a cell whose reading is remembered, and how many of them


class BadCell(ValueError):
    """A cell cannot be read; the message is a sentence for the person who mends it."""


class Cleared:
    """A cell that says the value is to be emptied; an empty cell changes nothing."""


CLEAR: Final = Cleared()


@dataclass
class Names:
    """
    Units and people of an area by what they are called, fetched once for a whole ledger.

    read: what short cells of the ledger said so far, since the same names, days and choices stand in row after row.
    """

    units: dict[str, list[Unit]] = field(default_factory=dict)
    people: dict[str, list[Person]] = field(default_factory=dict)
    read: dict[tuple[str, str, str], Any] = field(default_factory=dict)

    @classmethod
    def of(cls, area_id: int) -> Names:
        """Fetch them; two queries."""
        names = cls()
        for unit in Unit.objects.filter(area_id=area_id, outside=""):
            for name in {unit.name, unit.short_name, *unit.former_names.splitlines()} - {""}:
                names.units.setdefault(_bare(name), []).append(unit)
        for person in Person.objects.filter(area_id=area_id, is_active=True):
            names.people.setdefault(person.username.lower(), []).append(person)
            names.people.setdefault(_bare(person.name), []).append(person)
        return names

    def unit(self, name: str) -> Unit:
        """Return the one unit of that name, short name or former name. Raises BadCell."""
        found = self.units.get(_bare(name)) or self.units.get(_bare(BRACKETS.sub("", name)))
        if not found:
            raise BadCell(
                gettext("There is no unit “%(name)s”. Write the full name, the short name or a former name.")
                % {"name": name}
            )
        if len(found) > 1 and len({unit.pk for unit in found}) > 1:
            known = "、".join(sorted(unit.name for unit in found))
            raise BadCell(gettext("“%(name)s” may be %(units)s. Write the full name.") % {"name": name, "units": known})
        if found[0].ended_on is not None:
            raise BadCell(
                gettext("“%(name)s” ended on %(day)s. Write the unit that does its work now.")
                % {"name": found[0].name, "day": found[0].ended_on.isoformat()}
            )
        return found[0]

    def person(self, name: str) -> Person:
        """Return the one person of that name or sign-in name. Raises BadCell."""
        bare = re.sub(r"[\d\-\s]+$", "", BRACKETS.sub("", name)).strip() or name
        found = self.people.get(name.lower()) or self.people.get(_bare(bare))
        if not found:
            raise BadCell(
                gettext("There is no person “%(name)s” here. Write the name as it is registered.") % {"name": name}
            )
        if len(found) > 1 and len({person.pk for person in found}) > 1:
            raise BadCell(gettext("Several people are called “%(name)s”. Write the sign-in name.") % {"name": name})
        return found[0]


def _bare(name: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", name)).lower()


def read_cell(target: Target, value: Value, unit: str, pack: Pack, names: Names) -> Any:
    """
    Return what a cell says for a target: None for nothing, CLEAR where it is to be emptied, else a value that actions take.

    unit: of the heading, 万元 …; money without one is in yuan. Raises BadCell.
    """
    if target.holds not in REPEATED or not isinstance(value, str) or len(value) > SHORT:
        return _read_cell(target, value, unit, pack, names)
    key = (target.id, value, unit)
    if key not in names.read:
        if len(names.read) >= MOST_READ:
            names.read.clear()
        names.read[key] = _read_cell(target, value, unit, pack, names)
    said = names.read[key]
    return list(said) if isinstance(said, list) else said


def _read_cell(target: Target, value: Value, unit: str, pack: Pack, names: Names) -> Any:  # noqa: PLR0911 - one for each kind of cell
    text = text_of(value)
    if not text:
        return None
    if text in CLEARED and target.holds not in {"key", "done", "code"}:
        return CLEAR
    match target.holds:
        case "text" | "lines" | "key" | "code":
            return _text(text)
        case "date":
            return read_day(value)
        case "nature":
            return _nature(text)
        case "choice":
            return _choice(target, pack, text)
        case "done" | "yes_no":
            return _yes_no(text, done=target.holds == "done")
        case "number" | "money":
            return _money(text, unit) if target.holds == "money" else _number(text)
        case "unit":
            return _one(text, names.units, names.unit)
        case "units":
            return [names.unit(name) for name in _several(text, names.units)]
        case "person":
            return _one(text, names.people, names.person)
        case "people":
            return [names.person(name) for name in _several(text, names.people)]
    return _text(text)


def _text(text: str) -> str:
    kept = written(text)
    if len(kept) > LONGEST:
        raise BadCell(
            gettext("The text has %(count)d characters; at most %(most)d are kept.")
            % {"count": len(kept), "most": LONGEST}
        )
    return kept


def read_day(value: Value) -> date:
    """
    Return the day of a cell: a date of the spreadsheet, its serial number, or text such as 2026.3.31, 2026年3月31日, 2026年底前.

    Raises BadCell for a day without a year, a month without a day, and a day that does not exist.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = re.sub(r"\s+(?=\D)|(?<=\D)\s+", "", unicodedata.normalize("NFKC", text_of(value)))
    if re.fullmatch(r"\d{5}", text) and int(text) in SERIALS:
        return EXCEL_DAY_NOUGHT + timedelta(days=int(text))
    text = re.split(r"[,，;；](?=\D)|[，,]?并?(?:长期坚持|持续(?:推进|整改|坚持))", text)[0]
    text = re.sub(r"(?:以前|之前|前|止)$", "", text) if not MONTH_END.fullmatch(text) else text
    if match := DAY.fullmatch(text) or COMPACT.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]), text)
    if match := MONTH_END.fullmatch(text):
        year, month = int(match[1] or match[3] or match[4]), int(match[2] or 12)
        first_after = _day(year + month // 12, month % 12 + 1, 1, text)
        return first_after - timedelta(days=1)
    raise BadCell(_why_no_day(text))


def _day(year: int, month: int, day: int, text: str) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadCell(gettext("“%(text)s” is no day of the calendar.") % {"text": text}) from None


def _why_no_day(text: str) -> str:
    if re.search(r"月", text) and not re.search(r"\d{4}年", text):
        return gettext("“%(text)s” has no year. Write the whole date, for example 2026-03-31.") % {"text": text}
    if re.fullmatch(r"\d{4}年\d{1,2}月(?:[上中下]旬|初)?", text) or whole_number(text) is not None:
        return gettext("“%(text)s” names no day. Write the whole date, for example 2026-03-31.") % {"text": text}
    if text in NATURE_WORDS:
        return gettext("“%(text)s” is no date. Write the date here and the nature in its own column.") % {"text": text}
    return gettext("“%(text)s” is no date. Write it like 2026-03-31 or 2026年3月31日.") % {"text": text}


def nature_in(text: str) -> str:
    """Return the nature that a time limit speaks of besides its date, as “2026年底前，并长期坚持” does; empty for none."""
    found = [nature for word, nature in NATURE_WORDS.items() if word in text]
    return found[-1] if found else ""


def _nature(text: str) -> str:
    plain = plain_title(text)
    for key, title in NATURES.items():
        if plain in {plain_title(title.zh), plain_title(title.en), key}:
            return str(key)
    if plain in NATURE_WORDS:
        return NATURE_WORDS[plain]
    raise BadCell(
        gettext("Choose one of: %(options)s.") % {"options": "、".join(words(one) for one in NATURES.values())}
    )


def _choice(target: Target, pack: Pack, text: str) -> str:
    options = pack.options.get(pack.kinds[target.kind].fields[target.attr].options or "", {})
    plain = plain_title(text)
    for key, title in options.items():
        if plain in {key.lower(), plain_title(title.zh), plain_title(title.en or title.zh)}:
            return key
    raise BadCell(
        gettext("Choose one of: %(options)s.") % {"options": "、".join(words(one) for one in options.values())}
    )


def _yes_no(text: str, *, done: bool) -> bool:
    plain = plain_title(text)
    if plain in YES:
        return True
    if plain in NO:
        return False
    raise BadCell(
        gettext("Write one of the two words that the column offers: 已完成 or 推进中.")
        if done
        else gettext("Write 是 or 否.")
    )


def _number(text: str) -> Decimal:
    flat = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    try:
        value = Decimal(flat)
    except InvalidOperation:
        raise BadCell(gettext("“%(text)s” is no number.") % {"text": text}) from None
    if not value.is_finite():
        raise BadCell(gettext("“%(text)s” is no number.") % {"text": text})
    return value


def _money(text: str, unit: str) -> Decimal:
    """An amount says its unit itself, or has that of the heading, or is in yuan."""
    flat = unicodedata.normalize("NFKC", text).replace(" ", "").lstrip("¥￥")
    match = re.fullmatch(r"(.*?)(亿元|百万元|万元|千元|元|亿|万)?", flat)
    number, own = (match[1], match[2] or "") if match else (flat, "")
    own = own if not own or own.endswith("元") else f"{own}元"
    try:
        value = _number(number) * FACTORS[own or unit or ""]
    except KeyError:
        value = _number(number)
    if value != value.quantize(Decimal("0.01")):
        raise BadCell(
            gettext("“%(text)s” is finer than one fen. Money has at most two decimals in yuan.") % {"text": text}
        )
    return value.quantize(Decimal("0.01"))


def _one(text: str, known: Mapping[str, Sequence[Any]], find: Any) -> Any:
    if len(parts := _several(text, known)) > 1:
        raise BadCell(
            gettext(
                "One name belongs here, “%(text)s” has %(count)d. Put the others in the column for those who assist."
            )
            % {"text": text, "count": len(parts)}
        )
    return find(text)


def _several(text: str, known: Mapping[str, Sequence[Any]]) -> list[str]:
    """Return the names of a cell; a name that itself holds a 、 stays whole."""
    pieces = SPLIT.split(text)
    names, at = [], 0
    while at < len(pieces):
        for end in range(len(pieces), at, -2):
            joined = "".join(pieces[at:end])
            if end == at + 1 or _bare(joined) in known:
                names.append(joined.strip())
                at = end + 1
                break
    return [name for name in dict.fromkeys(names) if name]
