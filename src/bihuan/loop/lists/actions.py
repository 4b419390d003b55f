"""What the office sets of a round's lists: names, columns, which are shown and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.db import transaction
from django.utils.translation import gettext

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import written
from bihuan.loop.clocks.days import local_day
from bihuan.loop.errors import Refused
from bihuan.loop.lifecycle.locking import lock_case
from bihuan.loop.lists.models import ListSetting
from bihuan.loop.lists.queries import RoundColumn, RoundList, list_of, lists_of, pack_of_lists, paths_offered
from bihuan.loop.lists.rules import check_may_set_lists
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb
from bihuan.packspec.model import Pack

LONGEST_NAME: Final = 60
LONGEST_TITLE: Final = 40
MOST_COLUMNS: Final = 40


@transaction.atomic
def set_list(
    *,
    round_: Case,
    list_id: str,
    name: str,
    columns: Sequence[RoundColumn],
    shown: bool,
    by: Actor,
    at: datetime,
) -> RoundList:
    """
    Give a list of a round its name and its columns, and say whether it is shown.

    name: "" for the pack's title. columns: in order; a title "" for the pack's own.
    Nothing is written where nothing changes. Raises NotAllowed, Refused; ListNotFound.
    """
    file = CaseFile(lock_case(round_), local_day(at))
    check_may_set_lists(by, file)
    before, pack = list_of(file.case, list_id), pack_of_lists(file.case)
    name = _name(name, before)
    chosen = _columns(columns, pack, before)
    after = {"name": name, "columns": chosen, "shown": shown}
    old = {"name": before.name, "columns": _kept(before), "shown": before.shown}
    if after != old:
        _write(file.case, list_id, after)
        body = {"list": list_id, "name": name or before.spec.title.zh, "old": old, "new": after}
        record(case=file.case, verb=Verb.LISTS_SET, by=by, at=at, body=body)
    return list_of(file.case, list_id)


@transaction.atomic
def reset_list(*, round_: Case, list_id: str, by: Actor, at: datetime) -> RoundList:
    """Let a list of a round be what the pack says again, at the place it has. Raises NotAllowed; ListNotFound."""
    file = CaseFile(lock_case(round_), local_day(at))
    check_may_set_lists(by, file)
    before = list_of(file.case, list_id)
    after = {"name": "", "columns": [], "shown": True}
    old = {"name": before.name, "columns": _kept(before), "shown": before.shown}
    if after != old:
        _write(file.case, list_id, after)
        body = {"list": list_id, "name": before.spec.title.zh, "old": old, "new": after}
        record(case=file.case, verb=Verb.LISTS_SET, by=by, at=at, body=body)
    return list_of(file.case, list_id)


@transaction.atomic
def move_list(*, round_: Case, list_id: str, step: int, by: Actor, at: datetime) -> tuple[RoundList, ...]:
    """
    Move a list up (-1) or down (+1) among those the round shows; at either end it stays where it is.

    Raises NotAllowed; ListNotFound.
    """
    file = CaseFile(lock_case(round_), local_day(at))
    check_may_set_lists(by, file)
    list_of(file.case, list_id)
    before = [one.id for one in lists_of(file.case, hidden=True)]
    shown = [one.id for one in lists_of(file.case)]
    place = shown.index(list_id) + step if list_id in shown else -1
    if 0 <= place < len(shown):
        shown.remove(list_id)
        shown.insert(place, list_id)
        after = [*shown, *(one for one in before if one not in shown)]
        for number, one in enumerate(after, start=1):
            _write(file.case, one, {"place": number})
        record(case=file.case, verb=Verb.LISTS_SET, by=by, at=at, body={"order": [before, after]})
    return lists_of(file.case, hidden=True)


def _write(case: Case, list_id: str, values: dict[str, Any]) -> None:
    # The round's row is locked: nobody else writes its settings meanwhile.
    same = ListSetting.objects.filter(area_id=case.area_id, case_id=case.pk, list_id=list_id)
    if not same.update(**values):
        ListSetting.objects.create(area_id=case.area_id, case_id=case.pk, list_id=list_id, **values)


def _name(typed: str, before: RoundList) -> str:
    name = written(typed)
    if "\n" in name or len(name) > LONGEST_NAME:
        sentence = gettext("The name of a list is one line of up to %(limit)s characters.") % {"limit": LONGEST_NAME}
        raise Refused(sentence, fields={"name": sentence})
    return "" if name == before.spec.title.zh else name


def _columns(columns: Sequence[RoundColumn], pack: Pack, before: RoundList) -> list[dict[str, str]]:
    """Return the columns as they are kept, nothing where they are the pack's. Raises Refused."""
    if not columns:
        _refuse_columns(gettext("Choose at least one column."))
    if len(columns) > MOST_COLUMNS:
        _refuse_columns(gettext("A list has at most %(most)s columns.") % {"most": MOST_COLUMNS})
    offered = set(paths_offered(pack, before.spec))
    chosen = []
    for column in columns:
        title = written(column.title)
        if column.path not in offered:
            _refuse_columns(gettext("“%(path)s” cannot be a column of this list.") % {"path": column.path})
        if "\n" in title or len(title) > LONGEST_TITLE:
            _refuse_columns(
                gettext("The title of a column is one line of up to %(limit)s characters.") % {"limit": LONGEST_TITLE}
            )
        chosen.append({"path": column.path, "title": title})
    if len({column.path for column in columns}) < len(columns):
        _refuse_columns(gettext("A column is chosen twice."))
    own = [{"path": path, "title": ""} for path in before.spec.columns]
    return [] if chosen == own else chosen


def _kept(one: RoundList) -> list[dict[str, str]]:
    columns = [{"path": column.path, "title": column.title} for column in one.columns]
    return [] if columns == [{"path": path, "title": ""} for path in one.spec.columns] else columns


def _refuse_columns(sentence: str) -> None:
    raise Refused(sentence, fields={"columns": sentence})
