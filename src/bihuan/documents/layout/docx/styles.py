"""
The styles of an official document.

Source: GB/T 9704-2012, 5.2.2 (三号仿宋体字), 5.2.3 (每面排22行，每行排28个字), 7.2–7.4.
"""

from __future__ import annotations

from dataclasses import dataclass

from bihuan.documents.layout.docx.markup import DECLARATION, NAMESPACES, fonts

FANG, KAI, HEI, SONG, XBS = "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体", "方正小标宋简体"
BODY, SMALL, LARGE = 32, 28, 44  # half points: 三号, 四号, 二号
LINE = 578  # twips, 28.9 pt: 22 of them fit into 225 mm, of 29 pt they do not
CHARACTER = 316  # twips: a 28th of 156 mm
RED = "FF0000"
EMPTY = LINE  # a line left blank
CLOSER = -5  # twips between characters: 28 of 16 pt into 156 mm


@dataclass(frozen=True, slots=True)
class Style:
    """
    One paragraph style.

    name: the built-in name where Word has one, so that its own style gallery knows it. size: half points. first, left, right: characters.
    before, after: twips. line: twips exactly; 0 for as high as the text. outline: heading level, numbered like the list.
    """

    id: str
    name: str
    font: str = FANG
    size: int = BODY
    align: str = "both"
    first: float = 0
    left: float = 0
    right: float = 0
    before: int = 0
    after: int = 0
    line: int = LINE
    outline: int = 0
    numbered: bool = False
    colour: str = ""
    follows: str = "BodyText"
    keep: bool = False


STYLES = (
    Style("BodyText", "Body Text", first=2),
    Style("Heading1", "heading 1", font=HEI, first=2, outline=1, numbered=True, keep=True),
    Style("Heading2", "heading 2", font=KAI, first=2, outline=2, numbered=True, keep=True),
    Style("Heading3", "heading 3", first=2, outline=3, numbered=True, keep=True),
    Style("Heading4", "heading 4", first=2, outline=4, numbered=True),
    Style("Title", "Title", font=XBS, size=LARGE, align="center", after=EMPTY, line=680, keep=True),
    Style("Mark", "版头标注", font=HEI, align="left", follows="Mark"),
    Style("CopyNumber", "份号", align="left", follows="Mark"),
    Style(
        "IssuerMark", "发文机关标志", font=XBS, size=LARGE, align="center", line=0, colour=RED, follows="DocumentNumber"
    ),
    Style("DocumentNumber", "发文字号", align="center", before=2 * LINE, follows="Title"),
    Style("LetterNumber", "信函字号", align="right", follows="Title"),
    Style("Addressee", "主送机关", align="left"),
    Style("Centred", "居中", align="center"),
    Style("Flush", "顶格"),
    Style("Attachment", "附件说明", align="left", left=6.5, first=-4.5, before=EMPTY, follows="AttachmentMore"),
    Style("AttachmentSingle", "附件说明（单个）", align="left", left=5, first=-3, before=EMPTY),
    Style("AttachmentMore", "附件说明（续）", align="left", left=6.5, first=-1.5, follows="AttachmentMore"),
    Style("Signature", "Signature", align="right", before=EMPTY, follows="Date", keep=True),
    Style("Date", "Date", align="right", follows="BodyText"),
    Style("Note", "附注", align="left", first=2),
    Style("Copies", "抄送", size=SMALL, align="left", left=4, first=-3, right=1, follows="Printed"),
    Style("Printed", "印发", size=SMALL, align="left", left=1, right=1, follows="Printed"),
    Style("Anchor", "版记锚点", size=2, line=20, follows="Anchor"),
    Style("TableTitle", "表题", font=HEI, size=SMALL, align="center", before=LINE // 2, keep=True, follows="TableText"),
    Style("TableAsOf", "表日期", size=24, align="right", line=0, keep=True, follows="TableText"),
    Style("TableHead", "表头", font=HEI, size=21, align="center", line=0, follows="TableText"),
    Style("TableText", "表文", size=21, align="left", line=0, follows="TableText"),
    Style("TableNote", "表注", size=21, align="left", line=0, follows="TableNote"),
    Style("Footer", "footer", font=SONG, size=SMALL, align="left", line=0, follows="Footer"),
    Style(
        "LedgerTitle", "清单标题", font=XBS, size=36, align="center", after=120, line=0, keep=True, follows="TableText"
    ),
)

TABLE_STYLE = (
    '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>'
    '<w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/>'
    '<w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr>'
    "</w:style>"
)
# Windows has 仿宋 and 楷体 today, the GB2312 faces only where WPS or an older Office brought them: the other name stands beside.
ALTERNATIVES = {FANG: "仿宋", KAI: "楷体", HEI: "SimHei", SONG: "SimSun", XBS: "华文中宋"}


def styles_xml() -> str:
    """Return styles.xml."""
    # The grid of the section says 28 × 22 to who opens the page set-up. Text does not snap to it: LibreOffice would give a character
    # that is wider than its cell two of them. Spacing and pitch lead to the same 28 × 22 in every program.
    usual = f'{fonts(FANG)}<w:snapToGrid w:val="0"/><w:spacing w:val="{CLOSER}"/><w:sz w:val="{BODY}"/><w:szCs w:val="{BODY}"/>'
    usual += '<w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
    spacing = f'<w:spacing w:line="{LINE}" w:lineRule="exact"/><w:jc w:val="both"/>'
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f'<w:pPr><w:widowControl w:val="0"/><w:snapToGrid w:val="0"/>{spacing}</w:pPr></w:style>'
    )
    character = (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/>'
        '<w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
    )
    return (
        f"{DECLARATION}<w:styles {NAMESPACES}><w:docDefaults><w:rPrDefault><w:rPr>{usual}</w:rPr></w:rPrDefault>"
        f"<w:pPrDefault/></w:docDefaults>{normal}{character}{TABLE_STYLE}{''.join(map(_style, STYLES))}</w:styles>"
    )


