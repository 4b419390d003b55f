"""The bundle of a case verifies with nothing but Python, and with any byte of it changed it does not."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bihuan.loop.cases.models import Case
from bihuan.loop.evidence import store
from bihuan.loop.seals import key
from bihuan.loop.seals.models import Seal, SealedHead
from bihuan.loop.seals.sealing import seal
from bihuan.loop.trail import verify_bundle
from bihuan.loop.trail.export import export_case
from bihuan.loop.trail.record import record
from bihuan.loop.trail.verbs import Verb
from tests.rooms.loop.trail.chain import BYTES, Chains

AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


def bundle_of(chains: Chains, folder: Path) -> Path:
    packed = io.BytesIO()
    export_case(chains.case, at=AT, target=packed)
    zipfile.ZipFile(packed).extractall(folder)
    return folder


@pytest.fixture
def bundle(chains: Chains, tmp_path: Path) -> Path:
    return bundle_of(chains, tmp_path / "bundle")


def verified(bundle: Path) -> tuple[int, str]:
    """Run the bundle's own script, without our packages and without an environment."""
    command = [sys.executable, "-I", "-S", str(bundle / "verify.py")]
    done = subprocess.run(command, capture_output=True, env={}, check=False)
    return done.returncode, done.stdout.decode() + done.stderr.decode()


def test_the_bundle_verifies_by_its_own_script(bundle: Path) -> None:
    status, said = verified(bundle)

    assert (status, said[:5]) == (0, "sound")


def test_the_bundle_holds_records_digests_files_and_a_manual(bundle: Path, chains: Chains) -> None:
    names = sorted(path.name for path in bundle.iterdir())
    listed = json.loads((bundle / "files.json").read_text(encoding="utf-8"))
    case = json.loads((bundle / "case.json").read_text(encoding="utf-8"))

    assert names == ["README.txt", "case.json", "digests.txt", "events.jsonl", "files", "files.json", "verify.py"]
    assert [item["name"] for item in listed] == ["纪要.txt", "照片.txt"]
    assert (bundle / "files" / listed[0]["file"].replace(":", "-")).read_bytes() == BYTES
    assert (case["case"], case["seq"], case["head"]) == ("2026-1", 8, chains.case.head)
    assert case["exported_at"] == "2026-11-20T02:00:00.000000Z"


def test_a_sealed_case_brings_its_seal_along_and_the_script_names_it(chains: Chains, tmp_path: Path) -> None:
    seal(chains.area.pk, day=date(2026, 11, 20), at=AT)

    status, said = verified(bundle_of(chains, tmp_path / "bundle"))

    record = Seal.objects.get(area_id=chains.area.pk)
    assert status == 0
    assert said.splitlines()[1:] == [
        "events 1-8 stand under seal 1 of 2026-11-20 (第 1-8 条由 2026-11-20 第 1 次封存覆盖)",
        f"  {record.digest}",
        f"  {key.public()}",
    ]


def test_a_case_that_no_night_has_sealed_says_so(bundle: Path) -> None:
    assert verified(bundle)[1].splitlines()[1:] == ["not sealed yet (尚未封存)"]


def test_what_is_written_and_sealed_while_a_bundle_is_made_is_left_to_the_next_one(
    chains: Chains, tmp_path: Path
) -> None:
    read_before = chains.case
    now = Case.objects.get(area_id=read_before.area_id, pk=read_before.pk)
    record(case=now, verb=Verb.COMMENTED, by=chains.by, at=AT, body={"text": "补充完善"})
    seal(chains.area.pk, day=date(2026, 11, 20), at=AT)
    assert SealedHead.objects.get(area_id=chains.area.pk, case_id=read_before.pk).seq == read_before.seq + 1

    assert verified(bundle_of(chains, tmp_path / "bundle"))[0] == 0


def another(hexadecimal: str) -> str:
    return hexadecimal[:-1] + ("1" if hexadecimal[-1] == "0" else "0")


@pytest.mark.parametrize("name", ["seq", "head", "path", "record", "digest", "signature", "case_id"])
def test_nothing_of_the_seal_of_a_bundle_can_change(chains: Chains, tmp_path: Path, name: str) -> None:
    seal(chains.area.pk, day=date(2026, 11, 20), at=AT)
    file = bundle_of(chains, tmp_path / "bundle") / "seal.json"
    told = json.loads(file.read_bytes())
    changed = {
        "head": "sm3:00", "digest": another(told["digest"]), "seq": 7, "case_id": 10**6, "path": [["left", told["path"][0][1]], *told["path"][1:]],
        "record": told["record"].replace("2026-11-20", "2026-11-19"), "signature": another(told["signature"]),
    }  # fmt: skip
    file.write_text(json.dumps({**told, name: changed[name]}), encoding="utf-8")

    assert verified(tmp_path / "bundle")[0] == 1


