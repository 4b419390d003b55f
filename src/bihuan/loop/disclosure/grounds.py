"""
The five grounds on which a passage may be left out of what is published.

Source: county rules on publishing rectification (《关于做好巡察整改情况公开工作的意见》); each needs an explanation and an approval.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from bihuan.packspec.bilingual import Text


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground; both: what falls under it is left out of the inner copy too."""

    title: Text
    both: bool = False


GROUNDS: Final[Mapping[str, Ground]] = {
    "secret": Ground(Text("涉及党和国家秘密", "State or Party secrets"), both=True),
    "open_case": Ground(
        Text("正在初核或立案尚未公布的问题", "Cases under examination and not yet announced"), both=True
    ),
    "hype": Ground(Text("可能引起较大负面炒作", "Could cause serious hostile publicity")),
    "petitions": Ground(Text("可能引发较大信访或群体性事件", "Could cause large petitions or mass incidents")),
    "sensitive": Ground(Text("其他重大敏感事项", "Other grave and sensitive matters")),
}
