"""One body spelled in two ways."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bihuan.documents.blocks import Place
from bihuan.documents.checks.examined import Examined
from bihuan.documents.checks.remark import Remark, Severity
from bihuan.packspec.bilingual import Text

TWO_NAMES = Text(
    "同一机构有两种写法：“{first}”与“{second}”，请统一或注明简称",
    "One body is written “{first}” and “{second}”; use one, or declare the short name",
)
TWO_KINDS = Text(
    "“{first}”与“{second}”名称不一致，请核对机构名称",
    "“{first}” and “{second}” do not agree; please check the name of the body",
)
TWO_WORDS = Text(
    "“{first}”与“{second}”混用，请核对检查组织的名称",
    "“{first}” and “{second}” are mixed; please check the name of the inspecting group",
)
# Each body of a county or city with its whole name and the short forms officials use; forms of one tuple are one body.
_BODIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("发展和改革局", ("发展改革局", "发改局")),
    ("发展和改革委员会", ("发展改革委", "发改委")),
    ("住房和城乡建设局", ("住房城乡建设局", "住建局")),
    ("人力资源和社会保障局", ("人力资源社会保障局", "人社局")),
    ("自然资源和规划局", ("自然资源规划局", "资规局", "自规局")),
    ("农业农村局", ("农业局", "农村农业局")),
    ("生态环境局", ("环保局", "环境保护局", "生态环保局")),
    ("文化和旅游局", ("文化旅游局", "文旅局")),
    ("卫生健康局", ("卫健局",)),
    ("卫生健康委员会", ("卫生健康委", "卫健委")),
    ("市场监督管理局", ("市场监管局", "市监局")),
    ("应急管理局", ("应急局",)),
    ("退役军人事务局", ("退役军人局",)),
    ("医疗保障局", ("医保局",)),
    ("交通运输局", ("交通局",)),
    ("教育体育局", ("教体局",)),
    ("经济和信息化局", ("经济信息化局", "经信局")),
    ("综合行政执法局", ("综合执法局",)),
    ("行政审批服务局", ("行政审批局",)),
    ("国有资产监督管理委员会", ("国资委",)),
    ("乡村振兴局", ("乡村振新局",)),
)
_AKIN = (
    (("发展和改革局", "发展改革局", "发改局"), ("发展和改革委员会", "发展改革委", "发改委")),
    (("卫生健康局", "卫健局"), ("卫生健康委员会", "卫生健康委", "卫健委")),
)
_LEVEL = r"(?:(?<=[\u4e00-\u9fff])|^|(?<=[^\u4e00-\u9fff]))(?P<level>[省市县区州旗])"
_OFFICIAL = {whole for whole, _ in _BODIES}
_ALL = sorted({form for whole, forms in _BODIES for form in (whole, *forms)}, key=len, reverse=True)
_BODY = re.compile(rf"(?P<level>[省市县区州旗])(?P<form>{'|'.join(_ALL)})")
_WHOLE = {form: whole for whole, forms in _BODIES for form in (whole, *forms)}
_ASSIGNED = re.compile(r"(?:责任|牵头|配合|主责|主办|协办)(?:单位|部门)：[^。；]*$")
_DECLARED = re.compile(r"(?:以下)?(?:统称|简称)[为：]?[“‘]?(?P<short>[\u4e00-\u9fff]{2,14})")
_GROUP = re.compile(
    r"(?P<level>中央|省委|市委|县委|区委|州委|旗委)?(?P<ordinal>第[一二三四五六七八九十]{1,3}|[一二三四五六七八九十]{1,2})(?P<word>巡视|巡察|巡查|督察|督查)组"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A form of a name and where it stands first in the running text. assigned: as the unit that has to do something."""

    form: str
    place: Place
    assigned: bool = False


def body_names(document: Examined) -> Iterator[Remark]:
    """
    Yield a remark for each body that the running text spells in two ways.

    The whole name in title, address and signature beside one short name in the text is usual and no remark.
    """
    declared = {match["short"] for line in document.lines for match in _DECLARED.finditer(line.text)}
    everywhere = _forms_in(document)
    running = {
        key: {form: seen for form, seen in forms.items() if seen.place.paragraph not in document.contacts}
        for key, forms in everywhere.items()
    }
    yield from _spelled(running, declared)
    yield from _akin(everywhere)
    yield from _groups(document)


def _forms_in(document: Examined) -> dict[tuple[str, str], dict[str, Seen]]:
    """Return, by level and whole name, the forms of the running text."""
    found: dict[tuple[str, str], dict[str, Seen]] = defaultdict(dict)
    for line in document.lines:
        running = line.cells or re.search("[，。：；]", line.text)
        if not running:
            continue
        for match in _BODY.finditer(line.text):
            form = match["form"]
            named = line.text[max(0, match.start() - 1) : match.start()]
            if re.match(r"原", named) or line.text[max(0, match.start() - 2) : match.start()].endswith("原"):
                continue
            forms = found[(match["level"], _WHOLE[form])]
            assigned = bool(line.cells) or bool(_ASSIGNED.search(line.text, max(0, match.start() - 30), match.start()))
            forms.setdefault(form, Seen(form, line.place(*match.span()), assigned))
    return found


def _spelled(found: Mapping[tuple[str, str], Mapping[str, Seen]], declared: set[str]) -> Iterator[Remark]:
    for (level, whole), forms in found.items():
        others = [seen for form, seen in forms.items() if not any(short.endswith(form) for short in declared)]
        if len(forms) > 1 and len(others) > 1:
            first, second = others[0], others[1]
            # A whole name told once and its one short name from then on is how officials write.
            usual = first.form == whole and len(others) == 2 and _is_short_of(second.form, whole)
            if usual and not (first.assigned or second.assigned):
                continue
            yield _remark("question", TWO_NAMES, level, first, second)


def _akin(found: Mapping[tuple[str, str], Mapping[str, Seen]]) -> Iterator[Remark]:
    """A bureau beside a commission of the same field."""
    for (level, whole), forms in found.items():
        for one, other in _AKIN:
            akin = found.get((level, other[0])) if whole in one else None
            if akin:
                first, second = sorted(
                    (next(iter(forms.values())), next(iter(akin.values()))),
                    key=lambda seen: (seen.place.paragraph, seen.place.start),
                )
                yield _remark("warning", TWO_KINDS, level, first, second)


def _is_short_of(form: str, whole: str) -> bool:
    rest = iter(whole)
    return all(glyph in rest for glyph in form)


def _remark(severity: Severity, says: Text, level: str, first: Seen, second: Seen) -> Remark:
    said = says.format(first=f"{level}{first.form}", second=f"{level}{second.form}")
    return Remark("body_names", severity, said, second.place, also=(first.place,))


def _groups(document: Examined) -> Iterator[Remark]:
    """`县委第二巡察组` and `县委第二巡查组`."""
    seen: dict[tuple[str, str], Seen] = {}
    for line in document.lines:
        for match in _GROUP.finditer(line.text):
            key = (match["level"] or "", match["ordinal"])
            now = Seen(match["word"], line.place(*match.span()))
            known = seen.setdefault(key, now)
            if known.form != now.form and {known.form, now.form} <= {"巡视", "巡察", "巡查"}:
                head = f"{match['level'] or ''}{match['ordinal']}"
                said = TWO_WORDS.format(first=f"{head}{known.form}组", second=match[0])
                yield Remark("body_names", "warning", said, now.place, also=(known.place,))
                return