def _style(style: Style) -> str:
    colour = f'<w:color w:val="{style.colour}"/>' if style.colour else ""
    closer = "" if style.size == BODY else '<w:spacing w:val="0"/>'
    size = f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/>'
    return (
        f'<w:style w:type="paragraph"{"" if style.name.isascii() else " w:customStyle=" + chr(34) + "1" + chr(34)} w:styleId="{style.id}">'
        f'<w:name w:val="{style.name}"/><w:basedOn w:val="Normal"/><w:next w:val="{style.follows}"/><w:qFormat/>'
        f"<w:pPr>{_layout(style)}</w:pPr><w:rPr>{fonts(style.font)}{colour}{closer}{size}</w:rPr></w:style>"
    )


def _layout(style: Style) -> str:
    """Return the paragraph properties, in the order of the schema."""
    keep = "<w:keepNext/>" if style.keep else ""
    counted = f'<w:numPr><w:ilvl w:val="{style.outline - 1}"/><w:numId w:val="1"/></w:numPr>' if style.numbered else ""
    line = f'w:line="{style.line}" w:lineRule="exact"' if style.line else 'w:line="240" w:lineRule="auto"'
    spacing = f'<w:spacing w:before="{style.before}" w:after="{style.after}" {line}/>'
    outline = f'<w:outlineLvl w:val="{style.outline - 1}"/>' if style.outline else ""
    return f'{keep}{counted}{spacing}{indent(style.left, style.right, style.first, style.size)}<w:jc w:val="{style.align}"/>{outline}'


def indent(left: float = 0, right: float = 0, first: float = 0, size: int = BODY) -> str:
    """Return indents given in characters of a size; both ways of saying it, as Word and others prefer one or the other."""
    if not (left or right or first):
        return ""
    wide = CHARACTER if size == BODY else size * 10

    def said(name: str, characters: float) -> str:
        return f' w:{name}Chars="{round(characters * 100)}" w:{name}="{round(characters * wide)}"' if characters else ""

    return (
        f"<w:ind{said('left', left)}{said('right', right)}{said('hanging' if first < 0 else 'firstLine', abs(first))}/>"
    )


def fonts_xml() -> str:
    """Return fontTable.xml."""
    listed = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="default"/></w:font>'
        for name, other in ALTERNATIVES.items()
    )
    return f"{DECLARATION}<w:fonts {NAMESPACES}>{listed}</w:fonts>"
