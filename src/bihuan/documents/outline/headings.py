"""What a heading says it is: a section of the report, an aspect, a group, a problem, a remedy."""

from __future__ import annotations

import re
from enum import Enum

_REPORT = r"(?:整改|整治)(?:任务|工作|措施)?(?:的)?(?:落实|进展|完成|推进|具体)?(?:的)?(?:情况|进展|成效|结果|工作)?"
_QUOTED_PROBLEM = re.compile(
    rf"^(?:关于|针对|对于|对照|对|围绕)?“.*”(?:等)?[^“”，。]{{0,8}}问题|^(?:关于|针对)“.*”(?:的)?{_REPORT}$|^(?:关于|针对)“[^“”]{{6,}}”$"
)
_ALL_QUOTED = re.compile(r"^“[^“”]{4,}(?:“[^“”]*”[^“”]*)*”(?:等)?$")
_ABOUT_PROBLEM = re.compile(rf"^(?:关于.*问题|(?:针对|对于|对照|对).*问题(?:的)?(?:{_REPORT}|落实情况)?$)")
_STRICT_HEADING = re.compile(
    rf"^(?:(?:关于|针对)(?![^。]*(?:的)?(?:通报|公告|公示|报告|通知|函|方案)(?:》|$)).{{2,160}}?问题(?:的)?(?:{_REPORT}|落实情况)?|“.{{2,160}}”(?:的)?问题(?:的)?(?:{_REPORT})?)[。：]?$"
)
_INSPECTION = r"(?:巡视|巡察|督察|督导|督查|检查|审计|考核|专项检查|民主生活会|“?回头看”?)"
_ASPECT = re.compile(
    r"(?:方面|领域|(?<!薄弱)环节)(?:的|存在的?|反馈的?|发现的?|突出|主要)*(?:问题|情况|反馈问题)?(?:的)?(?:整改.{0,10}|落实情况)?[。：（]?$"
    r"|^(?:关于)?(?:在|聚焦|紧盯|对照|围绕)[^。]*(?:方面|情况|部署|问题|要求)(?:的)?(?:整改.{0,8})?[。：]?$"
    r"|^(?:关于)?(?:在)?“[^”]*(?:方面|情况|聚焦[^”]*)”(?:的)?(?:方面)?(?:存在的)?(?:问题)?(?:的)?(?:整改.{0,8})?[。：]?$"
    r"|^(?:关于)?(?:政治|思想|组织|作风|纪律|制度|廉政|党的|基层党|党风廉政|反腐败|意识形态|群团)[^，。]{0,10}(?:建设|工作|责任制|责任)(?:的)?(?:整改.{0,8})?[。：]?$"
)
_STATUS_WORD = (
    r"(?:已经?|全部|基本|部分|阶段性|均已|正在)?(?:完成|整改完毕|整改到位|办结|销号)(?:阶段性)?(?:整改|销号)?"
    r"|(?:正在|持续|长期|继续|仍在)(?:推进|整改|坚持|进行)(?:整改)?|未完成(?:整改)?|尚未完成(?:整改)?|整改中|立行立改|需(?:要)?(?:长期|持续)(?:坚持|整改|推进)"
)
_GROUP = re.compile(
    rf"(?:{_STATUS_WORD})[^，。]{{0,12}}(?:的)?(?:整改)?(?:事项|问题|任务|措施|项目|类)|^(?:立行立改|即知即改|限期整改|长期整改|短期|中期|长期|近期)[^，。]{{0,6}}(?:类|问题|事项|情况)"
)
COUNT_BEHIND = re.compile(r"（[^（）]{0,12}\d{1,3}(?:个|项|条|类)[^（）]{0,20}）$")
_AREA = re.compile(
    rf"^(?:关于|在)(?P<area>.{{4,50}}?)(?:中|上|方面)?存在的?(?:主要|突出|具体)?问题(?:的)?(?:{_REPORT})?$"
)
_KIND_OF_PROBLEMS = re.compile(r"^(?:共性|个性|主要|重点|一般|具体|突出|其他|面上|点上)(?:性|类)?(?:的)?问题$")
_GROUP_STATUS = re.compile(_STATUS_WORD)

