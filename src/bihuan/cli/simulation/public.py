"""What the public says: messages by telephone and letter, handed out and answered, votes from the voice of the writer."""

from __future__ import annotations

from typing import Final

from bihuan.accounts.queries import the_public
from bihuan.cli.simulation.desk import actor_named, take
from bihuan.cli.simulation.world import World
from bihuan.loop.cases.actions import open_case
from bihuan.loop.cases.desks import set_desk_holder
from bihuan.loop.cases.file import CaseFile
from bihuan.loop.cases.models import Category
from bihuan.loop.feedback.actions import vote
from bihuan.loop.feedback.models import Message
from bihuan.loop.feedback.queries import line_open
from bihuan.loop.feedback.receiving import enter_message
from bihuan.loop.lifecycle.queries import Offer, offers

PACK: Final = "feedback"
RECEIVED, VOTED = 0.3, 0.15
CONTENTS: Final = (
    "小区门口道路积水，雨天出行不便。",
    "菜市场夜间噪声较大，影响休息。",
    "公交站台照明损坏，晚上看不清。",
    "政策申请材料多次补正，希望一次说清。",
    "河道边堆放垃圾，建议设置警示标识。",
)
VOTES: Final = ("excellent", "good", "good", "fair", "poor", "bad")


def open_line(world: World) -> None:
    """Name who receives messages and open the line."""
    administrator, office = actor_named(world, "xu.yifan"), actor_named(world, "lin.ruoxi")
    unit = world.cast.units["office"]
    world.act("desk named", set_desk_holder, pack=PACK, desk="office", unit=unit, by=administrator)
    line = world.act("line opened", open_case, pack=PACK, kind="line", subject="整改监督窗口", given={}, by=office)
    if line is not None:
        offer = offers(line, office, world.day).find("move", "begin")
        if isinstance(offer, Offer):
            take(world, office, line, offer)


def hear(world: World) -> None:
    """Take in messages and let some who were answered vote."""
    office = actor_named(world, "lin.ruoxi")
    line = line_open(world.area_id)
    if line is not None and world.chance(RECEIVED):
        given = {"channel": world.rng.choice(("telephone", "letter", "visit")), "content": world.rng.choice(CONTENTS)}
        world.act("message entered", enter_message, line=line, given=given, received_on=world.day, by=office)
    open_ones = Message.objects.filter(area_id=world.area_id, case__category=Category.OPEN).select_related("case")
    for message in open_ones.order_by("pk"):
        file = CaseFile(message.case, world.day)
        if message.case.state in file.lifecycle.moves["vote"].from_ and world.chance(VOTED):
            choice = world.rng.choice(VOTES)
            world.act("vote", vote, message=message, choice=choice, note="", by=the_public(message.area_id))
