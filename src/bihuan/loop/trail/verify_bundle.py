"""Verifies this bundle without any other program: python3 verify.py [FOLDER]. Names the first broken event, exits 1."""

import hashlib
import json
import struct
import sys
from pathlib import Path


def sm3(data: bytes) -> str:
    """Compute SM3 as GB/T 32905-2016 says, for a Python that has none."""

    def rol(x: int, n: int) -> int:
        return (x << n % 32 | x >> (32 - n) % 32) & 0xFFFFFFFF

    state = list(
        struct.unpack(">8I", bytes.fromhex("7380166f4914b2b9172442d7da8a0600a96f30bc163138aae38dee4db0fb0e4e"))
    )
    data = data + b"\x80" + bytes((55 - len(data)) % 64) + struct.pack(">Q", len(data) * 8)
    for start in range(0, len(data), 64):
        w = list(struct.unpack(">16I", data[start : start + 64]))
        for j in range(16, 68):
            x = w[j - 16] ^ w[j - 9] ^ rol(w[j - 3], 15)
            w.append(x ^ rol(x, 15) ^ rol(x, 23) ^ rol(w[j - 13], 7) ^ w[j - 6])
        a, b, c, d, e, f, g, h = state
        for j in range(64):
            s = rol((rol(a, 12) + e + rol(0x79CC4519 if j < 16 else 0x7A879D8A, j)) & 0xFFFFFFFF, 7)
            t = (a ^ b ^ c if j < 16 else a & b | a & c | b & c) + d + (s ^ rol(a, 12)) + (w[j] ^ w[j + 4])
            u = (e ^ f ^ g if j < 16 else e & f | ~e & g) + h + s + w[j] & 0xFFFFFFFF
            a, b, c, d, e, f, g, h = t & 0xFFFFFFFF, a, rol(b, 9), c, u ^ rol(u, 9) ^ rol(u, 17), e, rol(f, 19), g
        state = [old ^ new for old, new in zip(state, (a, b, c, d, e, f, g, h))]  # noqa: B905 - old Pythons too
    return struct.pack(">8I", *state).hex()


P, D = 2**255 - 19, -121665 * pow(121666, 2**255 - 21, 2**255 - 19) % (2**255 - 19)
ORDER = 2**252 + 27742317777372353535851937790883648493


def point(data: bytes) -> "tuple[int, int]":
    """Read a point of edwards25519 as RFC 8032 §5.1.3 writes it; raise ValueError for bytes that are none."""
    y = int.from_bytes(data, "little") & (1 << 255) - 1
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    x = x if (x * x - square) % P == 0 else x * pow(2, (P - 1) // 4, P) % P
    if y >= P or len(data) != 32 or (x * x - square) % P:
        raise ValueError("no point of the curve")
    return (P - x if x & 1 != data[31] >> 7 else x), y


def added(a: "tuple[int, int]", b: "tuple[int, int]") -> "tuple[int, int]":
    """Add two points: RFC 8032 §5.1.4, without projective coordinates."""
    (x1, y1), (x2, y2) = a, b
    t = D * x1 * x2 * y1 * y2
    return (x1 * y2 + x2 * y1) * pow(1 + t, P - 2, P) % P, (y1 * y2 + x1 * x2) * pow(1 - t, P - 2, P) % P


def times(n: int, a: "tuple[int, int]") -> "tuple[int, int]":
    """Add a point n times to the neutral one."""
    total = (0, 1)
    while n:
        total, a, n = (added(total, a) if n & 1 else total), added(a, a), n >> 1
    return total


def signed(data: bytes, signature: bytes, key: bytes) -> bool:
    """Verify Ed25519 as RFC 8032 §5.1.7 says."""
    s, k = int.from_bytes(signature[32:], "little"), hashlib.sha512(signature[:32] + key + data).digest()
    by = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))
    right = added(point(signature[:32]), times(int.from_bytes(k, "little") % ORDER, point(key)))
    return len(signature) == 64 and s < ORDER and times(s, by) == right