_SECTION_PROBLEMS = re.compile(
    rf"^(?:关于)?(?:对|针对)?.{{0,24}}(?:{_INSPECTION}|反馈|指出|移交|交办|整改|选人用人|意识形态|问题线索|信访).{{0,30}}(?:问题|意见|建议|任务|事项|线索|信访件|整改)"
    r".{0,12}(?:情况|进展|成效|落实|措施|结果|清单|如下|问题)?(?:和|及|、)?.{0,8}[。：]?$"
    r"|^(?:具体|主要|重点|各项|逐项|集中)?(?:问题)?整改(?:任务|工作|措施)?(?:的)?(?:落实|进展|完成|推进)?(?:的)?(?:具体)?(?:情况|进展|成效|结果|工作)(?:和|及|与)?.{0,10}[。：]?$"
    r"|^(?:存在|发现)(?:的)?(?:主要|突出)?(?:问题|不足)|^(?:主要|突出|具体)?问题$|^(?:问题|落实)?整改(?:落实)?情况|^(?:主要|具体)?整改(?:具体)?(?:措施|内容|任务)"
)
_ORGANISATION = re.compile(
    r"组织(?:领导|推动|推进|部署|保障|实施|开展|整改|落实|动员|情况|工作|机构)|主体责任|第一责任人|首要责任|责任(?:落实|履行|担当)|(?:整改)?工作(?:组织|机制|部署|做法|推进|总体|开展)"
    r"|总体(?:情况|进展|推进|成效|工作|评价)|基本(?:情况|做法|态度)|主要做法|工作开展|履行.{0,12}责任|责任人|提高.{0,6}(?:站位|认识)|思想认识|统一思想|高度重视|政治(?:责任|站位|担当|自觉)"
    r"|抓(?:好|实|紧)?.{0,6}整改|推动.{0,8}整改|整改(?:责任|合力|工作格局|氛围|机制)|加强领导|领导(?:重视|机制)|压实|扛[起牢稳]|部署|传导压力|精心|周密|认真研究"
)
_OUTCOME = re.compile(
    r"(?:整改|工作|取得|主要|总体|初步|阶段性?)(?:的)?(?:主要|初步|阶段性?|总体)?(?:成效|成果|效果|结果)|成效(?:明显|初显)|处理情况|问责(?:情况|处理)|线索.{0,8}(?:处置|办理|查办|核查)|建章立制|制度(?:建设|机制)|长效机制"
)
_NEXT = re.compile(
    r"下一?(?:步|阶段)|整改(?:工作)?(?:意见(?:建议)?|建议|要求)$|^(?:几点|主要|工作)?(?:意见|建议|要求)+$|今后|后续|努力方向|工作(?:打算|计划|安排|思路)|(?:持续|巩固|深化).{0,10}(?:整改成[果效]|成果|成效)|(?:还|仍|依然)?存在的(?:困难|不足|差距)|(?:需要?)?(?:长期|持续)(?:坚持|推进|整改)的?(?:.{0,6}(?:安排|打算|计划|措施))"
)
_TOLD_AND_NEXT = re.compile(r"(?:情况|进展|成效|结果|落实).{0,6}(?:和|与|及|、).{0,4}(?:下|今后|后续)")
_BY_ONE = re.compile(
    r"(?:书记|主要负责(?:人|同志)|第一责任人|班子成员|“?一把手”?|院长|校长|局长|董事长).{0,12}(?:组织|推动|推进|带头|牵头|抓|履行|开展|落实).{0,24}(?:整改|反馈|责任)"
)
_CONTACT = re.compile(r"联系(?:方式|电话|人)|监督(?:方式|电话|渠道)|意见反馈(?:方式|渠道)|(?:公示|公开)(?:时间|期限)")

