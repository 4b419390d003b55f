"""Every text of the code and the templates has its Chinese, and the Chinese reads as an office writes."""

import re

from tests.architecture.source import report
from tools import messages

HAN = re.compile(r"[\u3400-\u9fff]")
LATIN = re.compile(r"[A-Za-z]")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|\{\w*\}")
UNSEEMLY = re.compile(r"[!！]|抱歉|非法|亲[，,]|你")


def chinese() -> list[tuple[str, str]]:
    """Return every msgid (the plural where there is one) and its Chinese."""
    return [
        (str(message.id[-1] if isinstance(message.id, tuple) else message.id), str(text))
        for message in messages.entries()
        for text in (message.string if isinstance(message.string, tuple) else (message.string,))
    ]


def test_every_text_has_its_chinese() -> None:
    found = [f"{msgid.text!r} {', '.join(places)}" for msgid, places in messages.untranslated().items()]
    assert not found, report("Add it: python tools/messages.py add FILE.json", found)


def is_english(text: str) -> bool:
    """Return whether a text is English; it may quote a Chinese word that has to be typed."""
    return len(HAN.findall(text)) <= len(LATIN.findall(text)) / 3


def test_msgids_are_english() -> None:
    found = [
        f"{msgid.text!r} {', '.join(places)}" for msgid, places in messages.used().items() if not is_english(msgid.text)
    ]
    assert not found, report("Msgids are English; their Chinese stands in the catalogue.", found)


def test_chinese_has_the_placeholders_of_its_msgid() -> None:
    found = [
        f"{msgid!r} {text!r}"
        for msgid, text in chinese()
        if sorted(set(PLACEHOLDER.findall(msgid))) != sorted(set(PLACEHOLDER.findall(text)))
    ]
    assert not found, report("A placeholder is missing or is not one of the msgid.", found)


def test_chinese_reads_as_an_office_writes() -> None:
    found = [f"{msgid!r} {text!r}" for msgid, text in chinese() if UNSEEMLY.search(text)]
    assert not found, report("您 for people; no exclamation marks, no 抱歉, no 非法.", found)
