"""Paths, conditions and lengths in words, for manuals and for the sentences that a refused user reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from bihuan.packspec.bilingual import Text
from bihuan.packspec.model import Bound, Clause, Comparison, Condition, Kind, Length, Pack
from bihuan.packspec.vocabulary import CATEGORIES, COLOURS, FACTS, NATURES, UNITS_OF_TIME

ENTERED = Text("进入“{state}”的日期", "date of entering “{state}”")
_REACHED = Text("{state}日期", "{state} on")
_DONE: Final = "已"  # 已开工 is a state that was reached on a day of its own: 开工日期
OF_ANCESTOR = Text("{kind}的{what}", "{what} of the {kind}")
DAYS: Final = frozenset({"asof", "closed", "due", "finished", "opened", "original_due"})
_FACT_TITLES = {"category": CATEGORIES, "nature": NATURES, "light": COLOURS}


def title_of_path(pack: Pack, kind: Kind, path: str) -> Text:
    """Return what a path is called for a case of `kind`; the path itself if it means nothing."""
    own = {
        **{id_: figure.title for id_, figure in pack.figures.items()},
        **FACTS,
        "subject": kind.subject,
        **kind.parties,
        **{id_: field.title for id_, field in kind.fields.items()},
    }
    if path in own:
        return own[path]
    head, _, rest = path.partition(".")
    if head == "entered" and rest in (states := kind.lifecycle_of(pack).states):
        return title_of_entering(states[rest].title)
    if head == "label" and rest in pack.labels:
        return pack.labels[rest].title
    if rest and head in pack.kinds:
        above = pack.kinds[head]
        return OF_ANCESTOR.format(kind=above.title, what=title_of_path(pack, above, rest))
    return Text(path)


def title_of_entering(state: Text) -> Text:
    """Return what the day is called on which a state was entered: 开工日期 of 已开工, 进入“整改中”的日期 of others."""
    if state.zh.startswith(_DONE) and not {"、", "待"} & set(state.zh):
        return Text(_REACHED.zh.format(state=state.zh.removeprefix(_DONE)), _REACHED.en.format(state=state.in_("en")))
    return ENTERED.format(state=state)


def title_of_value(pack: Pack, kind: Kind, path: str, value: str) -> Text:
    """Return what one value of a path is called: the title of an option, a state, a category …; else the value."""
    head, _, rest = path.partition(".")
    if path in kind.fields and kind.fields[path].options is not None:
        return pack.options[kind.fields[path].options or ""].get(value, Text(value))
    if path == "state":
        state = kind.lifecycle_of(pack).states.get(value)
        return state.title if state else Text(value)
    if path in _FACT_TITLES:
        return _FACT_TITLES[path].get(value, Text(value))
    if rest and head in pack.kinds:
        return title_of_value(pack, pack.kinds[head], rest, value)
    return Text(value)


def clause_in_words(pack: Pack, kind: Kind, clause: Clause) -> Text:
    """Return one clause of a condition as a phrase: “金额不超过预算余额 | Amount at most Budget left”."""
    what = title_of_path(pack, kind, clause.path)
    if isinstance(clause.must, bool):
        said = Text("为“是”", "is so") if clause.must else Text("为“否”", "is not so")
        return Text(f"{what.zh}{said.zh}", f"{what.in_('en')} {said.en}")
    if isinstance(clause.must, Comparison):
        return _compared(pack, kind, what, clause.must)
    values = [title_of_value(pack, kind, clause.path, value) for value in clause.must]
    zh = "或".join(f"“{value.zh}”" for value in values)
    return Text(f"{what.zh}为{zh}", f"{what.in_('en')} is {' or '.join(value.in_('en') for value in values)}")


def condition_in_words(pack: Pack, kind: Kind, condition: Condition) -> Text:
    """Return a whole condition as a phrase."""
    parts = [clause_in_words(pack, kind, clause) for clause in condition]
    return Text("，且".join(part.zh for part in parts), " and ".join(part.in_("en") for part in parts))


ENDS: Final[Mapping[str, tuple[Text, Text]]] = {
    "month_end": (Text("至当月底", "until the end of the month"), Text("至次月底", "until the end of the next month")),
    "quarter_end": (
        Text("至当季末", "until the end of the quarter"),
        Text("至下季末", "until the end of the next quarter"),
    ),
    "year_end": (Text("至当年底", "until the end of the year"), Text("至次年底", "until the end of the next year")),
}


def length_in_words(pack: Pack, kind: Kind, length: Length) -> Text:
    """Return a length as a phrase: “3个工作日 | 3 workdays”, “至期限 | until Due”."""
    unit = UNITS_OF_TIME[length.unit]
    what = title_of_path(pack, kind, length.path) if length.path else Text(str(length.amount))
    if length.unit == "until":
        return Text(f"至“{what.zh}”", f"until “{what.in_('en')}”")
    if length.path:
        return Text(f"“{what.zh}”所定{unit.zh}数".replace("个", ""), f"{unit.en} as “{what.in_('en')}” says")
    if length.unit in ENDS and length.amount in (1, 2):
        return ENDS[length.unit][length.amount - 1]
    return Text(f"{what.zh}{unit.zh}", f"{what.zh} {unit.en}")


def _compared(pack: Pack, kind: Kind, what: Text, comparison: Comparison) -> Text:
    zh, en = [], []
    for bound, of_days, of_amounts in (
        (comparison.at_least, Text("不早于", "not before"), Text("不少于", "at least")),
        (comparison.at_most, Text("不晚于", "not after"), Text("不超过", "at most")),
        (comparison.less_than, Text("早于", "before"), Text("小于", "less than")),
    ):
        if bound is not None:
            said, limit = of_days if _is_day(pack, kind, bound) else of_amounts, _bound(pack, kind, bound)
            zh.append(f"{said.zh}{limit.zh}")
            en.append(f"{said.en} {limit.in_('en')}")
    if comparison.empty is not None:
        zh.append("为空" if comparison.empty else "已填写")
        en.append("is empty" if comparison.empty else "is filled in")
    return Text(f"{what.zh}{'且'.join(zh)}", f"{what.in_('en')} {' and '.join(en)}")


def _is_day(pack: Pack, kind: Kind, bound: Bound) -> bool:
    if not isinstance(bound, str):
        return isinstance(bound, date)
    head, _, rest = bound.partition(".")
    if rest and head in pack.kinds:
        return _is_day(pack, pack.kinds[head], rest)
    return bound in DAYS or (bound in kind.fields and kind.fields[bound].type == "date")


def _bound(pack: Pack, kind: Kind, bound: Bound) -> Text:
    if isinstance(bound, str):
        return title_of_path(pack, kind, bound)
    return Text(bound.isoformat() if isinstance(bound, date) else str(bound))
