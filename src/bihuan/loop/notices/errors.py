"""
Why a message did not arrive. A row keeps a code and, behind a colon, what the other side said; sentences are made where it is read.
"""

from __future__ import annotations

from typing import Final

from bihuan.packspec.bilingual import Text

STOPPED: Final = "stopped"
SILENT: Final = "silent"
AWAY: Final = "away"
SIGN_IN: Final = "sign_in"
REFUSED: Final = "refused"
LATER: Final = "later"
NOT_ALLOWED: Final = "not_allowed"
UNSEEN: Final = "unseen"
UNWANTED: Final = "unwanted"
NO_ADDRESS: Final = "no_address"
BY_HAND: Final = "by_hand"
BROKEN: Final = "broken"

SENTENCES: Final[dict[str, Text]] = {
    STOPPED: Text(
        "发送过程中工作进程中断，不能确定对方是否收到",
        "The worker stopped while the message was leaving; it may have arrived",
    ),
    SILENT: Text(
        "内容已交出，对方未答复，不能确定是否收到",
        "The other side took the message and fell silent; it may have arrived",
    ),
    AWAY: Text("连接不上对方服务器", "The server cannot be reached"),
    SIGN_IN: Text("邮件服务器不接受登录名或密码", "The mail server does not take the name or the password"),
    REFUSED: Text("对方拒收", "The other side refuses it"),
    LATER: Text("对方要求稍后再试", "The other side asks to try again later"),
    NOT_ALLOWED: Text(
        "该地址的主机不在允许推送的名单内", "The host of this address is not among those that may be called"
    ),
    UNSEEN: Text("收件人已无权查看该事项", "The person may not see the case any more"),
    UNWANTED: Text("收件人已不要此类消息", "The person does not want this kind any more"),
    NO_ADDRESS: Text("收件人没有邮箱地址，或者已停用", "The person has no mail address, or may not sign in any more"),
    BY_HAND: Text("管理员处理", "Settled by an administrator"),
    BROKEN: Text("系统出错，详见服务器日志", "Something went wrong on our side; the log of the server says what"),
}


def told(code: str, said: str = "") -> str:
    """Return an error as a row keeps it; what the other side said is cut to one short line."""
    short = " ".join(said.split())[:200]
    return f"{code}: {short}" if short else code


def sentence_of(error: str) -> tuple[Text, str]:
    """Return the sentence of a kept error, and what the other side said."""
    code, _, said = error.partition(": ")
    return SENTENCES.get(code, Text(code)), said


class NoSuchDelivery(LookupError):
    """There is no such delivery in the area, or it stands where nothing can be done about it."""
