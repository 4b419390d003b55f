"""
The closed words of outcomes.

Dispositions: 《中国共产党纪律处分条例》 (Party discipline), 《公职人员政务处分法》 Art. 7 (administrative), 《中国共产党组织处理规定（试行）》
(organisational), and the tools of the first form. “警告” stands in two classes: class and kind together say what was decided.
Recoveries: the eight ways of audit rectification.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bihuan.documents.facts import dispositions
from bihuan.packspec.bilingual import Text

CLASSES: Final[Mapping[str, tuple[Text, Mapping[str, Text]]]] = {
    id_: (one.title, one.kinds) for id_, one in dispositions.CLASSES.items() if one.kinds and not one.retired
}
"""Class → title and kinds, as they are recorded; names that only old texts use are read, not recorded."""

RECOVERIES: Final[Mapping[str, Text]] = {
    "collected": Text("追缴资金", "Collected"),
    "returned": Text("归还原渠道资金", "Returned to where it came from"),
    "pooled": Text("统筹盘活资金", "Idle money put to use"),
    "released": Text("加快拨付资金", "Paid out at last"),
    "taxes": Text("退抵税费或补缴补发", "Taxes and fees refunded or paid up"),
    "accounts": Text("调整账表", "Accounts corrected"),
    "finance": Text("终止或调整金融业务服务", "Financial services ended or changed"),
    "procedures": Text("补办手续", "Procedures made good"),
    "cleared": Text("清退违规资金", "Irregular payments paid back"),
    "other": Text("其他挽回损失", "Other losses made good"),
}
INSTRUMENTS: Final[Mapping[str, Text]] = {
    "made": Text("新建", "Made"),
    "revised": Text("修订", "Revised"),
    "repealed": Text("废止", "Repealed"),
}


def kinds_of(group: str) -> Mapping[str, Text]:
    """Return the kinds of a class of dispositions, none for a class there is not."""
    return CLASSES[group][1] if group in CLASSES else {}


def title_of(sort: str, group: str, kind: str) -> Text:
    """Return the words of an outcome's kind; a disposition says its class too, for “警告” stands in two."""
    if sort == "disposition":
        title, kinds = CLASSES[group]
        return Text(f"{title.zh}·{kinds[kind].zh}", f"{title.en}: {kinds[kind].en}")
    return (RECOVERIES if sort == "recovery" else INSTRUMENTS)[kind]