def digest(data: bytes, like: str) -> str:
    """Compute the digest of the bytes by the method that another digest names."""
    method = like.partition(":")[0]
    if method == "sm3" and method not in hashlib.algorithms_available:
        return "sm3:" + sm3(data)
    return method + ":" + hashlib.new(method, data).hexdigest() if method in ("sm3", "sha256") else ""


def sealed(folder: Path, case: "dict[str, object]", digests: "list[bytes]") -> bool:
    """Say whether the leaf of the case leads to the root of the seal, and whether the seal is signed."""
    proof = json.loads((folder / "seal.json").read_bytes())
    record = json.loads(proof["record"])
    here = digest(b"\0" + f"{proof['case_id']} {proof['seq']} {proof['head']}".encode(), record["root"])
    for side, beside in proof["path"]:
        pair = [here.partition(":")[2], beside]
        here = digest(b"\1" + bytes.fromhex("".join(pair[::-1] if side == "left" else pair)), record["root"])
    return (
        (proof["case_id"], record["area"]) == (case["case_id"], case["area"])
        and digests[proof["seq"] - 1].decode() == proof["head"]
        and here == record["root"]
        and digest(proof["record"].encode(), proof["digest"]) == proof["digest"]
        and signed(proof["record"].encode(), bytes.fromhex(proof["signature"]), bytes.fromhex(record["key"][8:]))
    )


def seal_of(folder: Path) -> str:
    """Say under which seal the events stand: what is compared with a value kept elsewhere."""
    if not (folder / "seal.json").is_file():
        return "not sealed yet (尚未封存)"
    proof = json.loads((folder / "seal.json").read_bytes())
    record = json.loads(proof["record"])
    where = "events 1-%d stand under seal %d of %s (第 1-%d 条由 %s 第 %d 次封存覆盖)\n  %s\n  %s"
    days = (proof["seq"], record["number"], record["day"], proof["seq"], record["day"], record["number"])
    return where % (*days, proof["digest"], record["key"])


def fault(folder: Path) -> str:
    """Say what is wrong; empty when all is well."""
    case, head = json.loads((folder / "case.json").read_bytes()), ""
    records, digests = ((folder / name).read_bytes().split(b"\n")[:-1] for name in ("events.jsonl", "digests.txt"))
    for seq, (data, said) in enumerate(zip(records, (line.decode() for line in digests)), start=1):  # noqa: B905
        event = json.loads(data) if digest(data, said) == said else None
        if event is None:
            return f"event {seq}: its record does not give its digest (第 {seq} 条:记录与摘要不符)"
        if [event[key] for key in ("case", "case_id", "area")] != [case[key] for key in ("case", "case_id", "area")]:
            return f"event {seq}: belongs to another case (第 {seq} 条:属于另一事项)"
        if (event["seq"], event["prev"]) != (seq, head):
            return f"event {seq}: does not continue the one before it (第 {seq} 条:与上一条不相衔接)"
        for item in [item for item in event["body"].get("evidence", []) if item["file"]]:
            path = folder / "files" / item["file"].replace(":", "-")
            if not path.is_file() or digest(path.read_bytes(), item["file"]) != item["file"]:
                return f"event {seq}: file {item['name']} is changed or gone (第 {seq} 条:文件被改动或缺失)"
        head = said
    if (folder / "seal.json").is_file() and not sealed(folder, case, digests):
        return "the seal does not hold for these events (封存与留痕不符)"
    whole = (len(records), len(digests), head) == (case["seq"], case["seq"], case["head"])
    return "" if whole else f"event {len(records)}: is not the last one (第 {len(records)} 条不是最后一条)"


if __name__ == "__main__":
    here = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent
    try:
        wrong = fault(here)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        wrong = f"the bundle cannot be read (无法读取): {error!r}"
    sound = "sound: every event and every file (完好:全部留痕和文件)\n"
    sys.stdout.buffer.write((wrong or sound + seal_of(here)).encode() + b"\n")
    sys.exit(1 if wrong else 0)
