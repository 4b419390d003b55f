"""All checks by their stable ids: what each looks for and how grave it usually is."""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.documents.checks.remark import Severity
from bihuan.packspec.bilingual import Text


@dataclass(frozen=True, slots=True)
class Check:
    """
    One check. severity: the usual one; a single remark may be milder or graver.

    layout: it looks at the layout of a docx and needs the bytes of the file.
    """

    id: str
    title: Text
    severity: Severity
    looks: Text
    layout: bool = False


def _check(id_: str, title: str, severity: Severity, looks: str) -> Check:
    return Check(id_, Text.parse(title), severity, Text.parse(looks), layout=id_.startswith("layout_"))


CHECKS: tuple[Check, ...] = (
    _check(
        "parts_and_total",
        "分项与合计 | Parts and total",
        "warning",
        "同一句话中各分项之和与合计数是否一致 | whether the parts named in a sentence add up to the total it names",
    ),
    _check(
        "heading_and_body",
        "标题与正文人数 | Heading and body",
        "question",
        "问题标题中的数与正文分项之和是否一致 | whether the number in a heading agrees with the parts told below it",
    ),
    _check(
        "percentage",
        "百分比 | Percentage",
        "warning",
        "百分比能否由文中的数推算得出 | whether a percentage follows from the counts beside it",
    ),
    _check(
        "numbering",
        "序号 | Numbering",
        "warning",
        "层次序号是否缺号、重号、层次颠倒 | gaps, repeats and wrong levels of numbering",
    ),
    _check(
        "claimed_count",
        "所称数量 | Claimed count",
        "question",
        "文中所称的问题、措施、方面的数量与所列是否一致 | whether a claimed number of problems, measures or points is there",
    ),
    _check("impossible_date", "日期有误 | Impossible date", "error", "日历上没有的日期 | dates that no calendar has"),
    _check(
        "date_order",
        "日期先后 | Order of dates",
        "warning",
        "起止、反馈、时限、完成、公布的先后是否合理 | the order of period, feedback, deadline, completion and publication",
    ),
    _check(
        "done_without_result",
        "完成但无实据 | Done without a result",
        "question",
        "称已完成，却没有数字、文件、日期和具体做法 | said to be done, with no figure, document, date or act",
    ),
    _check(
        "future_when_done",
        "完成但用将来时 | Done, yet in the future",
        "question",
        "称已完成，正文却说将、拟、计划、尚未 | said to be done, while the text plans it or has it open",
    ),
    _check(
        "same_text",
        "整改内容雷同 | Same text twice",
        "warning",
        "两个问题下的整改内容是否雷同 | the same text of rectification under two findings",
    ),
    _check(
        "disposition",
        "处分种类 | Disposition",
        "warning",
        "处分、处理的类别与种类是否存在、是否对应 | class and kind of a disposition that do not exist or do not fit",
    ),
    _check(
        "body_names",
        "机构名称 | Names of bodies",
        "question",
        "同一机构的名称前后是否一致 | one body spelled in two ways",
    ),
    _check("identity_number", "身份证件号码 | Identity number", "error", "居民身份证号码 | numbers of identity cards"),
    _check("mobile_number", "手机号码 | Mobile number", "error", "个人手机号码 | mobile telephone numbers"),
    _check("bank_card", "银行卡号 | Bank card", "error", "银行卡号 | numbers of bank cards"),
    _check("email_address", "电子邮箱 | E-mail address", "warning", "个人电子邮箱 | e-mail addresses of persons"),
    _check("home_address", "家庭住址 | Home address", "error", "具体到门牌、单元的住址 | home addresses"),
    _check(
        "petitioner",
        "举报人、信访人 | Petitioner",
        "error",
        "举报人、信访人的姓名 | names of petitioners and informants",
    ),
    _check("plate_number", "车牌号码 | Plate number", "warning", "机动车号牌 | number plates of vehicles"),
    _check("passport_number", "护照号码 | Passport number", "error", "护照号码 | numbers of passports"),
    _check(
        "secrecy_mark",
        "密级与限制标志 | Secrecy mark",
        "error",
        "密级、内部资料、不得公开等标志 | marks of secrecy and of limited use",
    ),
    _check(
        "document_number",
        "发文字号 | Document number",
        "warning",
        "发文字号的年份是否用六角括号 | whether the year of a document number stands in 〔〕",
    ),
    _check("layout_paper", "纸张 | Paper", "warning", "是否为A4纸 | whether the paper is A4"),
    _check("layout_margins", "页边距 | Margins", "warning", "天头37、订口28、版心156×225毫米 | margins of GB/T 9704"),
    _check("layout_title", "标题 | Title", "warning", "标题2号小标宋体、居中 | title in 22 pt Xiaobiaosong, centred"),
    _check("layout_body", "正文字体字号 | Body type", "warning", "正文3号仿宋体 | running text in 16 pt Fangsong"),
    _check(
        "layout_levels",
        "层次标题字体 | Type of levels",
        "warning",
        "一级黑体、二级楷体、三四级仿宋 | Heiti, Kaiti and Fangsong for the levels",
    ),
    _check("layout_lines", "行距与版面 | Line pitch", "warning", "每页22行、每行28字 | 22 lines of 28 characters"),
    _check(
        "layout_indent", "段首空格 | Indent", "warning", "正文段首左空二字 | first lines indented by two characters"
    ),
    _check(
        "layout_page_number",
        "页码 | Page number",
        "warning",
        "4号半角宋体、一字线，单页居右双页居左 | form and place of the page number",
    ),
    _check("layout_date", "成文日期 | Date of the document", "warning", "成文日期用阿拉伯数字 | date in Arabic digits"),
)
BY_ID = {check.id: check for check in CHECKS}