_LACK = (
    r"不(?:够|到位|力|足|高|严|实|强|深|细|紧|准|全|广|牢|大|多|少|快|好|清|明|当|佳|畅|顺|彻底|规范|及时|扎实|严格|严肃|严谨|完善|健全|合理|充分|明显|深入|全面|平衡|充足|精准|重视|主动|积极|透明|公开|坚决|坚定|作为|担当|落实|清晰|准确|科学|聚焦|突出|深刻|经常|完整|一致|均衡|匹配|合规|符|符合|适应|担责|敢|愿|会|善|想|注重|执行|履行|按|开展|履职|过硬|理想|同步|优|旺|均|浓|厚|密切|持续|见底|落地|走心|见效|实在|坠底|尽)"
    r"|未(?!来|成年|婚|雨绸缪)"
    r"|没有|缺(?:失|乏|位|少|项|口)|欠缺|欠账|欠(?:规范|深入|扎实|佳|严)|薄弱|弱化|淡化|虚化|淡薄|淡漠|滞后|缓慢|迟缓|偏差|差距|短板|弱项|漏洞|隐患|风险|流于形式|走过场|形式主义|官僚主义|享乐主义|宽松软|松散|涣散|软弱|松懈|缺陷|失范|失管|失察|失职|混乱|随意|违规|违反|违纪|违法|擅自|超标|超范围|超编|虚报|虚列|套取|挪用|截留|拖欠|闲置|流失|浪费|重复|逾期|空转|打折扣|搞变通|脱节|乏力|无力|低下|偏[低少慢弱重软高多大差远]|较[低少慢弱差多大高]|过[低少慢多大高于]|单一|粗放|空泛|笼统|肤浅|敷衍|应付|推诿|扯皮|怕|不担|一般化|简单化|表面化|碎片化|老化|断层|断档|失衡|矛盾|突出$|多发|频发|屡禁|高发|反弹|仍有|还有|存在|有待|亟待|需加强|有(?:所)?(?:差距|短板|偏差|不足|欠缺|缺失|漏洞|弱化)|跑冒滴漏|贪腐|腐败|吃喝|庸懒|躺平|慢作为|乱作为|不作为|等靠|畏难|差$|难$|慢$|少$|弱$|低$|松$|软$|浅$|散$|乱$|虚$|空$|窄$|轻$"
)
_DEFICIT = re.compile(_LACK)
_REMEDY = re.compile(
    r"^(?:坚持|坚决|坚定|加强|强化|完善|健全|建立|进一步|深化|深入|切实|着力|严肃|从严|严格|严明|严控|严把|严查|规范|优化|推进|推动|提升|提高|提质|压实|夯实|压紧|抓好|抓实|抓牢|抓紧|抓严|狠抓|紧抓|做好|做实|做强|做优|做细|做深|全面|全力|大力|持续|扎实|统筹|召开|组织|开展|制定|制订|修订|出台|印发|落实|督促|督导|及时|立即|立行|积极|主动|认真|明确|充实|配齐|配强|选优|拓宽|拓展|加大|加快|加紧|加速|加密|追缴|清退|清理|收缴|整改|整治|查处|查摆|纠正|举一反三|建章立制|高标准|高质量|高效|创新|丰富|聚焦|突出|注重|发挥|细化|量化|梳理|排查|摸清|树牢|树立|筑牢|守牢|把牢|扛牢|扛起|增强|凝聚|激发|培育|培养|引导|引进|保障|保持|健康|科学|合理|有效|有序|分类|逐项|逐一|对症|靶向|精准|常态|长效|构建|搭建|打造|打好|打通|打牢|健|补齐|补足|补强|补充|堵塞|填补|责令|批评|约谈|教育|学习|贯彻|认真|带头|牢固|牢记|牢牢|实施|实行|推行|建强|建好|建设|改进|改善|改革|设立|成立|利用|用好|用足|用活|盘活|支持|鼓励|重视|畅通|破解|解决|消除|化解|防范|防止|杜绝|厘清|理顺|理清|协调|协同|联合|联动|配合|履行|尽快|力争|争取|确保|继续|巩固|转变|端正|净化|营造|弘扬|传承|宣传|普及|广泛|充分|层层|层级|多措|多方|多渠道|定期|每|已|将|通过|对照|对标|针对|围绕|以案|以学|以上率下|领导带头|一体|迅速|快速|第一时间|即知即改|即查即改|边查边改|党组|党委|局党|镇党|县|市|区)"
)

