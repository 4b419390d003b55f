"""
Calling hooks: other systems with a signature of ours, and the robots of WeCom and DingTalk groups in their own form.

Sources: 企业微信开发者中心《群机器人配置说明》 (markdown, at most 4096 bytes, errcode in the answer);
钉钉开放平台《自定义机器人安全设置》 (timestamp and sign in the address: base64 of HMAC-SHA256 over “timestamp\nsecret”).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final
from urllib.parse import quote_plus, urlsplit

from django.conf import settings
from django.utils.translation import gettext, ngettext

from bihuan.loop.notices.composing import News
from bihuan.loop.notices.errors import AWAY, LATER, NOT_ALLOWED, REFUSED, SILENT, told
from bihuan.loop.notices.links import case_link
from bihuan.loop.notices.mailing import Answer, Outcome
from bihuan.loop.notices.models import Hook, HookStyle

PATIENCE: Final = 15.0  # seconds
MOST_READ: Final = 65_536
WECOM_BYTES: Final = 4096
TRY_LATER: Final = frozenset({408, 425, 429})
# What robots answer when they are called too often: WeCom 45009; DingTalk 130101, 660026, -1 (busy).
BUSY: Final = frozenset({45009, 130101, 660026, -1})


@dataclass(frozen=True, slots=True)
class Call:
    """What is posted to a hook. url: with whatever signs it; nowhere shown or logged."""

    url: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
    robot: bool = True


def call_of(hook: Hook, news: Sequence[News], key: str, at: datetime) -> Call:
    """
    Return what to post to a hook.

    key: names the delivery, the same at every try: by it a receiver knows what it has already.
    """
    match hook.style:
        case HookStyle.WECOM:
            return _json(hook.url, {"msgtype": "markdown", "markdown": {"content": _markdown(news, WECOM_BYTES)}})
        case HookStyle.DINGTALK:
            text = _markdown(news, 20_000)
            body = {"msgtype": "markdown", "markdown": {"title": _heading(news), "text": text}}
            return _json(dingtalk_url(hook.url, hook.secret, at), body)
    return _generic(hook, news[0], key, at)


def dingtalk_url(url: str, secret: str, at: datetime) -> str:
    """Return the address of a DingTalk robot with timestamp and sign; as it is where the robot has no secret."""
    if not secret:
        return url
    timestamp = round(at.timestamp() * 1000)
    digest = hmac.new(secret.encode(), f"{timestamp}\n{secret}".encode(), hashlib.sha256).digest()
    return f"{url}&timestamp={timestamp}&sign={quote_plus(base64.b64encode(digest))}"


def signature_of(secret: str, timestamp: int, body: bytes) -> str:
    """Return what `X-Bihuan-Signature` holds: sha256= and the HMAC-SHA256 over `timestamp.body` in hexadecimal."""
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
    return f"sha256={digest.hexdigest()}"


def _json(url: str, body: dict[str, Any]) -> Call:
    return Call(url, json.dumps(body, ensure_ascii=False).encode(), {"Content-Type": "application/json; charset=utf-8"})


def _generic(hook: Hook, one: News, key: str, at: datetime) -> Call:
    notice = one.delivery.notice
    happening = one.happening
    body = json.dumps(
        {
            "form": "bihuan.notice/1",
            "delivery": key,
            "kind": one.delivery.kind,
            "at": notice.at.isoformat() if notice else at.isoformat(),
            "case": {
                "pack": one.case.pack,
                "kind": one.case.kind,
                "number": one.case.number,
                "subject": one.case.subject,
                "state": one.case.state,
                "category": one.case.category,
                "due": one.case.runs_until.isoformat() if one.case.runs_until else None,
                "url": case_link(one.case),
            },
            "event": {"seq": happening.seq, "verb": happening.verb.value, "by": happening.who, "unit": happening.unit}
            if happening
            else None,
        },
        ensure_ascii=False,
    ).encode()
    timestamp = int(at.timestamp())
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Bihuan-Delivery": key,
        "X-Bihuan-Timestamp": str(timestamp),
    }
    if hook.secret:
        headers["X-Bihuan-Signature"] = signature_of(hook.secret, timestamp, body)
    return Call(hook.url, body, headers, robot=False)


def _heading(news: Sequence[News]) -> str:
    if len(news) == 1:
        return f"{news[0].kind}：{news[0].title}"[:60]
    return ngettext("%(n)d message of Bihuan", "%(n)d messages of Bihuan", len(news)) % {"n": len(news)}


def _markdown(news: Sequence[News], limit: int) -> str:
    """Return the news in the few marks that both robots know, in at most so many bytes; what does not fit is counted."""
    text, left = f"**{_plain(_heading(news))}**", len(news)
    for one in news:
        lines = [f"[{_plain(one.title)}]({case_link(one.case)})"]
        lines += [f"> {_plain(line)}" for line in (one.happened, one.stands, one.until) if line]
        more = "\n\n" + "  \n".join(lines)
        if len((text + more).encode()) > limit - 100:
            break
        text += more
        left -= 1
    if left:
        text += "\n\n" + gettext("%(n)d more: %(url)s") % {"n": left, "url": f"{settings.BIHUAN_URL}/notices/"}
    return text


def _plain(text: str) -> str:
    """Return text without the marks that would make links or shout: a subject is what somebody typed."""
    return " ".join("".join(" " if char in "[]()*_`<>#@" else char for char in text).split())


def is_allowed(url: str) -> bool:
    """Return whether a hook's address may be called: https to a host of BIHUAN_HOOK_HOSTS; http only to this machine."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return False
    if parts.username or parts.password or parts.fragment:
        return False
    if not (url.isascii() and url.isprintable()) or " " in url:  # what a request line cannot hold
        return False
    if parts.scheme != "https" and not (parts.scheme == "http" and host in {"127.0.0.1", "localhost", "::1"}):
        return False
    return (host if port is None else f"{host}:{port}") in settings.BIHUAN_HOOK_HOSTS


