"""Telephone, post box, address, email and postcode as the document gives them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bihuan.documents.outline.lines import Line

_STOP = (
    r"(?=[；。]|，(?:地址|邮编|邮政编码|电话|联系|电子|邮箱|通[信讯])|(?:邮编"
    r"|邮政编码|电子邮[箱件]|联系电话|电话|联系人|电子信箱|邮箱)[：]|（?邮编|$)"
)
_SAYS_HOW = re.compile(
    r"^（?(?:附：?)?(?:[^：]{0,8})?(?:联系|监督|举报|电话|邮箱|信箱|地址|邮编|邮政编码)[^：]{0,10}："
)
_OF_PAGE = re.compile(r"主办|承办|版权|技术支持|备案|网站|标识码|公网安备|ICP")
_KINDS = {
    "telephone": re.compile(
        r"(?:电话|手机|热线|联系方式|来电请拨|请(?:拨打|致电))(?:号码)?(?:（[^（）]{1,12}）)?[：为]?(?P<value>（?\d[\d—\-~转（）、，/]{5,60}\d|\d{11}|1\d{4}(?!\d))"
    ),
    "post_box": re.compile(
        rf"(?:邮政|来信|投诉|意见|举报|专用)?信箱(?:地址)?：(?![A-Za-z0-9._]+@)(?P<value>[^；。]{{2,80}}?){_STOP}"
    ),
    "address": re.compile(
        rf"(?<![邮信]箱)(?:来信请寄|(?:通[信讯]|邮寄|联系|办公|来[信访]|邮件|邮政)?(?:地址|地点))：(?P<value>[^；。]{{3,80}}?){_STOP}"
    ),
    "email": re.compile(
        r"(?<![A-Za-z0-9._%+\-])(?P<value>[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,5})"
    ),
    "postcode": re.compile(r"(?:邮编|邮政编码)(?:：|为)?(?P<value>\d{6})(?!\d)"),
}


def after_signature(lines: Sequence[Line], over: int) -> list[Line]:
    """
    Return the lines right below the signature that say how to reach the issuer (`（联系人：…，电话：…）`).

    over: index of the line after the signature; what the page itself says there (`主办：…`, `备案号`) is none of it.
    """
    found: list[Line] = []
    for line in lines[over : over + 6]:
        if _OF_PAGE.search(line.text) or not _SAYS_HOW.search(line.text):
            break
        found.append(line)
    return found


def contacts_in(lines: Sequence[Line]) -> dict[str, str]:
    """Return the contacts on the given lines, each as written; the first of each kind counts."""
    found: dict[str, str] = {}
    for line in lines:
        for kind, pattern in _KINDS.items():
            match = None if kind in found else pattern.search(line.text)
            if match:
                value = line.flat.clean(*match.span("value"))
                found[kind] = value if "（" in value or "(" in value else value.rstrip("）)")
    return found
