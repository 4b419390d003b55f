"""
The signed package between two areas: lines of JSON, a manifest with a digest for each part in front, an Ed25519 signature behind.

The signature is computed over every byte before its own line, and every line has one spelling, so no byte can be another one
unnoticed. No database here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from bihuan.loop.trail.canonical import canonical

FORM: Final = 1
SIGNATURE: Final = b"signature ed25519:"
END: Final = len(SIGNATURE) + 128 + 1
PARTS: Final = ("figures", "handed_down", "progress", "seals")
MOST_BYTES: Final = 20_000_000
GROUP: Final = 4  # characters of a fingerprint that are read aloud together


class Damaged(ValueError):
    """This is no package, or not as it was signed. key: why, one of the words below."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Opened:
    """A package that was read and whose signature is right for the key it names; whether the key may be believed is another question."""

    manifest: Mapping[str, Any]
    parts: Mapping[str, tuple[Mapping[str, Any], ...]]
    digest: str

    @property
    def sender(self) -> str:
        """Return the code of the area that sent it."""
        return str(self.manifest["from"]["code"])

    @property
    def receiver(self) -> str:
        """Return the code of the area it is for."""
        return str(self.manifest["to"])

    @property
    def number(self) -> int:
        """Return its number among the packages from this sender to this receiver."""
        return int(self.manifest["number"])

    @property
    def public(self) -> str:
        """Return the public key with which it says it was signed."""
        return str(self.manifest["key"])


def new_key() -> tuple[str, str]:
    """Return a new key as (public, private), each 32 bytes in hexadecimal."""
    private = Ed25519PrivateKey.generate()
    return private.public_key().public_bytes_raw().hex(), private.private_bytes_raw().hex()


def fingerprint(public: str) -> str:
    """Return what is compared by telephone: 32 characters of the digest of a public key, in groups of four."""
    written = hashlib.sha256(bytes.fromhex(public)).hexdigest()[:32].upper()
    return " ".join(written[place : place + GROUP] for place in range(0, len(written), GROUP))


def is_key(public: str) -> bool:
    """Return whether a text is a public key."""
    if len(public) != 64 or public != public.lower():
        return False
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
    except ValueError:
        return False
    return True


def sealed(head: Mapping[str, Any], parts: Mapping[str, Sequence[Mapping[str, Any]]], *, private: str) -> bytes:
    """
    Return a package as bytes.

    head: `from` ({"code", "name"}), `to`, `number`, `made_at`. parts: plain rows by name of PARTS. private: the key in hexadecimal.
    """
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(private))
    bodies = {name: "".join(f"{canonical(row)}\n" for row in parts.get(name, ())).encode() for name in PARTS}
    manifest = {
        "package": "bihuan",
        "form": FORM,
        **head,
        "key": key.public_key().public_bytes_raw().hex(),
        "parts": [
            {"name": name, "lines": body.count(b"\n"), "digest": f"sha256:{hashlib.sha256(body).hexdigest()}"}
            for name, body in bodies.items()
        ],
    }
    signed = f"{canonical(manifest)}\n".encode() + b"".join(bodies.values())
    return signed + SIGNATURE + key.sign(signed).hex().encode() + b"\n"


def opened(data: bytes) -> Opened:
    """Return what a package says. Raises Damaged where a single byte is not as it was signed."""
    if len(data) > MOST_BYTES:
        raise Damaged("large")
    signed, last = data[:-END], data[-END:]
    if not last.startswith(SIGNATURE) or not last.endswith(b"\n"):
        raise Damaged("form")
    written = last[len(SIGNATURE) : -1]
    try:
        signature = bytes.fromhex(written.decode("ascii"))
        lines = signed.decode().split("\n")
        manifest = json.loads(lines[0])
        public = manifest["key"]
        right = signature.hex().encode() == written and canonical(manifest) == lines[0] and is_key(public)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise Damaged("form") from None
    if not right:
        raise Damaged("form")
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, signed)
    except InvalidSignature:
        raise Damaged("signature") from None
    return _read(manifest, lines[1:-1], hashlib.sha256(data).hexdigest())


def _is_number(value: Any) -> bool:
    """Return whether a value can be the number of a package; True is none, though Python counts it among the numbers."""
    return type(value) is int and 1 <= value < 2**31


def _read(manifest: Mapping[str, Any], lines: list[str], digest: str) -> Opened:
    """Return the parts of a package that was signed so; what signs can still be of another version, or count wrongly."""
    try:
        if manifest["package"] != "bihuan" or manifest["form"] != FORM:
            raise Damaged("version")
        parts: dict[str, tuple[Mapping[str, Any], ...]] = {}
        for part in manifest["parts"]:
            own, lines = lines[: part["lines"]], lines[part["lines"] :]
            body = "".join(f"{line}\n" for line in own).encode()
            if part["digest"] != f"sha256:{hashlib.sha256(body).hexdigest()}":
                raise Damaged("digest")
            parts[part["name"]] = tuple(json.loads(line) for line in own)
        if lines or not _is_number(manifest["number"]) or not isinstance(manifest["from"]["code"], str):
            raise Damaged("form")
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise error if isinstance(error, Damaged) else Damaged("form") from None
    return Opened(manifest, parts, f"sha256:{digest}")
