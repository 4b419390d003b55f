"""Personal values on their way into a case: what the case and its trail hold of them, and where the words themselves go."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from bihuan.loop.cases.models import Case
from bihuan.loop.personal.models import PersonalValue
from bihuan.loop.trail.digest import chosen_algorithm, digest


@dataclass(frozen=True, slots=True)
class Sealed:
    """A personal value and the random letters its digest was made with: without them nobody can try out telephone numbers."""

    value: str
    seal: str

    @property
    def token(self) -> str:
        """What the case holds in its place."""
        return digest(f"{self.seal}\n{self.value}".encode(), chosen_algorithm())


def sealed(value: str) -> Sealed:
    """Return a personal value with a fresh seal."""
    return Sealed(value, secrets.token_hex(16))


def write_personal(case: Case, values: Mapping[str, Sealed | None]) -> None:
    """Keep personal values of a stored case, None for those that are emptied, in the caller's transaction."""
    for field, kept in values.items():
        rows = PersonalValue.objects.filter(area_id=case.area_id, case_id=case.pk, field=field)
        if kept is None:
            rows.delete()
        elif not rows.update(value=kept.value, seal=kept.seal):
            PersonalValue.objects.create(
                area_id=case.area_id, case_id=case.pk, field=field, value=kept.value, seal=kept.seal
            )
