"""What is read of the seals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bihuan.loop.cases.models import Case
from bihuan.loop.seals.kept import line_of, written
from bihuan.loop.seals.models import Seal, SealedHead
from bihuan.loop.seals.tree import Step, path
from bihuan.loop.trail.digest import algorithm_of


def seals_of(area_id: int, *, before: int = 0, limit: int) -> list[Seal]:
    """Return the seals of an area, newest first. before: only those with a smaller number."""
    rows = Seal.objects.filter(area_id=area_id).order_by("-number")
    return list((rows.filter(number__lt=before) if before else rows)[:limit])


def file_of_seals(area_id: int) -> Iterator[str]:
    """Yield every seal of an area from the first on, a line of JSON each, as `kept.read_kept` reads them."""
    yield from written(Seal.objects.filter(area_id=area_id).order_by("number").iterator())


def last_sealed(case: Case) -> SealedHead | None:
    """Return the newest sealed head of a case as it was read, with its seal; None while no night has passed since it was opened."""
    heads = SealedHead.objects.filter(area_id=case.area_id, case_id=case.pk, seq__lte=case.seq)
    return heads.select_related("seal").order_by("-seq").first()


@dataclass(frozen=True, slots=True)
class Proof:
    """That a head lies under a seal: from its leaf the neighbours lead to the root, which the record names and the signature covers."""

    head: SealedHead
    steps: tuple[Step, ...]

    def written(self) -> dict[str, Any]:
        """Return the proof as it is kept in a file."""
        return {
            "case_id": self.head.case_id,
            "seq": self.head.seq,
            "head": self.head.head,
            "path": [list(step) for step in self.steps],
            **line_of(self.head.seal),
        }


def proof_of(case: Case) -> Proof | None:
    """Return the proof of the newest sealed head of a case; None while it was never sealed."""
    head = last_sealed(case)
    if head is None:
        return None
    rows = SealedHead.objects.filter(area_id=case.area_id, seal_id=head.seal_id).order_by("case_id")
    heads = list(rows.only("case_id", "seq", "head"))
    place = next(n for n, row in enumerate(heads) if row.case_id == case.pk)
    return Proof(head, tuple(path([row.leaf for row in heads], place, algorithm_of(head.seal.digest))))
