"""The key that signs seals. It lies beside the database and never in it: whoever may write the one cannot sign with the other."""

from __future__ import annotations

from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

METHOD: Final = "ed25519:"


def public() -> str:
    """Return the public key of this installation, `ed25519:` and 32 bytes in hexadecimal (RFC 8032)."""
    return METHOD + _private().public_key().public_bytes_raw().hex()


def sign(data: bytes) -> str:
    """Return the signature over `data`, 64 bytes in hexadecimal."""
    return _private().sign(data).hex()


def known() -> frozenset[str]:
    """Return the keys whose seals are believed: the own one and earlier ones that settings name."""
    return frozenset({public(), *(METHOD + key for key in settings.BIHUAN_SEAL_KEYS)})


def is_signed(data: bytes, signature: str, key: str) -> bool:
    """Return whether a signature over `data` was made with a key; False for what is no signature or no key at all."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key.removeprefix(METHOD))).verify(
            bytes.fromhex(signature), data
        )
    except (InvalidSignature, ValueError):
        return False
    return key.startswith(METHOD)


def _private() -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(settings.BIHUAN_SEAL_KEY))
