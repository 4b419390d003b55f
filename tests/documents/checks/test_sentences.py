"""Each check on single sentences: it speaks of the fault and is silent on its well-formed neighbour."""

from __future__ import annotations

import pytest

from bihuan.documents.checks import check_document
from tests.documents.checks.corpus import source_from

FAULTY = [
    ("parts_and_total", "共处理10人，其中党纪处分5人、政务处分4人。", "5+4=9"),
    ("parts_and_total", "共处理十人，其中党纪处分五人、政务处分四人。", "5+4=9"),
    ("parts_and_total", "给予党纪处分5人（留党察看1人，严重警告1人，警告2人）。", "1+1+2=4"),
    ("parts_and_total", "党纪处分5人、政务处分4人、诫勉2人，合计12人。", "5+4+2=11"),
    ("parts_and_total", "反馈的39项任务，已完成36项，正在推进2项。", "36+2"),
    ("parts_and_total", "收回资金86.5万元（租金50万元、补贴30.5万元）。", "80.5"),
    ("percentage", "应整改697项，已完成688项，完成率98.91%。", "98.71%"),
    ("percentage", "反馈问题25个，已整改19个，整改率75%。", "76%"),
    ("percentage", "任务21项，已完成20项，整改完成率105.2%。", "超过100%"),
    ("percentage", "由80家增加到120家，增长40%。", "50%"),
    ("percentage", "满意率由86.5%提高到92%，提高6.5个百分点。", "5.5"),
    ("percentage", "核查760户，问题户38户，占核查农户760户的6%。", "5%"),
    ("impossible_date", "已于2023年2月29日完成。", "2023年2月29日"),
    ("impossible_date", "计划二〇二四年四月三十一日前办结。", "四月三十一日"),
    ("impossible_date", "反馈日期为2024-13-05。", "2024-13-05"),
    ("date_order", "2024年5月8日至2024年3月8日开展巡察。", "起始日期"),
    ("numbering", "一是加强学习。二是完善制度。四是强化监督。", "四是"),
    ("numbering", "①清查台账；②补缴费用；④公开结果。", "④"),
    ("claimed_count", "重点做好以下三项工作：一是抓学习；二是抓整改。", "3项"),
    ("disposition", "给予1人党内记过处分。", "党纪处分没有“记过”"),
    ("disposition", "给予政务处分3人（警告2人，留党察看1人）。", "政务处分没有“留党察看”"),
    ("disposition", "给予2人诫勉党纪处分。", "不是处分"),
    ("document_number", "根据云政发[2024]8号文件。", "云政发[2024]8号"),
    ("document_number", "依据《通知》（云府办函（2023）21号）。", "云府办函（2023）21号"),
    ("secrecy_mark", "机密★10年", "机密★10年"),
    ("secrecy_mark", "此件不公开", "此件不公开"),
]
SOUND = [
    "调整不胜任的村主职干部3名，其中村书记2名。",
    "共处理十二人，其中党纪处分七人、政务处分五人，一人一档，三十余人次受教育。",
    "集中清理文件2484件，其中规范性文件40件、一般文件300件。",
    "检查工地812处，立案25起；查实8起，问责13人。",
    "给予党纪处分5人（党内留党察看1人，严重警告1人，警告3人）；政务处分4人（撤职1人，记大过2人，记过1人）。",
    "处理13人，其中党纪处分8人、政务处分7人（2人同时受到两种处分）。",
    "引进亿元以上项目30个，其中开工24个、竣工16个。",
    "追缴资金约120万元（租金80万元、补贴30余万元）。",
    "反馈的4个方面18个具体问题，细化为39项整改任务。截至目前，已完成36项，正在推进3项，整改完成率92.3%。",
    "应整改697项，已完成688项，完成率98.71%。",
    "招商引资任务完成率为126.4%。",
    "巡察党组织36个，其中县直单位14个、乡镇4个、村18个，发现问题742个，移交线索29件。",
    "申请延期18项，占471项的3.82%。",
    "空气优良率为78.6%，同比改善1.3%。",
    "办结率达95%以上，较上年提高3.2个百分点。",
    "2023年11月20日至2024年1月15日开展巡察。",
    "2024年2月29日前完成。",
    "2023年11月20日至1月15日开展巡察。",
    "第13个月工资已清退。",
    "一是加强学习。二是完善制度。三是强化监督。",
    "坚持一是一、二是二，实事求是。",
    "开展以下三项工作：一是抓学习；二是抓整改；三是抓长效。",
    "给予1人党内警告处分，给予1人政务记过处分，诫勉2人。",
    "给予2人党内严重警告、政务撤职处分。",
    "根据云政发〔2024〕8号文件和（2023）浙08民终12号判决。",
    "加强机密文件管理，签订保密承诺书。",
    "依法不得公开的政府信息除外。",
]


@pytest.mark.parametrize(("check", "sentence", "says"), FAULTY, ids=[sentence for _, sentence, _ in FAULTY])
def test_a_faulty_sentence_is_spoken_of(check: str, sentence: str, says: str) -> None:
    source = source_from(["关于整改情况的说明", sentence])
    (remark,) = [one for one in check_document(source) if one.place and one.place.paragraph == 2]
    assert remark.check == check
    assert says in remark.sentence.zh
    assert remark.sentence.en
    assert remark.place is not None
    assert source.at(remark.place)


@pytest.mark.parametrize("sentence", SOUND)
def test_a_sound_sentence_is_passed_over(sentence: str) -> None:
    assert check_document(source_from(["关于整改情况的说明", sentence])) == ()


def test_a_rate_that_was_cut_off_is_a_question() -> None:
    source = source_from(["任务3项，已完成2项，完成率66.6%。"])
    (remark,) = check_document(source)
    assert (remark.check, remark.severity) == ("percentage", "question")
    assert "66.7%" in remark.sentence.zh


def test_an_open_list_of_parts_is_a_question_and_a_list_of_sanctions_is_not() -> None:
    (open_,) = check_document(source_from(["走访企业100家，其中规上企业50家、高新企业40家。"]))
    (closed,) = check_document(source_from(["处分10人，其中党纪处分5人、政务处分4人。"]))
    assert (open_.severity, closed.severity) == ("question", "warning")


def test_full_width_digits_and_half_width_signs_are_read_alike() -> None:
    (remark,) = check_document(source_from(["给予党纪处分５人(警告２人,严重警告２人)。"]))
    assert remark.check == "parts_and_total"