# Verbs that no problem begins with, unless the statement itself ends in a failure (`加强…不够`).
_ACTS = re.compile(
    r"^(?:加强|强化|完善|健全|建立|进一步|深化|切实|着力|严肃|从严|严明|严控|严查|规范|优化|提升|提高|提质|压实|夯实|压紧|抓好|抓实|抓牢|抓紧|抓严|狠抓|做好|做实|做强|做优|全面|全力|大力|持续|扎实|坚持|坚决"
    r"|立即|立行|追缴|清退|清理|收缴|整改|整治|查处|查摆|纠正|举一反三|高标准|高质量|细化|梳理|排查|摸清|树牢|树立|筑牢|守牢|增强|补齐|补足|堵塞|填补|责令|批评|约谈|解决|破解|消除|化解|防范|防止|杜绝|厘清|理顺"
    r"|巩固|转变|净化|营造|弘扬|迅速|快速|第一时间|即知即改|出台|印发|修订|制订|充实|配齐|配强|拓宽|拓展|加大|加快|加密|处置|严格落实|严格执行|督促|用好|盘活|改进|改善|打造|打好|牢固|积极|强力|推动"
    r"|腾退|腾出|收回|追回|追责|化解|关停|关闭|取缔|拆除|新建|新增|建成|建立|培训|轮训|选派|选聘|选拔|招录|招聘|引进|引入|走访|完成|投入|补发|补缴|补签|补办|补录|退还|退回|核减|核销|核查|通报|处理|处罚|查办|立案|问责|评查|移送|移交|注销|更换|更新|购置|采购|配备"
    r"|签订|重新|修缮|维修|改造|升级|整顿|调整|清收|清淤|清运|清查|清退|清缴|组建|组织|设立|设置|设计|举办|开办|开设|开展|开通|上线|推行|推广|搭建|联合|聘请|委托|邀请|协调|发放|下发|发布|编制|编印|录入|归还|上缴|上交|收缴|恢复|复垦|栽植|疏通|安装|张贴|悬挂|召开|制定|挂牌|消化|压减|压降|精简|撤销|撤并|归并|扣发|扣减|函询|提醒|诫勉)"
)
_FAILS = re.compile(
    r"(?:不(?:够|到位|力|足|严|实|强|深|细|紧|及时|规范|扎实|充分|明显|全面|彻底|坚决|严格|健全|完善|有效|深入|高|多|大|准|精准|主动|显著|理想|好|快)[^，。]{0,4}|缓慢|滞后|薄弱|弱化|缺失|欠缺|乏力|流于形式|走过场|有差距|有短板|有偏差|有欠缺|(?:仍|还|有|存在)[^，。]{0,6}(?:差距|短板|偏差|不足|问题|欠缺)|较[低少慢弱差])(?:的)?(?:问题)?$"
)


class Role(Enum):
    """What part of a report a heading opens."""

    PROBLEMS = "problems"
    ORGANISATION = "organisation"
    OUTCOME = "outcome"
    NEXT = "next"
    CONTACT = "contact"
    ASPECT = "aspect"
    GROUP = "group"
    NAMED_PROBLEM = "named_problem"
    DEFICIT = "deficit"
    REMEDY = "remedy"
    UNKNOWN = "unknown"


_PARTS = ((_CONTACT, Role.CONTACT), (_NEXT, Role.NEXT), (_OUTCOME, Role.OUTCOME), (_ORGANISATION, Role.ORGANISATION))


def is_bare_problem_heading(text: str) -> bool:
    """Return whether a line without a number is a heading that names a problem (`关于…问题的整改情况`)."""
    return len(text) < 200 and "问题" in text and bool(_STRICT_HEADING.match(text))


def first_sentence(text: str) -> str:
    """Return a text up to its first 。 or ！ outside quotation marks, or the whole of it."""
    depth = 0
    for at, glyph in enumerate(text[:600]):
        if glyph == "“":
            depth += 1
        elif glyph == "”":
            depth = max(0, depth - 1)
        elif glyph in "。！" and depth == 0:
            return text[:at]
    cut = text.find("。")
    return text[:cut] if depth and cut > 0 else text


def role_of(text: str) -> Role:
    """
    Return what a heading says it is; only its first sentence is looked at.

    text: canonical, without its numbering token.
    """
    head = first_sentence(text).rstrip("。：；，、")
    head = COUNT_BEHIND.sub("", head)
    named = head.find("问题：")
    if named > 0:  # 针对…的问题：引进人才5名
        head = head[: named + 2]
    if _KIND_OF_PROBLEMS.match(head):
        return Role.GROUP
    if _GROUP.search(head) and len(head) < 40 and "“" not in head and not head.startswith("关于"):
        return Role.GROUP
    if _is_section(head):
        return Role.PROBLEMS
    if len(head) < 90 and (_ASPECT.search(head) or _is_area_of_problems(head)):
        return Role.ASPECT
    if _QUOTED_PROBLEM.match(head) or _ABOUT_PROBLEM.match(head) or _ALL_QUOTED.match(head):
        return Role.NAMED_PROBLEM
    if head.startswith("关于"):
        return Role.NAMED_PROBLEM if _DEFICIT.search(head) else Role.ASPECT
    return _role_of_statement(head)


