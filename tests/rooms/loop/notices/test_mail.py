"""Mail leaves by a real server: whom it reaches, what it says, and that it reaches nobody twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from bihuan.accounts.actions.delegations import give_delegation
from bihuan.loop.cases.models import Watch
from bihuan.loop.notices.actions import choose_hours, choose_ways
from bihuan.loop.notices.answers import turn_off
from bihuan.loop.notices.models import Delivery, Notice
from bihuan.loop.notices.sending import Sender
from tests.people import NOW, TODAY, SmallArea, actor
from tests.rooms.loop.notices.conftest import Time
from tests.rooms.loop.notices.servers import MailServer, html_of, text_of
from tests.rooms.loop.notices.stories import handed_out, opened_round, told


def states(small: SmallArea) -> list[str]:
    return list(Delivery.objects.filter(area_id=small.area.pk).order_by("pk").values_list("state", flat=True))


def addressed(server: MailServer) -> set[str]:
    return {str(mail["To"]).rpartition("<")[2].rstrip(">").partition("@")[0] for mail in server.mails}


def test_a_letter_to_a_unit_reaches_everybody_who_acts_for_it(
    mailed: SmallArea, post_office: MailServer, worker: Sender
) -> None:
    told(handed_out(mailed), kind="letter", unit=mailed.units.housing.pk)
    worker.look()
    assert addressed(post_office) == {"qiu.xiaoman", "luo.yizhou", "qiu.zhiyuan"}


def test_what_means_the_head_reaches_the_head_alone(mailed: SmallArea, post_office: MailServer, worker: Sender) -> None:
    told(handed_out(mailed), kind="letter", unit=mailed.units.housing.pk, heads=True)
    worker.look()
    assert addressed(post_office) == {"qiu.zhiyuan"}


def test_a_section_hears_what_its_bureau_hears(mailed: SmallArea, post_office: MailServer, worker: Sender) -> None:
    case = handed_out(mailed)
    mailed.units.station.receives = False
    mailed.units.station.save(update_fields=["receives"])
    told(case, kind="letter", unit=mailed.units.housing.pk)
    worker.look()
    assert "zeng.ke" in addressed(post_office)


def test_nobody_is_written_to_about_what_they_did(mailed: SmallArea, post_office: MailServer, worker: Sender) -> None:
    told(handed_out(mailed), kind="letter", unit=mailed.units.office.pk)
    worker.look()
    assert addressed(post_office) == {"tong.an", "he.zhixing"}  # 林若溪 handed it out


def test_somebody_meant_twice_by_one_act_gets_one_mail_of_the_more_urgent_kind(
    mailed: SmallArea, post_office: MailServer, worker: Sender
) -> None:
    case, director = handed_out(mailed), mailed.people.director
    told(case, kind="warning", unit=mailed.units.housing.pk, heads=True)
    told(case, kind="letter", person=director.pk)
    worker.look()
    assert ["督办文书" in str(mail["Subject"]) for mail in post_office.to(director.email)] == [True]


def test_a_mail_says_what_which_case_and_until_when(mailed: SmallArea, post_office: MailServer, worker: Sender) -> None:
    case = handed_out(mailed)
    told(case, kind="warning", person=mailed.people.director.pk)
    worker.look()
    (mail,) = post_office.mails
    assert str(mail["Subject"]) == f"【闭环】预警：{case.number} {case.subject}（期限2026年11月25日）"
    text = text_of(mail)
    for part in ("邱志远", case.subject, "交办", "林若溪", "2026年11月25日", f"/cases/rectification/{case.number}/"):
        assert part in text
    assert case.subject in html_of(mail)
    assert "<script" not in html_of(mail)
    assert "://" not in html_of(mail).replace("http://127.0.0.1:8000", "")  # nothing is fetched from elsewhere


def test_a_subject_is_text_in_the_mail_and_never_markup(
    mailed: SmallArea, post_office: MailServer, worker: Sender
) -> None:
    case = handed_out(mailed, subject='<img src="x">"与&amp;')
    told(case, kind="warning", person=mailed.people.director.pk)
    worker.look()
    assert "<img" not in html_of(post_office.mails[0])
    assert '<img src="x">' in text_of(post_office.mails[0])


def test_a_mail_is_in_the_language_of_the_person(mailed: SmallArea, post_office: MailServer, worker: Sender) -> None:
    director = mailed.people.director
    director.language = "en"
    director.save(update_fields=["language"])
    told(handed_out(mailed), kind="warning", person=director.pk)
    worker.look()
    assert str(post_office.mails[0]["Subject"]).startswith("[Bihuan] A warning:")
    assert "Dear 邱志远," in text_of(post_office.mails[0])


def test_daily_work_comes_once_a_day_in_one_mail(
    mailed: SmallArea, post_office: MailServer, worker: Sender, time: Time
) -> None:
    round_ = opened_round(mailed)
    cases = [handed_out(mailed, f"第{n}个问题", round_) for n in range(3)]
    worker.look()
    assert post_office.mails == []
    time.at = datetime(2026, 11, 21, 0, 0, tzinfo=UTC)  # eight in the morning
    worker.look()
    (mail,) = post_office.to(mailed.people.clerk.email)
    assert str(mail["Subject"]) == "【闭环】11月21日消息3条：待办事项 3"
    assert all(case.subject in text_of(mail) for case in cases)


def test_quiet_hours_keep_mail_back_until_they_end(
    mailed: SmallArea, post_office: MailServer, worker: Sender, time: Time
) -> None:
    time.at = datetime(2026, 11, 20, 15, 0, tzinfo=UTC)  # eleven at night
    told(handed_out(mailed), kind="letter", person=mailed.people.director.pk)
    worker.look()
    time.passes(hours=7)
    worker.look()
    assert post_office.mails == []
    time.passes(hours=1)
    worker.look()
    assert len(post_office.mails) == 1


def test_who_wants_none_gets_none_and_who_wants_it_later_gets_it_later(
    mailed: SmallArea, post_office: MailServer, worker: Sender
) -> None:
    choose_ways(ways={"letter": "never"}, by=actor(mailed.people.clerk), at=NOW)
    choose_ways(ways={"letter": "digest"}, by=actor(mailed.people.clerk_second), at=NOW)
    told(handed_out(mailed), kind="letter", unit=mailed.units.housing.pk)
    worker.look()
    assert addressed(post_office) == {"qiu.zhiyuan"}


def test_turning_a_kind_off_also_stops_what_waits_already(
    mailed: SmallArea, post_office: MailServer, worker: Sender, time: Time
) -> None:
    clerk = actor(mailed.people.clerk)
    choose_hours(quiet_from=9, quiet_until=12, digest_hour=8, by=clerk, at=NOW)
    told(handed_out(mailed), kind="letter", person=clerk.person_id)
    worker.look()
    choose_ways(ways={"letter": "never"}, by=clerk, at=NOW)
    time.passes(hours=3)
    worker.look()
    assert post_office.to(mailed.people.clerk.email) == []
    assert "dropped" in states(mailed)


def test_the_unsubscribe_header_turns_exactly_that_kind_off(
    mailed: SmallArea, post_office: MailServer, worker: Sender
) -> None:
    case, director = handed_out(mailed), mailed.people.director
    told(case, kind="warning", person=director.pk)
    worker.look()
    (mail,) = post_office.mails
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    token = str(mail["List-Unsubscribe"]).strip("<>").split("/")[-2]
    assert turn_off(token=token, at=NOW) == director
    tell_again = [("warning", 0), ("letter", 1)]
    for kind, more in tell_again:
        before = len(post_office.mails)
        told(case, kind=kind, person=director.pk)
        worker.look()
        assert len(post_office.mails) - before == more


def test_who_may_not_see_a_case_any_more_is_not_told_of_it(
    mailed: SmallArea, post_office: MailServer, worker: Sender, time: Time
) -> None:
    told(handed_out(mailed), kind="letter", person=mailed.people.stranger.pk)
    worker.look()
    assert post_office.mails == []
    assert "dropped" in states(mailed)


def test_whoever_watches_hears_of_it_in_the_product_and_by_mail(
    mailed: SmallArea, post_office: MailServer, worker: Sender, time: Time
) -> None:
    case, observer = handed_out(mailed), mailed.people.observer
    Watch.objects.create(area=mailed.area, person=observer, case=case)
    told(case, kind="letter", person=mailed.people.director.pk)
    worker.look()
    assert Notice.objects.filter(area_id=mailed.area.pk, person=observer, kind="change").count() == 1
    time.passes(days=1)
    worker.look()
    assert "关注事项有变化" in str(post_office.to(observer.email)[0]["Subject"])


def test_without_a_mail_server_nothing_is_kept_for_mail(mailed: SmallArea, worker: Sender) -> None:
    told(handed_out(mailed), kind="letter", unit=mailed.units.housing.pk)
    worker.look()
    assert states(mailed) == []
    assert not Notice.objects.filter(area_id=mailed.area.pk, expanded_at__isnull=True).exists()


def test_old_news_is_not_mailed_on_the_day_mail_is_set_up(
    mailed: SmallArea, post_office: MailServer, worker: Sender, time: Time
) -> None:
    told(handed_out(mailed), kind="letter", unit=mailed.units.housing.pk)
    time.passes(days=30)
    worker.look()
    assert states(mailed) == []


def test_looking_again_sends_nothing_again(
    mailed: SmallArea, post_office: MailServer, worker: Sender, time: Time
) -> None:
    told(handed_out(mailed), kind="letter", unit=mailed.units.housing.pk)
    for _ in range(3):
        worker.look()
        time.passes(minutes=10)
    assert len(post_office.mails) == 3
    assert len({mail["Message-ID"] for mail in post_office.mails}) == 3


def test_expanding_again_after_a_death_in_the_middle_gives_the_same(
    mailed: SmallArea, post_office: MailServer, worker: Sender
) -> None:
    told(handed_out(mailed), kind="letter", unit=mailed.units.housing.pk)
    worker.look()
    # As if the mark had been lost: the deliveries are there already.
    Notice.objects.filter(area_id=mailed.area.pk).update(expanded_at=None)
    worker.look()
    assert len(post_office.mails) == 3


@pytest.mark.parametrize("answer", ["451 4.3.0 try later", "421 4.7.0 too busy"])
def test_a_server_that_says_later_is_asked_later(
    mailed: SmallArea, post_office: MailServer, worker: Sender, time: Time, answer: str
) -> None:
    post_office.at_data = answer
    told(handed_out(mailed), kind="letter", person=mailed.people.director.pk)
    worker.look()
    row = Delivery.objects.get(area_id=mailed.area.pk, person=mailed.people.director)
    assert (row.state, row.tries) == ("waiting", 1)
    assert row.next_try_at > time()
    post_office.at_data = ""
    time.passes(minutes=2)
    worker.look()
    assert len(post_office.mails) == 1


def test_an_address_that_is_refused_is_given_up_at_once_with_the_servers_words(
    mailed: SmallArea, post_office: MailServer, worker: Sender
) -> None:
    post_office.at_rcpt = "550 5.1.1 no such person"
    told(handed_out(mailed), kind="letter", person=mailed.people.director.pk)
    worker.look()
    row = Delivery.objects.get(area_id=mailed.area.pk, person=mailed.people.director)
    assert (row.state, row.error) == ("failed", "refused: 550 5.1.1 no such person")


def test_one_refused_address_keeps_nobody_else_back(mailed: SmallArea, post_office: MailServer, worker: Sender) -> None:
    mailed.people.clerk.email = "not@allowed@yunhu.example"
    mailed.people.clerk.save(update_fields=["email"])
    told(handed_out(mailed), kind="letter", unit=mailed.units.housing.pk)
    worker.look()
    assert addressed(post_office) >= {"luo.yizhou", "qiu.zhiyuan"}


def test_a_server_that_is_away_is_asked_again_and_the_rest_waits_meanwhile(
    mailed: SmallArea, worker: Sender, time: Time, settings: Settings, post_office: MailServer
) -> None:
    there, settings.BIHUAN_SMTP_PORT = settings.BIHUAN_SMTP_PORT, 1
    told(handed_out(mailed), kind="letter", unit=mailed.units.housing.pk)
    worker.look()
    rows = Delivery.objects.filter(area_id=mailed.area.pk, kind="letter").order_by("pk")
    assert sorted(row.tries for row in rows) == [0, 0, 1]
    assert [row.error.partition(":")[0] for row in rows if row.tries] == ["away"]
    settings.BIHUAN_SMTP_PORT = there
    time.passes(minutes=2)
    worker.look()
    assert len(post_office.mails) == 3


def test_a_mail_is_given_up_after_days_of_trying(
    mailed: SmallArea, worker: Sender, time: Time, post_office: MailServer
) -> None:
    post_office.at_data = "451 no"
    told(handed_out(mailed), kind="letter", person=mailed.people.director.pk)
    begun = time()
    while states(mailed)[:1] in ([], ["waiting"]):
        worker.look()
        time.passes(hours=5)
    row = Delivery.objects.get(area_id=mailed.area.pk, person=mailed.people.director)
    assert (row.state, row.tries) == ("failed", 20)
    assert time() - begun > timedelta(days=3)


def test_a_server_that_falls_silent_leaves_the_mail_unclear_and_it_is_not_sent_again(
    mailed: SmallArea, post_office: MailServer, worker: Sender, time: Time
) -> None:
    post_office.slow = 2.0  # it took the mail, and its word comes too late
    told(handed_out(mailed), kind="letter", person=mailed.people.director.pk)
    worker.look()
    assert states(mailed).count("unclear") == 1
    post_office.slow = 0.0
    time.passes(hours=6)
    worker.look()
    assert len(post_office.to(mailed.people.director.email)) == 1


def test_who_stands_in_for_somebody_away_is_told_as_well(
    mailed: SmallArea, post_office: MailServer, worker: Sender
) -> None:
    people = mailed.people
    case = handed_out(mailed)
    give_delegation(
        person=people.director,
        to=people.clerk,
        from_on=TODAY,
        to_on=TODAY + timedelta(days=5),
        reason="出差",
        by=actor(people.director),
        at=NOW,
        today=TODAY,
    )
    told(case, kind="letter", person=people.director.pk)
    worker.look()
    assert addressed(post_office) == {"qiu.zhiyuan", "qiu.xiaoman"}