def post(call: Call, *, leaves: Callable[[], bool], patience: float = PATIENCE) -> Answer:
    """
    Call a hook and return what became of it; raises nothing of the network, follows no redirection.

    leaves: called when the next thing that happens is that the message leaves; where it says no, it stays here.
    """
    if not is_allowed(call.url):
        return Answer(Outcome.REFUSED, told(NOT_ALLOWED))
    parts = urlsplit(call.url)
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        connection = http.client.HTTPSConnection(parts.netloc, timeout=patience, context=ssl.create_default_context())
    else:
        connection = http.client.HTTPConnection(parts.netloc, timeout=patience)
    try:
        connection.connect()
        if not leaves():
            return Answer(Outcome.LOST)
        return _posted(connection, call, f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}")
    except (OSError, http.client.HTTPException) as error:
        return Answer(Outcome.LATER, told(AWAY, str(getattr(error, "strerror", "") or type(error).__name__)))
    finally:
        connection.close()


def _posted(connection: http.client.HTTPConnection, call: Call, path: str) -> Answer:
    try:
        connection.request("POST", path, body=call.body, headers={"User-Agent": "bihuan", **call.headers})
        response = connection.getresponse()
        said = response.read(MOST_READ)
    except (OSError, http.client.HTTPException) as error:
        # A robot may have spoken already; another system is told the same name again and knows it.
        outcome = Outcome.UNCLEAR if call.robot else Outcome.LATER
        return Answer(outcome, told(SILENT, type(error).__name__))
    return _judged(response.status, said, robot=call.robot)


def _judged(status: int, said: bytes, *, robot: bool) -> Answer:
    if status >= 500 or status in TRY_LATER:
        return Answer(Outcome.LATER, told(LATER, f"HTTP {status}"))
    if not 200 <= status < 300:
        return Answer(Outcome.REFUSED, told(REFUSED, f"HTTP {status}"))
    if not robot:
        return Answer(Outcome.SENT)
    try:
        answer = json.loads(said)
        code, text = int(answer["errcode"]), str(answer.get("errmsg", ""))
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return Answer(Outcome.REFUSED, told(REFUSED, gettext("this is not the answer of a robot")))
    if code == 0:
        return Answer(Outcome.SENT)
    busy = code in BUSY
    return Answer(Outcome.LATER if busy else Outcome.REFUSED, told(LATER if busy else REFUSED, f"{code} {text}"))
