"""Files that come inside JSON."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from io import BytesIO
from typing import Final

from django.utils.translation import gettext as _

from bihuan.api.asked import Material
from bihuan.loop.errors import Refused
from bihuan.loop.evidence.actions import NewEvidence

MOST_BYTES: Final = 20 * 1024 * 1024


def materials(asked: Sequence[Material], *, kind: str = "") -> tuple[NewEvidence, ...]:
    """Return what was sent as evidence. kind: for what names none. Raises Refused for what is not base64 or too large."""
    return tuple(
        NewEvidence(
            name=one.name,
            stream=stream_of(one) if one.data else None,
            statement=one.statement,
            kind=one.kind or kind,
            point=one.point,
        )
        for one in asked
    )


def stream_of(material: Material) -> BytesIO:
    """Return the file that was sent. Raises Refused for what is not base64 or too large."""
    return BytesIO(bytes_of(material.name, material.data))


def bytes_of(name: str, data: str) -> bytes:
    """Return the bytes of a file that was sent in base64. Raises Refused for what is none or too large."""
    try:
        found = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise Refused(_("The file “%(name)s” is not in base64.") % {"name": name}) from None
    if len(found) > MOST_BYTES:
        raise Refused(_("%(file)s is larger than %(mb)d MB.") % {"file": name, "mb": MOST_BYTES // 1024 // 1024})
    return found
