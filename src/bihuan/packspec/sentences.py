"""Every rule of the checker with the sentence it says. Ids are stable: they are never reused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bihuan.packspec.bilingual import Text

_WRITTEN: Final = {
    "P00": "TOML写法有误（{where}）：{what} | TOML error at {where}: {what}",
    "P01": "这里应为一个表 | this must be a table",
    "P02": "不认识“{it}”；此处可写：{known} | unknown key {it}; a {a} may say {known}",
    "P03": "写法不对，应为{wanted} | wrong type, this must be {wanted}",
    "P04": "请写成“中文 ¦ English”，现为{it} | write “中文 ¦ English”, got {it}",
    "P05": "缺少“{it}” | key {it} is missing",
    "P06": "比较只能写：{known} | a comparison is one of {known}",
    "P07": "请写列表、true或false、或比较 | write a list, true or false, or a comparison",
    "P08": "“{it}”不是{a}；可用：{known} | {it} is no {a}; known: {known}",
    "P09": "岗位“{it}”未在[desks]中列出 | desk {it} is not declared",
    "P10": "“{it}”不是此处可用的关系；可用：{known} | {it} is no relation that may stand here; known: {known}",
    "P11": "关系“{it}”需要“{kind}”列有“{party}” | relation {it} needs the party {party} in {kind}",
    "P12": "没有业务包“{it}” | there is no pack {it}",
    "P13": "没有{a}“{it}” | there is no {a} {it}",
    "P14": "“{kind}”没有字段、指标或要素“{it}” | a {kind} has no field, figure or fact {it}",
    "P15": "“{kind}”没有状态“{it}” | a {kind} has no state {it}",
    "P16": "“{it}”不在可选范围内；可选：{known} | {it} is no option here; known: {known}",
    "P17": "标识以字母开头，只用a–z、0–9和_ | an id is a–z, 0–9, _ and begins with a letter",
    "P18": "每个业务包都要有岗位office（台账管理） | every pack has a desk office, the keeper of the ledger",
    "P19": "版本从1起；升级须从更早的版本开始 | versions begin with 1, and an upgrade starts from an earlier version",
    "P20": "审核状态要写明{it} | a review state says {it}",
    "P21": "只有审核状态可写{it} | only a review state has {it}",
    "P22": "由时限办理的动作要写明after哪个时限 | a move that the clock takes says after which clock",
    "P23": "没有状态 | has no states",
    "P24": "从“{start}”不能到达 | cannot be reached from {start}",
    "P25": "没有通往已办结状态的路 | has no way to a closed state",
    "P26": "“{it}”是个人信息，不得公开 | {it} is personal and cannot be public",
    "P27": "保密事项不对外公开，也不出具函件和文稿 | a walled kind has no public line, no letters and no documents",
    "P28": "“{it}”已是要素、单位（人员）或指标的名称 | {it} is already a fact, party or figure",
    "P29": "选项字段须写options，关联字段须写to，其他都不写 | a choice has options, a link has to, no other has",
    "P30": "审核状态“{it}”没有审核层级 | review state {it} has no steps",
    "P31": "“{it}”不是审核状态 | {it} is no review state",
    "P32": "审核层级应为1至5级 | a review has 1 to 5 steps",
    "P33": "佐证“{it}”未在“{kind}”中列出 | evidence {it} is not declared in {kind}",
    "P34": "时长须写且只写一项：{known} | says exactly one of {known}",
    "P35": "各级预警按时间先后排列 | the steps stand in the order of time",
    "P36": "须写且只写一项：{known} | says exactly one of {known}",
    "P37": "只有取自事项的指标可写where | only a figure taken from cases has where",
    "P38": "有目标值的指标要写better，取higher或lower | a target says better: higher or lower",
    "P39": "“{it}”不在“{kind}”的公开范围内 | {it} is not in the public line of {kind}",
    "P40": "写columns，或写down、across、cell三项 | a list says columns, or down, across and cell",
    "P41": "各项分值之和为{sum}，应为{full} | the points add up to {sum}, not to {full}",
    "P42": "人工评分不写指标，其他方式都要写 | an item scored by hand has no figure, the others have one",
    "P43": "id“{it}”与文件名不同 | id {it} is not the name of the file",
    "P44": "合并表头只能跨相邻的列 | a band spans neighbouring columns",
    "P45": "可筛选的文字、数字、日期各最多3个，{it}已有{many}个 | "
    "at most 3 texts, 3 numbers, 3 dates are indexed; there are {many} {it}",
    "P46": "合并表头只能并列或逐层包含，最多两层 | bands stand beside or inside one another, at most two deep",
    "P47": "“{it}”不统计本清单所列事项及其下级 | {it} counts nothing in the rows of this list or below them",
    "P48": "第{line}行第{column}字：{why} | line {line}, character {column}: {why}",
    "P49": "各部分的id不能重复，标题层级取1至4 | the parts have different ids and headings of level 1 to 4",
    "P50": "本版本尚不能运行：{it} | {it} is not run by this version yet",
    "P51": "预警登记的“{it}”须能列在“{kind}”或其上级之下，且opened_by含clock | "
    "a ladder opens {it}: it may stand below a {kind} or a case above it, and its opened_by names clock",
    "P52": "金额单位不一致：“{it}”以{unit}计，相比的以{other}计 | {it} is in {unit} and held against {other}; write both in one unit",
    "P53": "“{it}”是个人信息，事项中只存摘要，不能据以统计或筛选 | "
    "{it} is personal: a case holds only its digest, so that nothing is counted or chosen by it",
    "P54": "累计期“{it}”应长于周期“{every}” | the period {it} is not longer than {every}",
    "P55": "“{it}”是数字字段，不能以{unit}计；请改为金额字段 | {it} is a number and no money, and cannot be in {unit}",
}

# The separator between the languages cannot stand in a sentence, so the one sentence about it writes a broken bar.
SENTENCES: Final[Mapping[str, Text]] = {
    rule: Text(sentence.zh.replace("¦", "|"), sentence.en.replace("¦", "|"))
    for rule, sentence in ((rule, Text.parse(written)) for rule, written in _WRITTEN.items())
}

# What the sentences call things.
A_PACK: Final = Text("业务包", "pack")
A_KIND: Final = Text("事项类型", "kind")
A_LIFECYCLE: Final = Text("流程", "lifecycle")
A_STATE: Final = Text("状态", "state")
A_MOVE: Final = Text("动作", "move")
A_CLOCK: Final = Text("时限", "clock")
A_LADDER: Final = Text("预警", "ladder")
A_LETTER: Final = Text("督办文书", "letter")
A_DOCUMENT: Final = Text("文稿", "document")
A_FIGURE: Final = Text("指标", "figure")
A_LIST: Final = Text("清单", "list")
OPTIONS: Final = Text("选项", "options")
A_PARENT: Final = Text("上级事项", "parent")