def test_a_seal_of_an_event_that_is_not_there_is_said(chains: Chains, tmp_path: Path) -> None:
    seal(chains.area.pk, day=date(2026, 11, 20), at=AT)
    file = bundle_of(chains, tmp_path / "bundle") / "seal.json"
    file.write_text(json.dumps({**json.loads(file.read_bytes()), "seq": 9}), encoding="utf-8")

    status, said = verified(tmp_path / "bundle")

    assert status == 1
    assert said.startswith("the bundle cannot be read")


@given(st.binary(max_size=200), st.binary(min_size=32, max_size=32), st.data())
@settings(max_examples=12, deadline=None)
def test_the_script_has_the_right_ed25519_of_its_own(data: bytes, seed: bytes, drawn: st.DataObject) -> None:
    private = Ed25519PrivateKey.from_private_bytes(seed)
    public, signature = private.public_key().public_bytes_raw(), private.sign(data)
    bit = drawn.draw(st.integers(0, 511))
    wrong = bytearray(signature)
    wrong[bit // 8] ^= 1 << bit % 8

    assert verify_bundle.signed(data, signature, public)
    assert not verify_bundle.signed(data + b".", signature, public)
    try:
        assert not verify_bundle.signed(data, bytes(wrong), public)
    except ValueError as error:
        assert str(error) == "no point of the curve"  # noqa: PT017 - either answer refuses


@pytest.mark.parametrize("line", [0, 3, 7])
def test_a_changed_record_is_named_by_its_number(bundle: Path, line: int) -> None:
    events = bundle / "events.jsonl"
    lines = events.read_bytes().split(b"\n")
    lines[line] = lines[line].replace("林若溪".encode(), "林若涵".encode())
    events.write_bytes(b"\n".join(lines))

    status, said = verified(bundle)

    assert status == 1
    assert said.startswith(f"event {line + 1}: its record does not give its digest")


def test_a_changed_file_is_named_with_the_event_that_brought_it(bundle: Path) -> None:
    file = next(path for path in (bundle / "files").iterdir() if path.read_bytes() == BYTES)
    file.write_bytes(BYTES + b" ")

    status, said = verified(bundle)

    assert (status, said.partition(" is ")[0]) == (1, "event 3: file 纪要.txt")


def test_a_bundle_without_its_last_event_is_not_whole(bundle: Path) -> None:
    for name in ("events.jsonl", "digests.txt"):
        lines = (bundle / name).read_bytes().split(b"\n")
        (bundle / name).write_bytes(b"\n".join(lines[:-2]) + b"\n")

    assert verified(bundle)[1].startswith("event 7: is not the last one")


def test_a_file_that_the_store_lost_fails_the_bundle(chains: Chains, tmp_path: Path) -> None:
    for path in (tmp_path / "files").rglob("s*-*"):
        path.unlink()

    status, said = verified(bundle_of(chains, tmp_path / "bundle"))

    assert (status, said[:8]) == (1, "event 3:")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.data())
def test_no_bit_of_records_digests_and_files_can_change(bundle: Path, data: st.DataObject) -> None:
    files = [bundle / "events.jsonl", bundle / "digests.txt", *sorted((bundle / "files").iterdir())]
    file = data.draw(st.sampled_from(files))
    before = file.read_bytes()
    after = bytearray(before)
    after[data.draw(st.integers(0, len(after) - 1))] ^= 1 << data.draw(st.integers(0, 7))

    file.write_bytes(after)
    try:
        wrong = verify_bundle.fault(bundle)
    except (ValueError, KeyError):  # the script says of these that the bundle cannot be read
        wrong = "unreadable"
    file.write_bytes(before)

    assert wrong
    assert verify_bundle.fault(bundle) == ""


@pytest.mark.skipif("sm3" not in hashlib.algorithms_available, reason="this OpenSSL has no SM3 to compare with")
@given(st.binary(max_size=300))
def test_the_script_has_the_right_sm3_of_its_own(data: bytes) -> None:
    assert verify_bundle.sm3(data) == hashlib.new("sm3", data).hexdigest()


def test_the_script_is_short_and_needs_the_standard_library_alone() -> None:
    text = Path(verify_bundle.__file__).read_text(encoding="utf-8")

    assert len([line for line in text.splitlines() if line.strip()]) <= 130
    assert "bihuan" not in text
    assert store.__name__ not in text
