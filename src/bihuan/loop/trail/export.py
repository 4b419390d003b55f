"""One case's trail as a bundle that anybody verifies anywhere, without this program."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any, Final

from django.utils.translation import gettext

from bihuan.accounts.models import Area
from bihuan.loop.cases.models import Case
from bihuan.loop.errors import NotAllowed
from bihuan.loop.evidence import store
from bihuan.loop.seals.queries import proof_of
from bihuan.loop.trail.canonical import instant
from bihuan.loop.trail.models import Event

FORM: Final = "bihuan.trail/1"
_VERIFIER: Final = Path(__file__).with_name("verify_bundle.py")
_README: Final = Path(__file__).with_name("bundle_readme.txt")


def export_case(case: Case, *, at: datetime, target: IO[bytes]) -> None:
    """
    Write the trail of a case with the files of its evidence into `target` as a zip file.

    at: when it is exported; stands in the bundle and on its files.
    Files that the store has lost are left out: the bundle then fails its verification, as it should.
    Raises NotAllowed for a case behind a wall: of it nothing leaves the house; its page verifies the trail.
    """
    if case.wall is not None:
        raise NotAllowed(gettext("A confidential case is not exported. Verify its trail on the page."))
    # Up to the event that the case was read with: others may write and seal meanwhile.
    events = Event.objects.filter(area_id=case.area_id, case_id=case.pk, seq__lte=case.seq).order_by("seq")
    rows = list(events.values_list("record", "digest"))
    area = Area.objects.get(pk=case.area_id)
    head = {
        "format": FORM,
        "area": area.pk,
        "area_code": area.code,
        "area_name": area.name,
        "case": case.number,
        "case_id": case.pk,
        "subject": case.subject,
        "seq": case.seq,
        "head": case.head,
        "exported_at": instant(at),
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as bundle:
        _write(bundle, at, "README.txt", _README.read_bytes())
        _write(bundle, at, "verify.py", _VERIFIER.read_bytes())
        _write(bundle, at, "case.json", json.dumps(head, ensure_ascii=False, indent=1).encode())
        _write(bundle, at, "events.jsonl", "".join(f"{record}\n" for record, _ in rows).encode())
        _write(bundle, at, "digests.txt", "".join(f"{digest}\n" for _, digest in rows).encode())
        proof = proof_of(case)
        if proof is not None:
            _write(bundle, at, "seal.json", json.dumps(proof.written(), ensure_ascii=False, indent=1).encode())
        files = {item["file"]: item for record, _ in rows for item in _evidence_in(record) if item["file"]}
        listed = [{key: item[key] for key in ("file", "name", "size")} for item in files.values()]
        _write(bundle, at, "files.json", json.dumps(listed, ensure_ascii=False, indent=1).encode())
        for digest in files:
            _copy(bundle, at, case.area_id, digest)


def _evidence_in(record: str) -> Iterator[dict[str, Any]]:
    yield from json.loads(record)["body"].get("evidence", ())


def _write(bundle: zipfile.ZipFile, at: datetime, name: str, data: bytes) -> None:
    bundle.writestr(_entry(at, name), data)


def _copy(bundle: zipfile.ZipFile, at: datetime, area_id: int, digest: str) -> None:
    try:
        source = store.open_file(area_id, digest)
    except store.Missing:
        return
    with source, bundle.open(_entry(at, f"files/{digest.replace(':', '-')}"), "w", force_zip64=True) as target:
        shutil.copyfileobj(source, target, 1 << 20)


def _entry(at: datetime, name: str) -> zipfile.ZipInfo:
    moment = at.astimezone(UTC)
    entry = zipfile.ZipInfo(name, (moment.year, moment.month, moment.day, moment.hour, moment.minute, moment.second))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry
