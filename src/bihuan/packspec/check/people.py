"""Who may act: relations, the parties they need, and desks."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from bihuan.packspec.check.book import Book, joined
from bihuan.packspec.vocabulary import DESK_PREFIX, PARTY_OF_RELATION, RELATIONS


def check_relations(
    relations: Collection[str],
    *,
    desks: Mapping[str, str] | None,
    parties: Collection[str] | None,
    kind: str,
    note: Book,
    at: str,
    without: Collection[str] = (),
) -> None:
    """
    Note P09, P10 and P11 for relations that nobody can stand in.

    desks: those of the pack that uses them; None where that is not known here (a shared lifecycle by itself).
    parties: those of the kind; None where any kind may use the relations (a ladder).
    without: relations of the closed set that make no sense here, such as the clock as a signer.
    """
    for relation in relations:
        if relation.startswith(DESK_PREFIX):
            desk = relation.removeprefix(DESK_PREFIX)
            if desks is not None and desk not in desks:
                note.add("P09", at, it=desk)
        elif relation not in RELATIONS or relation in without:
            known = [known for known in RELATIONS if known not in without]
            note.add("P10", at, it=relation, known=joined([*known, "desk.…"]))
        else:
            party = PARTY_OF_RELATION.get(relation)
            if party is not None and parties is not None and party not in parties:
                note.add("P11", at, it=relation, party=party, kind=kind)
