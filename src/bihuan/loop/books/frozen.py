"""Every frozen end of month told again: the trail of today gives the same file, byte for byte."""

from __future__ import annotations

import tempfile
from datetime import date
from typing import IO, cast

from bihuan.accounts.queries import by_itself
from bihuan.loop.asof.frozen import write_frozen
from bihuan.loop.asof.models import Snapshot
from bihuan.loop.asof.queries import cases_at
from bihuan.loop.books.account import Account
from bihuan.loop.cases.models import Case
from bihuan.loop.lifecycle.packs import pack_of
from bihuan.loop.trail.digest import algorithm_of, digest_file
from bihuan.packspec.bilingual import Text

SPOOLED = 8_000_000  # bytes kept in memory before the file goes to disk


def frozen(area_id: int, day: date) -> Account:
    """
    Return whether every snapshot comes out the same when it is written anew.

    day: the last local day on which something happened.
    """
    account = Account("frozen", Text("月末快照重新生成后一致", "month ends come out the same when told again"))
    rows = Snapshot.objects.filter(area_id=area_id, day__lt=day).select_related("round", "file").order_by("pk")
    for snapshot in rows:
        told = told_again(snapshot, day)
        same = told == snapshot.file.digest
        account.look(f"{snapshot.round.number} {snapshot.day}", () if same else (f"{told} ≠ {snapshot.file.digest}",))
    return account


def told_again(snapshot: Snapshot, today: date) -> str:
    """Return the digest of what a snapshot would be if it were taken now."""
    pack = pack_of(snapshot.round.pack, snapshot.round.pack_version)
    everything = Case.objects.filter(area_id=snapshot.area_id)
    cases = cases_at(
        by_itself(snapshot.area_id),
        pack=pack.id,
        kinds=list(pack.kinds),
        asof=snapshot.day,
        today=today,
        root=snapshot.round,
        among=everything,
    )
    with tempfile.SpooledTemporaryFile(SPOOLED) as aside:
        target = cast(IO[bytes], aside)
        write_frozen(target, cases, round_=snapshot.round, pack=pack, asof=snapshot.day, tell=_silent)
        target.seek(0)
        return digest_file(target, algorithm_of(snapshot.file.digest))


def _silent(done: int) -> None:
    """Tell nobody."""
