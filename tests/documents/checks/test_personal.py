"""Personal data is found, what only looks like it is not, and masking keeps every place."""

from __future__ import annotations

import pytest

from bihuan.documents.blocks import Block
from bihuan.documents.checks import check_document, masked, personal_data_in
from bihuan.documents.checks.personal import is_bank_card, is_identity_number
from tests.documents.checks.corpus import source_from

IDENTITY = "330501195203121228"
CARD = "6228480402564890018"
FOUND = [
    (f"身份证号{IDENTITY}", "identity_number", "身份证号330501********1228"),
    ("身份证：11010519491231002x。", "identity_number", "身份证：110105********002x。"),
    ("身份证号３３０５０１１９５２０３１２１２２８", "identity_number", "身份证号３３０５０１********１２２８"),
    ("身份证号330501 19520312 1228", "identity_number", "身份证号330501 ******** 1228"),
    ("身份证号330501520312122", "identity_number", "身份证号330501*****2122"),
    ("手机13812345678", "mobile_number", "手机138****5678"),
    ("手机+86 138-1234-5678", "mobile_number", "手机+86 138-****-5678"),
    (f"卡号{CARD}", "bank_card", "卡号6228***********0018"),
    ("卡号6228 4804 0256 4890 018", "bank_card", "卡号6228 **** **** ***0 018"),
    ("来自zhangsan@163.com", "email_address", "来自z*******@163.com"),
    ("家住云岫市清波路12号2单元301室", "home_address", "家住云岫市清波路**号*单元***室"),
    ("在锦绣花园8幢1单元502室居住", "home_address", "在锦绣花园*幢*单元***室居住"),
    ("举报人李建国反映", "petitioner", "举报人李某某反映"),
    ("信访人：王芳，", "petitioner", "信访人：王某，"),
    ("车辆浙E12345", "plate_number", "车辆浙E****5"),
    ("新能源车浙ED12345", "plate_number", "新能源车浙E*****5"),
    ("护照号E12345678", "passport_number", "护照号E******78"),
]
PASSED = [
    "订单号202403151234567890",
    "招标编号330801202403150001",
    "统一社会信用代码91330500MA2B4K7X8T",
    "电话0572—2702336",
    "服务热线12345、4008123456",
    "已遮盖110101********1234、138****5678",
    "发票号码13812345678901",
    "举报人权益、信访人满意率、举报人和证人",
    "信访人张某某反映",
    "信访人李某来信",
    "地址：云岫市红丰路1366号",
    "建成锦绣花园12幢2023年交付的安置房",
    "浙江A区、京A级景区",
    "共检查812处，涉及13812户",
]


@pytest.mark.parametrize(("text", "check", "covered"), FOUND, ids=[text for text, _, _ in FOUND])
def test_personal_data_is_found_and_masked(text: str, check: str, covered: str) -> None:
    (remark,) = personal_data_in(text)
    assert remark.check == check
    assert masked(text, [remark]) == covered


@pytest.mark.parametrize("text", PASSED)
def test_what_only_looks_like_personal_data_is_passed_over(text: str) -> None:
    assert personal_data_in(text) == ()


@pytest.mark.parametrize("text", [text for text, _, _ in FOUND])
def test_what_is_masked_is_personal_no_more(text: str) -> None:
    covered = masked(text, personal_data_in(text))
    assert len(covered) == len(text)
    assert [one for one in personal_data_in(covered) if one.check != "email_address"] == []


def test_several_pieces_of_one_text_are_masked_together() -> None:
    text = f"张三丰，身份证号{IDENTITY}，手机13812345678，卡号{CARD}。"
    assert (
        masked(text, personal_data_in(text))
        == "张三丰，身份证号330501********1228，手机138****5678，卡号6228***********0018。"
    )


def test_only_the_paragraph_meant_is_masked() -> None:
    blocks = [Block(1, "手机13812345678"), Block(2, "手机13987654321")]
    remarks = personal_data_in(blocks)
    assert masked(blocks[1].text, remarks, paragraph=2) == "手机139****4321"


def test_a_wrong_check_digit_is_milder_and_needs_the_word() -> None:
    (remark,) = personal_data_in("身份证号330501195203121229")
    assert (remark.check, remark.severity) == ("identity_number", "warning")
    assert personal_data_in("编号330501195203121229") == ()


def test_fifteen_digits_without_the_word_are_a_question() -> None:
    (remark,) = personal_data_in("人员330501520312122")
    assert (remark.check, remark.severity) == ("identity_number", "question")


@pytest.mark.parametrize(
    ("number", "right"),
    [
        ("11010519491231002X", True),
        ("110105194912310021", False),
        ("990105194912310021", False),
        ("1101051949123100", False),
    ],
)
def test_identity_numbers_are_told_by_their_check_digit(number: str, right: bool) -> None:
    assert is_identity_number(number) is right


def test_bank_cards_are_told_by_luhn_and_length() -> None:
    assert is_bank_card(CARD)
    assert not is_bank_card("6228480402564890019")
    assert not is_bank_card("4111111111111111")
    assert is_bank_card("4111111111111111", said=True)


def test_the_contacts_of_an_office_are_no_personal_data_but_a_mobile_is_asked_about() -> None:
    lines = [
        "关于“制度不健全”问题的整改情况",
        "（一）修订制度3项。",
        "欢迎广大干部群众进行监督。联系电话：0570-3021456；手机：13812345678；地址：云岫市文汇路66号3号楼402室；电子邮箱：yxslj@163.com。",
        "中共云岫市水务局党组",
        "2024年2月18日",
    ]
    (remark,) = check_document(source_from(lines))
    assert (remark.check, remark.severity) == ("mobile_number", "question")