def _is_area_of_problems(head: str) -> bool:
    """`关于落实主体责任存在的问题` says where problems are, not which."""
    area = _AREA.match(head)
    return area is not None and "“" not in head and not _DEFICIT.search(area["area"])


def status_of_group(text: str) -> str | None:
    """Return the status words in the heading of a group (`已完成`), None if there are none."""
    match = _GROUP_STATUS.search(text)
    return match[0] if match else None


def _is_section(head: str) -> bool:
    """A heading about the rectification of the inspection's feedback as a whole, not about one problem."""
    if (
        len(head) > 60
        or head.startswith(("需", "下一步", "今后", "持续", "长期"))
        or (_NEXT.search(head) and not _TOLD_AND_NEXT.search(head))
        or "“" in head.replace("“回头看”", "")
    ):
        return False
    return bool(_SECTION_PROBLEMS.match(head)) and not _names_one_problem(head) and not _is_organising(head)


def _is_organising(head: str) -> bool:
    return bool(_BY_ONE.search(head)) or (
        bool(_ORGANISATION.search(head)) and "问题" not in head and "反馈" not in head
    )


def _names_one_problem(head: str) -> bool:
    """`关于X问题的整改情况` where X is not the feedback itself."""
    if re.search(r"方面", head):
        return True
    inner = re.sub(rf"{_INSPECTION}|反馈|整改|意见|移交|指出|发现|具体|主要", "", head)
    if (
        re.match(r"^(?:关于|针对|对)", head)
        and "问题" in head
        and not re.search(rf"反馈|{_INSPECTION}组|移交|交办|指出", head)
    ):
        return True
    return bool(_DEFICIT.search(inner))


def _role_of_statement(head: str) -> Role:
    """A heading without 关于 and quotation marks: a part of the report, a lack, or a remedy."""
    if _ACTS.match(head) and not _fails(head):
        return _part_of_report(head) or Role.REMEDY
    if len(head) < 40 and re.search("下一?步|今后", head) and _NEXT.search(head):
        return Role.NEXT
    if _ends_in_lack(head):
        return Role.DEFICIT
    part = _part_of_report(head)
    if part is not None:
        return part
    if _REMEDY.match(head):
        return Role.REMEDY
    if head.endswith("问题") and len(head) < 80:
        return Role.DEFICIT
    return Role.DEFICIT if _DEFICIT.search(head) else Role.UNKNOWN


def _fails(head: str) -> bool:
    """Whether a statement that begins with an act ends in its failure (`加强…不够`, `调整不及时`)."""
    if _FAILS.search(head):
        return True
    last = re.sub(r"(?:的)?问题$", "", re.split("[，、；]", head)[-1])
    return any(found.end() == len(last) for found in _DEFICIT.finditer(last))


def _part_of_report(head: str) -> Role | None:
    """Organisation, outcome, next steps or contacts, if the heading is one of these."""
    if len(head) >= 60:
        return None
    for pattern, role in _PARTS:
        if pattern.search(head):
            return role
    return None


def _ends_in_lack(head: str) -> bool:
    """Whether one of the clauses of a statement ends in a lack (`学习不够深入`, `进展缓慢的问题`)."""
    for clause in re.split("[，、；]", re.sub(r"(?:的)?(?:问题|现象|情况)$", "", head)):
        ends = [found.end() for found in _DEFICIT.finditer(clause)]
        if ends and len(clause) - ends[-1] <= 6:
            return True
    return bool(re.match(r"^(?:存在|未|没有|缺乏|对.{2,30}不)", head))


def is_remedy(text: str) -> bool:
    """Return whether a statement begins like something that was done about a problem."""
    return role_of(text) in {Role.REMEDY, Role.ORGANISATION, Role.OUTCOME, Role.NEXT}


def is_problem(text: str) -> bool:
    """Return whether a statement names a problem."""
    return role_of(text) in {Role.NAMED_PROBLEM, Role.DEFICIT}
