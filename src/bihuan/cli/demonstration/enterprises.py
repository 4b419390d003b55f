"""The enterprises of the demonstration: invented names and codes, the same ones in every story that needs them."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from bihuan.accounts.models import Unit
from bihuan.cli.demonstration.systems.town import Town

STEMS: Final = (
    "精工机械", "澄光电子", "青禾生物", "云岭新材料", "碧波环保", "知行软件", "通衢物流", "百川商贸", "云栖文旅", "稻香农业",
    "恒泰建工", "瑞驰装备", "芯语微电子", "和泽医药", "锦程新能源", "清源水务", "数澜科技", "远帆供应链", "惠邻商业", "鹭岛酒店",
    "沃野种业", "同筑工程", "锐铸模具", "星河光电", "康宁器械", "蓝湾材料", "绿野再生", "言序信息", "顺达仓储", "集美家居",
    "山水旅行", "丰谷食品", "华构钢构", "凌云航空部件", "明晰仪器", "安和制药", "晶石陶瓷", "净澜工程", "启明云计算", "捷运快递",
    "众合百货", "湖畔会展", "金穗农机", "砺石矿机", "微尘传感", "仁济诊断", "玄晖碳纤维", "泉清节能", "拾光动漫", "江南丝绸",
)  # fmt: skip
INDUSTRIES: Final = (
    "equipment", "electronics", "medicine", "materials", "green", "software", "logistics", "trade", "tourism", "farming",
    "building",
)  # fmt: skip
CONTACTS: Final = (
    "白晓",
    "乐知远",
    "池上月",
)  # who sign in for the first enterprises; their sign-in name is the credit code


def key_of(place: int) -> str:
    """Return the key of an enterprise among the units of the town."""
    return f"firm_{place}"


def name_of(place: int) -> str:
    """Return the name of an enterprise."""
    return f"云湖{STEMS[place]}有限公司"


def code_of(place: int) -> str:
    """Return the first 17 characters of the credit code of an enterprise."""
    return f"91320599MA{place:03d}2026"


def firm(town: Town, place: int, *, at: datetime) -> Unit:
    """Return an enterprise by its place in STEMS, entered now if no story has needed it before."""
    contact = CONTACTS[place] if place < len(CONTACTS) else ""
    return town.new_enterprise(key_of(place), name_of(place), code_of(place), at=at, contact=contact)


def facts_of(place: int) -> dict[str, Any]:
    """Return what an enterprise says of itself, in the fields of the register."""
    staff = 80 + place * 37 % 400
    return {
        "industry": INDUSTRIES[place % len(INDUSTRIES)],
        "registered_on": f"{2004 + place * 7 % 20}-0{1 + place % 9}-15",
        "registered_here": place % 9 != 5,
        "in_park": place % 3 != 1,
        "address": f"云湖新区松风路{20 + place * 6}号",
        "staff": staff,
        "revenue": staff * 310_000,
        "tax_paid": staff * 11_000,
        "research": staff * (9_000 if place % 4 else 0),
        "investment": staff * 25_000,
        "certificates": ["high_tech", "listed_firm"]
        if place % 4 == 0
        else ["tech_small"]
        if place % 4 == 2
        else ["honest"],
    }
