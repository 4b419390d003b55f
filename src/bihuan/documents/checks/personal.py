"""Personal data: numbers of identity cards, mobiles, bank cards and passports, plates, addresses, e-mails, petitioners."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from bihuan.documents.blocks import Block, Place
from bihuan.documents.checks.remark import Remark, Severity
from bihuan.packspec.bilingual import Text

IDENTITY = Text("出现居民身份证号码，公开前应遮盖", "A number of an identity card; mask it before publication")
IDENTITY_WRONG = Text(
    "疑似居民身份证号码（校验位不符），请核对并遮盖",
    "Looks like an identity number (its check digit is wrong); check and mask it",
)
MOBILE = Text("出现手机号码，公开前应遮盖", "A mobile number; mask it before publication")
MOBILE_OF_OFFICE = Text(
    "联系方式为手机号码，请确认是否为办公用机", "The contact is a mobile number; is it one of the office?"
)
CARD = Text("出现银行卡号，公开前应遮盖", "A number of a bank card; mask it before publication")
EMAIL = Text(
    "出现个人电子邮箱，公开前请确认或遮盖", "An e-mail address of a person; clear or mask it before publication"
)
ADDRESS = Text("出现具体住址，公开前应遮盖", "A home address; mask it before publication")
PETITIONER = Text(
    "出现{who}姓名，应予保密，公开前应遮盖", "The name of a petitioner or informant ({who}) must be kept; mask it"
)
PLATE = Text("出现机动车号牌，公开前请确认或遮盖", "A number plate; clear or mask it before publication")
PASSPORT = Text("出现护照号码，公开前应遮盖", "A passport number; mask it before publication")

# One glyph to one glyph, so that places stay true: full-width digits and letters, and dashes of every kind.
_NARROW = str.maketrans(
    {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
    | {ord(dash): "-" for dash in "－﹣‐‑‒–—―"}
    | {ord(space): " " for space in "\u00a0\u3000\u2002\u2003\t"}
    | {ord(":"): "：", ord("("): "（", ord(")"): "）", ord(","): "，", ord("＠"): "@"}
)
_GAP = r"[ -]?"
_LONG = re.compile(r"(?<![0-9A-Za-z*.])\d(?:[ -]?\d){13,22}(?:[Xx])?(?![0-9A-Za-z*]|[ -]\d|\.\d)")
_IDENTITY_WORD = re.compile(r"身份证|证件号|公民身份|身份号码")
_CARD_WORD = re.compile(r"银行卡|卡号|账号|帐号|账户|开户|储蓄")
_MOBILE = re.compile(r"(?<![0-9A-Za-z*.])(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}(?![0-9A-Za-z*]|[ -]\d{3}|\.\d)")
_EMAIL = re.compile(r"[A-Za-z0-9._%+\-]{1,64}@[A-Za-z0-9\-]{1,63}(?:\.[A-Za-z0-9\-]{1,63}){1,5}")
_OFFICE_MAIL = re.compile(r"@(?:[^@]*\.)?(?:gov|edu|org|mil)\.cn$|@[^@]*(?:gov|example)\.", re.IGNORECASE)
_CONTACT = re.compile(
    r"(?:联系|监督|举报|咨询|投诉|热线|受理|办公|值班|服务|传真|来电|通[信讯])[\u4e00-\u9fff]{0,6}(?:电话|方式|手机|邮箱|信箱|地址|号码)?[^。；]{0,4}：|(?:电话|手机|邮箱|信箱|邮编|地址|传真)[^。；，]{0,6}："
    r"|(?:拨打|发送至|反映|邮寄)"
)
_OF_OFFICE = re.compile(
    r"联系|监督|举报|咨询|投诉|受理|意见|反映|来[信访电]|通[信讯]|办公|值班|热线|邮编|邮政|邮箱|邮件|电话|地址|传真|公开|公示"
)
_OF_PERSON = re.compile("姓名|身份证|住址|家住|护照|性别|出生|户籍|车牌|[卡账]号")
_ADDRESS_WORD = re.compile(
    r"(?:家庭住址|家庭地址|住址|现住址?|户籍(?:所在)?地(?:址)?|居住地(?:址)?|家住|居住[于在]|住在|租住[于在]?)[：为是]?(?P<value>[^，。；：、（）\s]{0,30}?(?:\d{1,4}|[一二三四五六七八九十]{1,3})(?:号楼|号|栋|幢|弄|组|单元|室)[^，。；：、（）\s]{0,16})"
)
_HOME = re.compile(
    r"(?P<value>[\u4e00-\u9fff]{2,14}(?:小区|花园|花苑|家园|公寓|新村|苑|府|嘉园|城|湾|里)[^，。；：、（）\s]{0,6}?\d{1,3}(?:号楼|栋|幢|号)(?:\d{1,2}单元)?"
    r"(?:\d{3,4}室|\d{3,4}(?![\d年万户平个米元间套])))"
    r"|(?P<unit>\d{1,3}(?:号楼|栋|幢)\d{1,2}单元\d{1,4}(?:室|号)?)"
)
_SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜"
    "顾孟平黄穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫经房裘缪解应宗丁宣邓郁单杭洪包诸"
    "左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全班仰秋仲伊宫宁仇栾暴甘厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠"
    "蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧沃利蔚越夔隆师巩聂"
    "晁勾敖融冷訾辛阚那简饶空曾沙养鞠须丰巢关蒯相查荆红游竺权逯盖益桓公涂肖"
)
_PETITIONER = re.compile(
    rf"(?P<who>举报人|信访人|来信人|来访人|上访人|投诉人|检举人|控告人|实名举报人|反映人|申诉人)(?P<gap>：|[（] ?|为|是|系)?"
    rf"(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}})"
    r"(?P<after>$|[，。、；（）\s]|(?=等(?!级|待|候)|反映|来信|来访|举报|投诉|提出|表示|说|称|到|向|与|因|对|家|于\d"
    r"|的(?:诉求|举报|信访|投诉|来信)|同志|\d))"
)
_NOT_NAMES = re.compile(
    r"^(?:[\u4e00-\u9fff]?[某×Xx]|方面|方式|权益|安全|常年|经常|合法|向有|计划|时间|关于|关系|公开|相关|应当|应该|单位|通过|通信|成功|全部|全程|都是|都对|广大|那么|居住|国家|文化|明确|能够|终身|温馨|连续|从未|当面|高度|多次|满意|别有|利用|和谐|查实|解释|路途|党员|党组|有关|司法|农民|农户|容易|向我|向县|向区|向市|尚未|尚有|越级|须知|家庭|家属|家中|东西|管理|管控|解[决答释]|查[看询明处]|应诉|强[烈制]|全家|成[员果效立]|施压|包[保案]|常[住态]|谈话|平时|安[抚置排心]|关[心注怀爱]|高[峰兴]|金额|项目|时[间限]|明[细显]|支[持付]|房屋|左右|保[护密障]|单独|严[格重]|温暖)"
)
_PLATE = re.compile(
    r"(?<![0-9A-Za-z])(?P<value>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-NP-Z]"
    r"[·•. ]?(?=[A-HJ-NP-Z0-9]*\d)[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂警学港澳])(?![0-9A-Za-z])"
)
_PASSPORT = re.compile(
    r"护照(?:号码?|证号|编号)?[：为]?[ （]?(?P<value>(?:[EGDSPHK]\d{8}|E[A-HJ-NP-Z]\d{7}|1[45]\d{7}))(?![0-9A-Za-z])"
)
_PROVINCES = frozenset(
    (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83)
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


@dataclass(frozen=True, slots=True)
class Hit:
    """Personal data in one text: which check, what to say, how grave, and where."""

    check: str
    severity: Severity
    says: Text
    start: int
    end: int


def personal_data_in(
    blocks_or_text: Sequence[Block] | str, *, contacts: frozenset[int] = frozenset()
) -> tuple[Remark, ...]:
    """
    Return a remark for each piece of personal data, in reading order.

    blocks_or_text: blocks of a document, or one text (then every place is of paragraph 1). contacts: numbers of the blocks that tell how
    to reach the issuer: an office's telephone and mail are no personal data there.
    """
    blocks = [Block(1, blocks_or_text)] if isinstance(blocks_or_text, str) else blocks_or_text
    return tuple(
        Remark(hit.check, hit.severity, hit.says, Place(block.number, hit.start, hit.end))
        for block in blocks
        for hit in _in(block.text, contact=block.number in contacts and _is_of_office(block.text))
    )


def _is_of_office(text: str) -> bool:
    """Whether a line at the end says how to reach the issuer, and not who somebody is."""
    return bool(_OF_OFFICE.search(text)) and not _OF_PERSON.search(text)


def _in(text: str, *, contact: bool) -> list[Hit]:
    narrow = text.translate(_NARROW)
    hits: list[Hit] = []
    if any(glyph.isdigit() for glyph in narrow):
        hits += _long_numbers(narrow)
        hits += _mobiles(narrow, hits, contact=contact)
        hits += _plates(narrow)
        hits += _addresses(narrow, contact=contact)
    if "@" in narrow:
        hits += _emails(narrow, contact=contact)
    hits += _petitioners(narrow)
    return sorted(hits, key=lambda hit: hit.start)


def _long_numbers(text: str) -> Iterator[Hit]:
    """Numbers of 15 to 19 digits: identity cards and bank cards."""
    for match in _LONG.finditer(text):
        digits = re.sub(r"[ -]", "", match[0]).upper()
        near = text[max(0, match.start() - 16) : match.start()]
        identity = _identity(digits, bool(_IDENTITY_WORD.search(near)))
        if identity is not None:
            says, severity = identity
            yield Hit("identity_number", severity, says, *match.span())
        elif is_bank_card(digits, said=bool(_CARD_WORD.search(near))):
            yield Hit("bank_card", "error", CARD, *match.span())


def _identity(digits: str, said: bool) -> tuple[Text, Severity] | None:
    """Return what to say of a number that is, or looks like, one of an identity card; said: the words before call it so."""
    if len(digits) == 18:
        if not _born(digits[:2], digits[6:14]):
            return None
        if is_identity_number(digits):
            return IDENTITY, "error"
        # Contracts and tenders are numbered by region and day too.
        return (IDENTITY_WRONG, "warning") if said else None
    if len(digits) == 15 and digits.isdigit() and _born(digits[:2], f"19{digits[6:12]}"):
        return IDENTITY, "error" if said else "question"
    return None


def _born(province: str, day: str) -> bool:
    if not province.isdigit() or int(province) not in _PROVINCES or not day.isdigit():
        return False
    try:
        born = date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return False
    return 1900 <= born.year <= 2099


def is_identity_number(number: str) -> bool:
    """
    Return whether 18 characters are a number of an identity card with its check digit.

    Source: GB 11643-1999, ISO 7064 MOD 11-2.
    """
    number = number.upper()
    if len(number) != 18 or not number[:17].isdigit() or not _born(number[:2], number[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECK_DIGITS[total % 11] == number[17]


def is_bank_card(digits: str, *, said: bool = False) -> bool:
    """
    Return whether a string of digits is the number of a bank card.

    said: the words before it speak of a card or account; else only numbers of China UnionPay (62…) count.
    Source: ISO/IEC 7812-1 (Luhn); JR/T 0008.
    """
    if not digits.isdigit() or not 16 <= len(digits) <= 19:
        return False
    if not digits.startswith("62") and not (said and (digits[0] in "3456" or digits.startswith("9"))):
        return False
    return _luhn(digits)


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _mobiles(text: str, taken: Sequence[Hit], *, contact: bool) -> Iterator[Hit]:
    for match in _MOBILE.finditer(text):
        if any(hit.start < match.end() and match.start() < hit.end for hit in taken):
            continue
        office = contact and _CONTACT.search(text[max(0, match.start() - 40) : match.start()])
        yield Hit(
            "mobile_number",
            "question" if office else "error",
            MOBILE_OF_OFFICE if office else MOBILE,
            *match.span(),
        )


def _emails(text: str, *, contact: bool) -> Iterator[Hit]:
    for match in _EMAIL.finditer(text):
        named = re.search(
            r"(?:邮箱|信箱|邮件|E-?mail)[^。；，]{0,8}$", text[max(0, match.start() - 14) : match.start()], re.I
        )
        public = re.search(r"监督|举报|意见|反映|联系|投诉|咨询|办公", text[max(0, match.start() - 60) : match.start()])
        if contact or _OFFICE_MAIL.search(match[0]) or (named and public and not _OF_PERSON.search(text)):
            continue
        yield Hit("email_address", "warning", EMAIL, *match.span())


def _addresses(text: str, *, contact: bool) -> Iterator[Hit]:
    end = 0
    for match in _ADDRESS_WORD.finditer(text):
        end = match.end()
        yield Hit("home_address", "error", ADDRESS, *match.span("value"))
    for match in [] if contact else _HOME.finditer(text):
        if match.start() < end or re.search(
            r"(?:办公|通[信讯]|联系|单位|邮寄|来信)[\u4e00-\u9fff]{0,2}地址|地点|位于",
            text[max(0, match.start() - 14) : match.start()],
        ):
            continue
        yield Hit("home_address", "error", ADDRESS, *match.span("value" if match["value"] else "unit"))


def _petitioners(text: str) -> Iterator[Hit]:
    for match in _PETITIONER.finditer(text):
        if _NOT_NAMES.match(match["name"]):
            continue
        yield Hit("petitioner", "error", PETITIONER.format(who=match["who"]), *match.span("name"))


def _plates(text: str) -> Iterator[Hit]:
    for match in _PLATE.finditer(text):
        yield Hit("plate_number", "warning", PLATE, *match.span("value"))
    for match in _PASSPORT.finditer(text):
        yield Hit("passport_number", "error", PASSPORT, *match.span("value"))
