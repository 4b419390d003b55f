"""How Chinese names are typed on a keyboard: initials and full pinyin, so that `zjj` finds 住建局."""

from __future__ import annotations

from pypinyin import Style, lazy_pinyin

# Initials and full reading, where these differ from the usual reading of the characters in front of a person's name.
SURNAMES = {
    "单": ("s", "shan"),
    "解": ("x", "xie"),
    "仇": ("q", "qiu"),
    "曾": ("z", "zeng"),
    "查": ("z", "zha"),
    "区": ("o", "ou"),
    "任": ("r", "ren"),
    "朴": ("p", "piao"),
    "盖": ("g", "ge"),
    "缪": ("m", "miao"),
    "覃": ("q", "qin"),
    "翟": ("z", "zhai"),
    "乐": ("y", "yue"),
    "冼": ("x", "xian"),
    "员": ("y", "yun"),
    "种": ("c", "chong"),
    "繁": ("p", "po"),
    "折": ("s", "she"),
    "召": ("s", "shao"),
    "万俟": ("mq", "moqi"),
    "尉迟": ("yc", "yuchi"),
    "长孙": ("zs", "zhangsun"),
    "澹台": ("tt", "tantai"),
}


def typed_forms(*names: str, limit: int) -> str:
    """
    Return the ways to type these names, lower case, with blanks between: first all initials, then all full forms.

    limit: characters of the column; what does not fit is left out from the end.
    """
    given = [name for name in names if name]
    initials = ["".join(lazy_pinyin(name, style=Style.FIRST_LETTER)) for name in given]
    full = ["".join(lazy_pinyin(name)) for name in given]
    return _joined([*initials, *full], limit)


def typed_forms_of_person(name: str, *, limit: int) -> str:
    """Return the ways to type a person's name; surnames with a reading of their own are read so."""
    surname = next((surname for surname in SURNAMES if name.startswith(surname)), "")
    if not surname:
        return typed_forms(name, limit=limit)
    given = name[len(surname) :]
    initials, reading = SURNAMES[surname]
    given_initials = "".join(lazy_pinyin(given, style=Style.FIRST_LETTER))
    return _joined([initials + given_initials, reading + "".join(lazy_pinyin(given))], limit)


def _joined(forms: list[str], limit: int) -> str:
    kept: list[str] = []
    for form in dict.fromkeys(form.lower() for form in forms):
        if sum(map(len, kept)) + len(kept) + len(form) > limit:
            break
        kept.append(form)
    return " ".join(kept)
