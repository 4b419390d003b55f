"""Which fonts a PDF is set in: what is found, from the most fitting to the least."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from bihuan.packspec.bilingual import Text

# Where Debian's texlive-lang-chinese puts Fandol; programs other than TeX do not look there by themselves.
FANDOL = (
    Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
    Path("/usr/share/texmf/fonts/opentype/public/fandol"),
)
SERIF = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Songti SC", "SimSun", "Noto Serif CJK JP")
SANS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "SimHei", "WenQuanYi Zen Hei", "Noto Sans CJK JP")
FACES = {
    "fang": ("FangSong_GB2312", "FangSong", "STFangsong", "FandolFang R", "FandolFang", *SERIF, *SANS),
    "kai": ("KaiTi_GB2312", "KaiTi", "STKaiti", "FandolKai", "LXGW WenKai", *SERIF, *SANS),
    "hei": ("SimHei", "FandolHei", *SANS, *SERIF),
    "song": ("SimSun", "FandolSong", *SERIF, *SANS),
    "xbs": (
        "FZXiaoBiaoSong-B05S",
        "FZXiaoBiaoSong-B05",
        "Noto Serif CJK SC",
        "STZhongsong",
        "FandolSong",
        *SERIF,
        *SANS,
    ),
}
"""Of each face the families that may stand in for it. A character that the first lacks is taken from the next."""


class NoChineseFont(Exception):
    """No font on this machine has Chinese characters. sentence: what to install, in both languages."""

    def __init__(self) -> None:
        self.sentence = Text(
            "未找到可用的中文字体，无法生成PDF。请在服务器上安装软件包fonts-noto-cjk（另装texlive-lang-chinese可得仿宋、楷体），"
            "或用BIHUAN_FONTS指明字体所在文件夹。",
            "There is no Chinese font, so no PDF can be made. Install the package fonts-noto-cjk on the server (texlive-lang-chinese adds "
            "FangSong and KaiTi), or name a folder of fonts in BIHUAN_FONTS.",
        )
        super().__init__(self.sentence.zh)


def folders(given: Sequence[Path]) -> list[Path]:
    """Return the folders to look in besides those of the system."""
    return [folder for folder in (*given, *FANDOL) if folder.is_dir()]


def faces(families: Iterable[str]) -> dict[str, list[str]]:
    """
    Return for each face the families there are, best first.

    Raises NoChineseFont if one has none.
    """
    found = set(families)
    chosen = {face: [family for family in wanted if family in found] for face, wanted in FACES.items()}
    if not all(chosen.values()):
        raise NoChineseFont
    return chosen
