"""What is written down about a case: parties, fields, where it came from."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from bihuan.accounts.queries import Actor
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.values import PERSON_PARTIES, UNIT_PARTIES, label_of, show_field, title_of, words
from bihuan.loop.clocks.days import local_day
from bihuan.loop.lifecycle.asking import names_of
from bihuan.web.case.marks import nature_of
from bihuan.web.dates import day as written
from bihuan.web.shapes import Fact, Facts, Link


def facts_of(file: CaseFile, who: Actor) -> tuple[Facts, tuple[str, ...]]:
    """Return what is known of a case, and the titles of what nobody has filled in yet."""
    found: list[Fact] = []
    empty: list[str] = []
    for title, values in (*_parties(file), *_fields(file, who)):
        if values:
            found.append(Fact(title, tuple(Link(value) for value in values)))
        else:
            empty.append(title)
    return Facts((*found, *_about(file))), tuple(empty)


def _parties(file: CaseFile) -> Iterable[tuple[str, tuple[str, ...]]]:
    case = file.case
    for party in file.kind.parties:
        if party in UNIT_PARTIES:
            yield title_of(file.kind, party), tuple(unit.name for unit in file.units(party))
        elif party in PERSON_PARTIES:
            single = {"leader": case.leader, "handler": case.handler}
            if party in single:
                person = single[party]
                people = [person] if person is not None else []
            else:
                people = [row.person for row in file.parties if row.party == party and row.person is not None]
                outside = tuple(unit.name for unit in file.units(party))
                if outside:
                    yield title_of(file.kind, party), outside
                    continue
            yield title_of(file.kind, party), tuple(_person(one.name, one.phone) for one in people)


def _person(name: str, phone: str) -> str:
    return f"{name}　{phone}" if phone else name


def _fields(file: CaseFile, who: Actor) -> Iterable[tuple[str, tuple[str, ...]]]:
    names = names_of(file, file.kind.fields, reader=who)
    for name, field in file.kind.fields.items():
        shown = show_field(field, file.pack, file.case.fields.get(name), names)
        yield label_of(field), tuple(line for line in shown.splitlines() if line.strip())


def _about(file: CaseFile) -> Iterable[Fact]:
    case = file.case
    nature = nature_of(case)
    if nature is not None:
        yield Fact(title_of(file.kind, "nature"), (Link(nature.word),))
    if case.due is not None:
        yield Fact(title_of(file.kind, "due"), (Link(case.due.isoformat()),))
    yield Fact(title_of(file.kind, "opened"), (Link(written(local_day(case.opened_at))),))
    version = _("%(pack)s, version %(version)d") % {"pack": words(file.pack.title), "version": case.pack_version}
    yield Fact(_("Lifecycle"), (Link(version),))
