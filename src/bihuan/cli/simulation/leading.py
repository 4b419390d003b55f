"""Leaders' instructions: given on cases that are late or large, signed for, answered, ended."""

from __future__ import annotations

from datetime import timedelta

from bihuan.accounts.queries import actor_of
from bihuan.cli.simulation.desk import actor_named
from bihuan.cli.simulation.world import World
from bihuan.loop.cases.models import Case, Category
from bihuan.loop.instructions.actions import answer_instruction, close_instruction, give_instruction
from bihuan.loop.instructions.models import Addressee, Instruction

GIVEN, ANSWERED = 0.06, 0.2


def instruct(world: World) -> None:
    """Let a leader give an instruction now and then, and the units answer those they have."""
    if world.chance(GIVEN):
        _give(world)
    open_lines = Addressee.objects.filter(
        area_id=world.area_id, answered_at__isnull=True, instruction__closed_at__isnull=True, unit__isnull=False
    )
    for line in open_lines.select_related("instruction", "unit").order_by("pk"):
        if world.chance(ANSWERED):
            _answer(world, line)
    running = Instruction.objects.filter(area_id=world.area_id, closed_at__isnull=True).order_by("pk")
    for row in running:
        lines = Addressee.objects.filter(area_id=world.area_id, instruction_id=row.pk)
        if not lines.filter(answered_at__isnull=True).exists():
            giver = actor_of(row.giver, on=world.day)
            world.act("instruction ended", close_instruction, instruction=row, opinion="已阅", by=giver)


def _give(world: World) -> None:
    rows = Case.objects.filter(
        area_id=world.area_id, kind="finding", category=Category.OPEN, responsible__isnull=False
    ).order_by("pk")
    count = rows.count()
    if not count:
        return
    case = rows.select_related("responsible")[world.rng.randrange(count)]
    leader, due = actor_named(world, "lu.huaiyuan"), world.day + timedelta(days=world.rng.choice((7, 14, 21)))
    responsible = [case.responsible] if case.responsible is not None else []
    world.act(
        "instruction given",
        give_instruction,
        case=case,
        text="请责任单位抓紧办理，并按期报告结果。",
        due=due,
        to=responsible,
        by=leader,
    )


def _answer(world: World, line: Addressee) -> None:
    key = world.cast.key_of(line.unit_id)
    if not world.cast.heads.get(key):
        return
    head = actor_of(world.cast.people[world.cast.heads[key][0]], on=world.day)
    said = world.work()
    world.act("instruction answered", answer_instruction, line=line, answer=said, by=head)
