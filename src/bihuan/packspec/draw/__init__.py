"""A pack for people to look at: the picture of each lifecycle and the page of the manual."""

from __future__ import annotations

from typing import Final

from bihuan.packspec.draw.manual import manual
from bihuan.packspec.draw.svg import draw_kind
from bihuan.packspec.model import Pack

LANGUAGES: Final = {"en": "en", "zh": "zh-hans"}  # short name in file names -> language code


def pages_of(pack: Pack) -> dict[str, str]:
    """Return all files of a pack's manual by name: the page in both languages, a picture per kind and language."""
    pages = {f"{pack.id}.md": manual(pack, "en"), f"{pack.id}.zh.md": manual(pack, "zh-hans")}
    for short, language in LANGUAGES.items():
        for kind in pack.kinds.values():
            pages[f"{pack.id}-{kind.id}.{short}.svg"] = draw_kind(pack, kind, language)
    return pages


__all__ = ["LANGUAGES", "draw_kind", "manual", "pages_of"]
