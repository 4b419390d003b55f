"""The list that numbers the headings: 一、 （一） 1. （1）, bound to their styles."""

from __future__ import annotations

from bihuan.documents.layout.docx.markup import DECLARATION, NAMESPACES
from bihuan.documents.layout.docx.styles import CHARACTER
from bihuan.documents.layout.numbering import DEEPEST

LEVELS = (
    ("chineseCountingThousand", "%1、"),
    ("chineseCountingThousand", "（%2）"),
    ("decimal", "%3."),
    ("decimal", "（%4）"),
)


class Counting:
    """
    Follows the headings of one document and says what numbering each needs.

    The styles carry the list; only where a heading without a number lets those below it begin anew, a second list of the same
    definition takes over, which says that they do.
    """

    def __init__(self) -> None:
        self._counted = [False] * DEEPEST
        self._lists: list[int] = []  # of each further list, the first level that begins anew
        self._anew = DEEPEST  # from this level on counts are stale; 0-based

    def next(self, level: int, *, numbered: bool) -> str:
        """Return the numbering properties of a heading, "" where those of its style are right."""
        if not numbered:
            if any(self._counted[level:]):
                self._anew = min(self._anew, level)
            return '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="0"/></w:numPr>'
        if level > self._anew:
            self._lists.append(self._anew)
        # A heading above begins what is below it anew by itself, one below has just been given a list that does.
        self._anew = DEEPEST
        self._counted[level - 1] = True
        self._counted[level:] = [False] * (DEEPEST - level)
        if not self._lists:
            return ""
        return f'<w:numPr><w:ilvl w:val="{level - 1}"/><w:numId w:val="{len(self._lists) + 1}"/></w:numPr>'

    def xml(self) -> str:
        """Return numbering.xml."""
        levels = "".join(_level(number, form, text) for number, (form, text) in enumerate(LEVELS))
        lists = ['<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>']
        for number, anew in enumerate(self._lists, 2):
            begun = "".join(
                f'<w:lvlOverride w:ilvl="{level}"><w:startOverride w:val="1"/></w:lvlOverride>'
                for level in range(anew, DEEPEST)
            )
            lists.append(f'<w:num w:numId="{number}"><w:abstractNumId w:val="0"/>{begun}</w:num>')
        return (
            f'{DECLARATION}<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:nsid w:val="5B1A0F42"/>'
            f'<w:multiLevelType w:val="multilevel"/><w:tmpl w:val="7C20D3E6"/>{levels}</w:abstractNum>{"".join(lists)}</w:numbering>'
        )


def _level(number: int, form: str, text: str) -> str:
    return (
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:pStyle w:val="Heading{number + 1}"/>'
        f'<w:suff w:val="nothing"/><w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
        f'<w:pPr><w:ind w:left="0" w:firstLineChars="200" w:firstLine="{2 * CHARACTER}"/></w:pPr></w:lvl>'
    )
