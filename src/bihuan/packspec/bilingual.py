"""One text in two languages, written `"中文 | English"` as packs write it."""

from __future__ import annotations

from dataclasses import dataclass

SEPARATOR = " | "


@dataclass(frozen=True, slots=True)
class Text:
    """A text for people in Chinese and, where it exists, in English."""

    zh: str
    en: str = ""

    @classmethod
    def parse(cls, written: str) -> Text:
        """
        Return the text of one written string.

        written: `中文 | English`, or Chinese alone.
        Raises ValueError if a side is empty or the separator stands twice.
        """
        zh, separator, en = written.partition(SEPARATOR)
        if not zh.strip() or SEPARATOR in en or (separator and not en.strip()):
            raise ValueError(f"write “中文 | English”, got {written!r}")
        return cls(zh.strip(), en.strip())

    def in_(self, language: str) -> str:
        """Return the text for a language code (`zh…` or `en…`); Chinese where English is missing."""
        return self.en if language.startswith("en") and self.en else self.zh

    def format(self, **values: object) -> Text:
        """Return the text with `{name}` places filled in; a Text value fills each language with its own side."""
        zh = {key: value.zh if isinstance(value, Text) else value for key, value in values.items()}
        en = {key: value.in_("en") if isinstance(value, Text) else value for key, value in values.items()}
        return Text(self.zh.format(**zh), self.en.format(**en))

    def __str__(self) -> str:
        return self.zh
