"""Which encoding a text is in: byte order marks, UTF-8, UTF-16 with and without mark, GB18030, Big5."""

from __future__ import annotations

import codecs
import re

from bihuan.documents.files.refusals import refuse

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
HAN = re.compile("[\u3400-\u9fff]")
# What Chinese office texts are made of; a wrong encoding gives rare ideographs, kana, private use and symbols instead.
ORDINARY = re.compile(
    "[\t\n\r -~\u3000-\u3011\u2014-\u2026\u2460-\u249b\uff01-\uff5e\u4e00-\u9fa5·×°→←↑↓□■☑○●◆★※￥\u00a0\u2160-\u217f]"
)
SAMPLE = 65_536
MOSTLY = 0.9


def decode(data: bytes) -> tuple[str, str]:
    """
    Return the text of these bytes and the name of their encoding.

    Raises Unreadable, rule "encoding" with the offset of the first byte that fits no encoding, or "nul_bytes".
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, skipped=len(mark)), encoding
    if b"\0" in data[:SAMPLE] and (found := _utf16(data)):
        return found
    try:
        return _without_nul(data.decode("utf-8"), data), "utf-8"
    except UnicodeDecodeError as error:
        offset = error.start
    found = _double_byte(data) or _utf16(data)
    if found is None:
        offset = max(offset, _first_error(data, "gb18030"))
        raise refuse("encoding", place=f"byte {offset}", offset=offset)
    return _without_nul(found[0], data), found[1]


def _first_error(data: bytes, encoding: str) -> int:
    """Return the offset of the first byte that does not fit an encoding, 0 where all do."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    return 0


def _strict(data: bytes, encoding: str, *, skipped: int) -> str:
    try:
        return _without_nul(data.decode(encoding), data)
    except UnicodeDecodeError as error:
        offset = error.start + skipped
        raise refuse("encoding", place=f"byte {offset}", offset=offset) from None


def _without_nul(text: str, data: bytes) -> str:
    if "\0" in text:
        offset = data.find(b"\0")
        raise refuse("nul_bytes", place=f"byte {offset}", offset=offset)
    return text


def is_utf16(data: bytes) -> bool:
    """Return whether these bytes are UTF-16 without a mark, seen from how ordinary their characters are."""
    return _ordinary(data[: len(data) // 2 * 2], _order(data)) >= MOSTLY


def _order(data: bytes) -> str:
    """Return the one of the two byte orders that gives more ordinary characters."""
    return max(("utf-16-le", "utf-16-be"), key=lambda encoding: _ordinary(data[:SAMPLE], encoding))


def _utf16(data: bytes) -> tuple[str, str] | None:
    if len(data) % 2 or not is_utf16(data[:SAMPLE]):
        return None
    return _strict(data, _order(data), skipped=0), _order(data)


def _ordinary(data: bytes, encoding: str) -> float:
    text = data.decode(encoding, "replace")
    return len(ORDINARY.findall(text)) / max(len(text), 1)


def _double_byte(data: bytes) -> tuple[str, str] | None:
    """Return the text in GB18030, or in Big5 if only that gives common characters."""
    for encoding, common in (("gb18030", "gb2312"), ("big5", "big5")):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _ordinary_text(text) >= MOSTLY and _common(text, common) >= 0.8:
            return text, encoding
    return None


def _ordinary_text(text: str) -> float:
    sample = text[:SAMPLE]
    return len(ORDINARY.findall(sample)) / max(len(sample), 1)


def _common(text: str, encoding: str) -> float:
    """Return the share of the ideographs of a text that stand in the old, smaller set of common ones."""
    han = "".join(HAN.findall(text[:SAMPLE]))
    if not han:
        return 0.0  # bytes above 127 without one ideograph are Latin-1 or worse, never a Chinese text
    return len(han.encode(encoding, "ignore")) / 2 / len(han)
