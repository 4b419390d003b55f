"""What a move does to the cases it is tied to: which they are, what it brings them as evidence, which letter goes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bihuan.accounts.queries import Actor, by_itself
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Case
from bihuan.loop.cases.values import words
from bihuan.loop.evidence.actions import NewEvidence
from bihuan.loop.sampling.checking import is_check, told
from bihuan.packspec.model import Move


def linked_cases(file: CaseFile, link: str) -> list[Case]:
    """Return the case above, or those a link field points at, in the order of their ids so that two movers lock alike."""
    if link == "parent":
        return file.ancestors[-1:]
    value = file.case.fields.get(link)
    wanted = value if isinstance(value, list) else [value] if value is not None else []
    return list(Case.objects.filter(area_id=file.case.area_id, pk__in=wanted).order_by("id"))


def evidence_for(
    file: CaseFile, other: CaseFile, move: Move, given: Mapping[str, Any], brought: Sequence[NewEvidence]
) -> tuple[NewEvidence, ...]:
    """
    Return the evidence that the other case's move asks for: what was brought of that kind, else a statement of what was found here.

    The statement names this case, so that whoever asks for the ground of a reopening is led to the check.
    """
    found = [new for new in brought if new.kind in move.evidence]
    for kind in move.evidence:
        if not any(new.kind == kind for new in found):
            name = f"{words(other.kind.evidence[kind])} {file.case.number}"
            found.append(NewEvidence(name, statement=_said(file, given), kind=kind))
    return tuple(found)


def given_for(file: CaseFile, other: CaseFile, move: Move, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers for the other case's move: what was given, and in every field of several lines left empty what was found here."""
    found = dict(given)
    for ask in move.asks:
        field = other.kind.fields.get(ask)
        if field is not None and field.type == "lines" and not found.get(ask):
            found[ask] = _said(file, given)
    return found


def send_with(file: CaseFile, target: Case, letter: str, *, said: str, by: Actor, at: datetime) -> None:
    """Write the letter that goes out on another case with a move: issued, prepared or left, as its round chose."""
    # Letters stand on lifecycles: at the top of the file each would wait for the other.
    from bihuan.loop.letters.actions import letter_by_itself

    because = told(file, said) if is_check(file) else said
    letter_by_itself(case=target, letter=letter, by=by_itself(target.area_id), at=at, because=because)


def _said(file: CaseFile, given: Mapping[str, Any]) -> str:
    said = str(given.get("reason") or file.case.statement or "")
    return told(file, said) if is_check(file) else said or file.case.subject
