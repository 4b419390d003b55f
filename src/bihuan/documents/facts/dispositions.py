"""
The closed words of dispositions (处理处分): classes and their kinds.

Party discipline: 《中国共产党纪律处分条例》 Art. 8. Administrative: 《公职人员政务处分法》 Art. 7.
Organisational: 《中国共产党组织处理规定（试行）》.
First form: 《条例》 Art. 5, not a punishment; 诫勉 belongs here and not to 组织处理. “警告” stands in two classes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bihuan.packspec.bilingual import Text

CLASSES: Final[Mapping[str, tuple[Text, Mapping[str, Text]]]] = {
    "party": (
        Text("党纪处分", "Party discipline"),
        {
            "warning": Text("警告", "Warning"),
            "serious_warning": Text("严重警告", "Serious warning"),
            "removal": Text("撤销党内职务", "Removal from Party posts"),
            "probation": Text("留党察看", "Probation within the Party"),
            "expulsion": Text("开除党籍", "Expulsion from the Party"),
        },
    ),
    "administrative": (
        Text("政务处分", "Administrative sanction"),
        {
            "warning": Text("警告", "Warning"),
            "demerit": Text("记过", "Demerit"),
            "serious_demerit": Text("记大过", "Serious demerit"),
            "demotion": Text("降级", "Demotion in grade"),
            "removal": Text("撤职", "Removal from office"),
            "dismissal": Text("开除", "Dismissal"),
        },
    ),
    "organisational": (
        Text("组织处理", "Organisational measure"),
        {
            "suspension": Text("停职检查", "Suspension for self-examination"),
            "transfer": Text("调整职务", "Change of post"),
            "ordered_resignation": Text("责令辞职", "Ordered to resign"),
            "relief": Text("免职", "Relief of office"),
            "lower_post": Text("降职", "Lowering of post"),
        },
    ),
    "first_form": (
        Text("第一种形态", "First form"),
        {
            "admonition": Text("诫勉", "Admonition"),
            "reminder": Text("谈话提醒", "Reminder talk"),
            "criticism": Text("批评教育", "Criticism and education"),
            "self_examination": Text("责令检查", "Ordered to examine oneself"),
            "education": Text("教育提醒", "Education and reminder"),
            "help": Text("批评帮助", "Criticism and help"),
            "notice": Text("通报批评", "Criticism in a notice"),
            "talk": Text("约谈", "Summoned to a talk"),
        },
    ),
    "transfer": (
        Text("移送", "Handed over"),
        {
            "discipline": Text("移送纪检监察机关", "Handed to the discipline organ"),
            "judicial": Text("移送司法机关", "Handed to the judicial organs"),
        },
    ),
}
"""Class id → (title, kind id → title), in the order in which reports name them."""
