"""
What a worker does with notices: work out whom they mean, and send what is due. One look at it is `send_notices`.

The rows are the truth; what happens at which death of a worker stands in `claiming.py`.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import DatabaseError
from django.utils import translation

from bihuan.accounts.models import Area
from bihuan.loop.notices.choices import wishes_of
from bihuan.loop.notices.claiming import Batch, claims, take_back
from bihuan.loop.notices.composing import check_mail, mail_about, message_id_of, news_for_hook, news_of
from bihuan.loop.notices.errors import BROKEN, NO_ADDRESS, UNSEEN, UNWANTED, told
from bihuan.loop.notices.expanding import expand_notices
from bihuan.loop.notices.links import check_link
from bihuan.loop.notices.mailing import Answer, Outcome, Postman
from bihuan.loop.notices.models import Way
from bihuan.loop.notices.posting import call_of, post
from bihuan.loop.notices.tokens import CHECK, sign

Clock = Callable[[], datetime]

REST: Final = timedelta(seconds=30)  # without mail after the server could not be had
log = logging.getLogger("bihuan.notices")


class Sender:
    """
    One worker's sending. It lives as long as the worker, and remembers until when the mail server rests.

    now: the clock. stop: asked between two messages.
    """

    def __init__(self, *, now: Clock, stop: Callable[[], bool] = lambda: False, postman: Postman | None = None) -> None:
        self.now, self.stop = now, stop
        self.postman = postman or Postman()
        self.mail_rests_until: datetime | None = None

    def look(self) -> int:
        """Do everything that is due in every area, and return how many notices were worked out and messages handled."""
        did = 0
        with self.postman:
            for area_id in Area.objects.order_by("pk").values_list("pk", flat=True):
                if self.stop():
                    break
                did += self.look_at(area_id)
        return did

    def look_at(self, area_id: int) -> int:
        """Do everything that is due in one area, and return how many notices were worked out and messages handled."""
        did = take_back(area_id, at=self.now())
        while not self.stop() and (expanded := expand_notices(area_id, at=self.now())):
            did += expanded
        for by_mail in (True, False):
            did += self._send(area_id, by_mail=by_mail)
        return did

    def _send(self, area_id: int, *, by_mail: bool) -> int:
        did = 0
        if self.stop() or (by_mail and self._mail_rests()):
            return did
        for batch in claims(area_id, now=self.now, by_mail=by_mail):
            self._deliver(batch)
            did += len(batch.rows)
            if self.stop() or (by_mail and self._mail_rests()):
                break
        return did

    def _mail_rests(self) -> bool:
        if not settings.BIHUAN_SMTP_HOST:
            return True
        return self.mail_rests_until is not None and self.now() < self.mail_rests_until

    def _deliver(self, batch: Batch) -> None:
        try:
            answer = self._call_hook(batch) if batch.lead.hook_id is not None else self._mail(batch)
        except DatabaseError:
            raise
        except Exception:
            # One message that cannot be written must not keep the others back.
            log.error("delivery %s of area %s failed\n%s", batch.lead.pk, batch.lead.area_id, traceback.format_exc())
            batch.try_again(told(BROKEN), self.now())
            return
        if answer is not None:
            self._settle(*answer)

    def _settle(self, batch: Batch, answer: Answer) -> None:
        at = self.now()
        match answer.outcome:
            case Outcome.SENT:
                batch.arrived(at)
            case Outcome.LATER:
                batch.try_again(answer.error, at)
            case Outcome.REFUSED:
                batch.give_up(answer.error)
            case Outcome.UNCLEAR:
                batch.unclear(answer.error)
            case Outcome.AWAY:
                batch.try_again(answer.error, at)
                self.mail_rests_until = at + REST
                log.warning("mail cannot leave: %s", answer.error)
            case Outcome.LOST:
                log.warning("delivery %s of area %s was taken over", batch.lead.pk, batch.lead.area_id)

    def _mail(self, batch: Batch) -> tuple[Batch, Answer] | None:
        person = batch.lead.person
        if person is None or not person.is_active or not (person.email or batch.lead.notice_id is None):
            batch.without(batch.rows, told(NO_ADDRESS))
            return None
        to, at = person.email, self.now()
        with translation.override(person.language or settings.LANGUAGE_CODE):
            if batch.lead.notice_id is None:
                to = wishes_of(batch.lead.area_id, [person.pk])[person.pk].setting.asked
                token = sign(CHECK, batch.lead.area_id, person.pk, to)
                mail = check_mail(person, to, check_link(token), batch.lead, at)
            else:
                wishes = wishes_of(batch.lead.area_id, [person.pk])[person.pk]
                unwanted = [row for row in batch.rows if wishes.way(row.kind) == Way.NEVER]
                wanted = batch.without(unwanted, told(UNWANTED))
                if wanted is None:
                    return None
                news, unseen = news_of(person, wanted.rows, at)
                seen = wanted.without(unseen, told(UNSEEN))
                if seen is None:
                    return None
                batch = seen
                mail = mail_about(person, news, batch.lead, at)
        name = message_id_of(batch.lead)
        return batch, self.postman.carry(mail, to, leaves=lambda: batch.leaves(name))

    def _call_hook(self, batch: Batch) -> tuple[Batch, Answer] | None:
        hook, at = batch.lead.hook, self.now()
        if hook is None or not hook.is_active:
            batch.without(batch.rows, told(UNWANTED))
            return None
        language = hook.person.language if hook.person is not None else ""
        with translation.override(language or settings.LANGUAGE_CODE):
            news, unseen = (
                news_of(hook.person, batch.rows, at) if hook.person is not None else news_for_hook(batch.rows, at)
            )
            seen = batch.without(unseen, told(UNSEEN))
            if seen is None:
                return None
            call = call_of(hook, news, seen.lead.key, at)
        return seen, post(call, leaves=lambda: seen.leaves(""))


def send_notices(*, now: Clock, stop: Callable[[], bool] = lambda: False) -> int:
    """Work out new notices and send what is due, once, and return how much that was; for commands and tests."""
    return Sender(now=now, stop=stop).look()
