"""What a plan settles by its own fields, and what holds where its pack has no such field."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from bihuan.loop.cases.file import CaseFile
from bihuan.loop.lifecycle.facts import value_at
from bihuan.packspec.model import Kind

# Fields that mean the same in every pack; docs/reference/pack-language.md tells them. The value beside each holds where nobody said another.
TERMS: Final[dict[str, Any]] = {
    "share": 20,  # per cent of the frame that a draw proposes
    "avoid_years": 3,  # who left a unit less than so many years ago does not check it
    "calls_least": 2,  # call-backs before a check may be reported
    "check_list": "",  # points that are looked at beside the standard of the case, one a line
    "risk_amount": 500_000,  # yuan from which a case counts as large
    "risk_evidence": 2,  # pieces of evidence below which a case counts as poorly proved
    "risk_sorts": (),  # sorts of problems that count as risky
}
WINDOW: Final[dict[str, int]] = {
    "lookback_from": 3,
    "lookback_to": 6,
}  # months after striking off; fields of the case at the top


def term(file: CaseFile, name: str) -> Any:
    """Return what a plan, or the plan above a check, says under one of TERMS."""
    for place, kind in ((name, file.kind), *((f"{above}.{name}", _kind(file, above)) for above in above_of(file))):
        if name in kind.fields:
            value = value_at(file, place)
            return TERMS[name] if value in (None, "") else value
    return TERMS[name]


def whole(file: CaseFile, name: str) -> int:
    """Return a term that is a whole number, never below zero."""
    return max(0, int(Decimal(str(term(file, name)))))


def months_of(fields: dict[str, Any], name: str) -> int:
    """Return one end of the window of a round, in months, from the fields it keeps."""
    value = fields.get(name)
    return max(0, int(Decimal(str(value)))) if value not in (None, "") else WINDOW[name]


def above_of(file: CaseFile) -> list[str]:
    """Return the kinds of the cases above, nearest first."""
    return [case.kind for case in reversed(file.ancestors)]


def _kind(file: CaseFile, kind: str) -> Kind:
    return file.pack.kinds[kind]


def links_to(kind: Kind, wanted: set[str]) -> list[str]:
    """Return the link fields of a kind that may point at one of these kinds (full names `pack.kind`)."""
    return [field.id for field in kind.fields.values() if field.type == "link" and wanted & set(field.to)]


def target_id(file: CaseFile) -> int | None:
    """Return the id of the case that a check looks at: the one its link field names."""
    for field in file.kind.fields.values():
        if field.type == "link" and not field.many:
            value = file.case.fields.get(field.id)
            return int(value) if value is not None else None
    return None
