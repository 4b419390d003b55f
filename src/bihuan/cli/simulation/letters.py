"""What people do with letters: issue, sign for, reply, answer, go one step further, and talk."""

from __future__ import annotations

from datetime import date, timedelta

from bihuan.accounts.queries import Actor
from bihuan.cli.simulation.desk import actor_named
from bihuan.cli.simulation.world import World
from bihuan.loop.letters.actions import issue_prepared, withdraw_letter
from bihuan.loop.letters.answering import answer_reply, awaits_talk, receive_letter, reply_to_letter
from bihuan.loop.letters.escalating import TalkGiven, escalate_letter, letters_after, next_of, record_talk
from bihuan.loop.letters.models import Letter, LetterState
from bihuan.loop.letters.queries import count_waiting_letters, to_answer, to_issue, to_reply, to_sign_for
from bihuan.loop.writing.actions import write_anew
from bihuan.loop.writing.queries import pack_with_documents

SIGNED_FOR, REPLIED, RETURNED, ESCALATED, WITHDRAWN = 0.75, 0.6, 0.15, 0.25, 0.04
LOOKED = 0.5  # how likely somebody looks at their letters on a day
OVERDUE_DAYS = 3


def answer_letters(world: World) -> None:
    """Let everybody do what their letters ask."""
    for actor in world.people():
        if world.chance(LOOKED) and count_waiting_letters(actor):
            _desk_of(world, actor)
    _escalate(world, actor_named(world, "lin.ruoxi"))


def _desk_of(world: World, actor: Actor) -> None:
    share = world.diligence(actor)
    for letter in list(to_issue(actor))[:10]:
        if not world.chance(share):
            continue
        if world.chance(WITHDRAWN):
            world.act("letter withdrawn", withdraw_letter, letter=letter, reason="责任单位已办结", by=actor)
        else:
            _fill_in(world, actor, letter)
            now = Letter.objects.select_related("case", "round", "writing").get(area_id=world.area_id, pk=letter.pk)
            world.act("letter issued", issue_prepared, letter=now, by=actor)
    for letter in list(to_sign_for(actor))[:10]:
        if world.chance(SIGNED_FOR * share):
            world.act("letter signed for", receive_letter, letter=letter, by=actor)
    for letter in list(to_reply(actor))[:10]:
        if world.chance(REPLIED * share):
            text = f"{world.say('progress')}{world.work()}"
            world.act("letter replied", reply_to_letter, letter=letter, text=text, by=actor)
    for letter in list(to_answer(actor))[:10]:
        if world.chance(share):
            accepted = not world.chance(RETURNED)
            said = "" if accepted else "请补充办理进度和佐证材料"
            world.act("reply answered", answer_reply, letter=letter, accepted=accepted, answer=said, by=actor)


def _fill_in(world: World, actor: Actor, letter: Letter) -> None:
    """Answer what the text of a prepared letter still asks the office."""
    writing = letter.writing
    document = pack_with_documents(letter.round).documents[writing.document]
    open_ = {
        name: text for name, text in _answers(world).items() if name in document.asks and name not in writing.asked
    }
    if open_:
        asked = {**writing.asked, **open_}
        world.act(
            "letter filled in",
            write_anew,
            writing=writing,
            asof=world.day,
            version=writing.version,
            by=actor,
            asked=asked,
        )


def _escalate(world: World, office: Actor) -> None:
    """Follow an overdue letter with the next one of its chain, and hold the talks that letters summon to."""
    late = world.day - timedelta(days=OVERDUE_DAYS)
    running = Letter.objects.filter(
        area_id=world.area_id, issued_on__isnull=False, closed_at__isnull=True, withdrawn_at__isnull=True
    )
    for letter in running.exclude(case__category="closed").select_related("case", "round").order_by("pk"):
        if awaits_talk(letter) and letter.state in (LetterState.ISSUED, LetterState.RECEIVED):
            if world.chance(ESCALATED):
                _talk(world, office, letter)
        elif _is_ignored(letter, late) and letters_after(letter) and world.chance(ESCALATED):
            answers = _answers(world)
            world.act(
                "letter escalated", escalate_letter, letter=letter, because="逾期未回复", by=office, answers=answers
            )


def _is_ignored(letter: Letter, late: date) -> bool:
    """Return whether a reply is overdue and nothing was done about it yet."""
    overdue = letter.reply_due_on is not None and letter.replied_at is None and letter.reply_due_on < late
    return overdue and next_of(letter) is None


def _answers(world: World) -> dict[str, str]:
    last = world.day + timedelta(days=15)
    words = f"{last.year}年{last.month}月{last.day}日"
    return dict.fromkeys(("reply_by", "last_day", "talk_on"), words) | {
        "shortcomings": "推进缓慢，佐证材料不全。",
        "advice": "明确专人负责，按周报送进展。",
        "grounds": "经多次督办仍未完成整改。",
        "place": "整改办会议室",
        "host": "领导小组组长陆怀远",
    }


def _talk(world: World, office: Actor, letter: Letter) -> None:
    given = TalkGiven(
        held_on=world.day.isoformat(),
        place="整改办会议室",
        by_names="贺知行",
        with_names="责任单位主要负责人",
        demanded="限期完成整改，按周报送进展。",
        promised="月底前完成。",
        next_on=(world.day + timedelta(days=14)).isoformat(),
    )
    world.act("talk held", record_talk, letter=letter, given=given, by=office)
