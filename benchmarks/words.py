"""Invented subjects of cases: enough different words that a search finds few, some or very many."""

from __future__ import annotations

import random

PLACES = [
    "东湖",
    "西岭",
    "南桥",
    "北塘",
    "云溪",
    "青石",
    "白沙",
    "红山",
    "金河",
    "银滩",
    "长堤",
    "短松",
    "明泉",
    "清源",
    "古渡",
    "新港",
    "大坪",
    "小屯",
    "上坝",
    "下洲",
]
THINGS = [
    "市场保供",
    "专项资金",
    "学习制度",
    "项目招标",
    "会议费用",
    "干部轮岗",
    "档案归集",
    "河道清障",
    "食品抽检",
    "校舍维修",
    "养老服务",
    "垃圾分类",
    "社区矫正",
    "环境监测",
    "政务公开",
    "采购验收",
    "土地出让",
    "林权登记",
    "危房改造",
    "防汛物资",
    "燃气安全",
    "消防通道",
    "医保基金",
    "就业补贴",
    "数据共享",
    "驾驶培训",
    "文物修缮",
    "水库移民",
    "粮食轮换",
    "信访答复",
]
FAULTS = [
    "更新不及时",
    "进展缓慢",
    "不够严格",
    "存在薄弱环节",
    "底数不清",
    "监督不到位",
    "责任未压实",
    "台账缺失",
    "标准不统一",
    "跟踪不足",
]
DEEDS = [
    "修订管理办法",
    "开展专项排查",
    "召开调度会议",
    "建立问题台账",
    "组织业务培训",
    "公开办理结果",
    "清理历史欠账",
    "明确责任分工",
    "约谈有关人员",
    "完善内控流程",
]
RARE = ["鹭鸶", "箜篌", "饕餮", "踟蹰", "蹒跚", "旖旎", "氤氲", "葳蕤", "觊觎", "桎梏"]
ASPECTS = ("学习贯彻", "履职尽责", "作风建设", "选人用人", "巡察整改")
RARE_ONE_IN = 20_000


def finding_subject(choose: random.Random) -> str:
    """Return what a finding says."""
    return f"{choose.choice(PLACES)}片区{choose.choice(THINGS)}{choose.choice(FAULTS)}，整改要求未全面落实"


def measure_subject(choose: random.Random) -> str:
    """Return what a measure says; once in RARE_ONE_IN with a word that hardly another has."""
    subject = (
        f"{choose.choice(PLACES)}片区{choose.choice(THINGS)}：{choose.choice(DEEDS)}，{choose.randint(2, 60)}项整改到位"
    )
    return subject + choose.choice(RARE) if choose.randrange(RARE_ONE_IN) == 0 else subject
