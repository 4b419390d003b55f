"""Marks and units."""

from __future__ import annotations

from bihuan.web import shapes as s

PENDING = s.Stage(1, "待签收")
OPEN = s.Stage(2, "整改中")
BACK = s.Stage(2, "退回补正", back=True)
REVIEW = s.Stage(3, "审核中")
CLOSED = s.Stage(4, "已销号")
STAGES = (PENDING, OPEN, BACK, REVIEW, CLOSED)

LATE = s.Light("late", detail="3 个工作日")
SOON = s.Light("soon", detail="剩 2 个工作日")
TODAY = s.Light("soon", detail="今天")
OK = s.Light("ok", detail="剩 15 个工作日")
PAUSED = s.Light("pause", detail="8 日起")
NONE = s.Light("none")
LIGHTS = (OK, SOON, TODAY, LATE, PAUSED, NONE)

AT_ONCE = s.Nature("at_once", "立", "立行立改")
BY_DATE = s.Nature("by_date", "限", "限期整改")
STANDING = s.Nature("standing", "长", "长期坚持")

ECONOMY = s.Unit("经济发展局", full="云湖新区经济发展局", url="#")
FINANCE = s.Unit("财政国资局", url="#")
BUILDING = s.Unit("建设交通局", url="#")
