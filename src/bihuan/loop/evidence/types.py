"""Which files are kept as evidence: by what they are, not by what they are called."""

from __future__ import annotations

from pathlib import PurePath
from typing import IO

from django.conf import settings
from django.utils.translation import gettext

from bihuan.loop.errors import Refused

ZIPPED = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".ofd": "application/ofd",
    ".zip": "application/zip",
}
OLD_OFFICE = {
    ".doc": "application/msword",
    ".xls": "application/vnd.ms-excel",
    ".ppt": "application/vnd.ms-powerpoint",
    ".wps": "application/vnd.ms-works",
}
STARTS: tuple[tuple[bytes, dict[str, str]], ...] = (
    (b"%PDF-", {".pdf": "application/pdf"}),
    (b"\x89PNG\r\n\x1a\n", {".png": "image/png"}),
    (b"\xff\xd8\xff", {".jpg": "image/jpeg", ".jpeg": "image/jpeg"}),
    (b"GIF8", {".gif": "image/gif"}),
    (b"II*\x00", {".tif": "image/tiff", ".tiff": "image/tiff"}),
    (b"MM\x00*", {".tif": "image/tiff", ".tiff": "image/tiff"}),
    (b"PK\x03\x04", ZIPPED),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", OLD_OFFICE),
    (b"{\\rtf", {".rtf": "application/rtf"}),
    (b"ID3", {".mp3": "audio/mpeg"}),
)
PLAIN = {".txt": "text/plain", ".csv": "text/csv", ".md": "text/plain"}
VIDEO = {".mp4": "video/mp4", ".mov": "video/quicktime"}
SHOWN_INLINE = {"image/png", "image/jpeg", "image/gif", "application/pdf"}
HEAD_BYTES = 64


def check_upload(name: str, stream: IO[bytes]) -> str:
    """
    Return the media type of a file that may be kept, the stream set back to its start.

    Raises Refused for an empty or too large file, a type that is not kept, or a file that is not what its name says.
    """
    size = _size(stream)
    if size == 0:
        raise Refused(gettext("“%(name)s” is empty.") % {"name": name})
    limit: int = settings.BIHUAN_UPLOAD_MB
    if size > limit * 1024 * 1024:
        raise Refused(
            gettext("“%(name)s” is larger than %(limit)s MB. Make it smaller or split it.")
            % {"name": name, "limit": limit}
        )
    head = stream.read(HEAD_BYTES)
    stream.seek(0)
    return _media_type(name, head)


def _size(stream: IO[bytes]) -> int:
    stream.seek(0, 2)
    size = stream.tell()
    stream.seek(0)
    return size


def _media_type(name: str, head: bytes) -> str:
    suffix = PurePath(name).suffix.lower()
    for start, types in STARTS:
        if head.startswith(start):
            if suffix in types:
                return types[suffix]
            raise _mislabelled(name, "、".join(sorted(types)))
    if suffix in VIDEO and head[4:8] == b"ftyp":
        return VIDEO[suffix]
    if suffix in PLAIN and b"\x00" not in head:
        return PLAIN[suffix]
    if any(suffix in types for _, types in STARTS):
        raise _mislabelled(name, "")
    known = sorted({suffix for _, types in STARTS for suffix in types} | set(PLAIN) | set(VIDEO))
    raise Refused(
        gettext("Files like “%(name)s” are not kept as evidence. Kept are: %(known)s.")
        % {"name": name, "known": " ".join(known)}
    )


def _mislabelled(name: str, really: str) -> Refused:
    if really:
        return Refused(
            gettext("“%(name)s” is not what its name says; by its content it should end in %(really)s.")
            % {"name": name, "really": really}
        )
    return Refused(
        gettext("“%(name)s” is not what its name says, or it is damaged. Open it, save it again and bring that file.")
        % {"name": name}
    )
