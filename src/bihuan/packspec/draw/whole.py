"""What the manual page of a pack says about the whole pack and not about one kind: ladders, lists, documents, figures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from bihuan.packspec.bilingual import Text
from bihuan.packspec.draw.documents import document_rows, letter_rows
from bihuan.packspec.draw.ways import title_of
from bihuan.packspec.model import Figure, Kind, Pack, Rung
from bihuan.packspec.shown import ListSpec
from bihuan.packspec.vocabulary import COLOURS, LADDER_UNITS, OPERATORS
from bihuan.packspec.wording import condition_in_words, title_of_path

NONE: Final = "—"


class WholePack:
    """Prints the tables of a pack in one language as Markdown."""

    def __init__(self, pack: Pack, language: str) -> None:
        self.pack = pack
        self.language = language
        self.short = "en" if language.startswith("en") else "zh"

    def say(self, zh: str, en: str) -> str:
        return en if self.short == "en" else zh

    def text(self, text: Text) -> str:
        return text.in_(self.language).replace("|", "\\|")

    def table(self, heading: str, head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
        body = [tuple(row) for row in rows]
        if not body:
            return
        columns = tuple(head)
        yield from ("", f"{'##' if heading else ''} {heading}".strip(), "") if heading else ("",)
        yield f"| {' | '.join(columns)} |"
        yield f"|{'---|' * len(columns)}"
        yield from (f"| {' | '.join(row)} |" for row in body)

    def part(self, heading: str, head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
        body = list(self.table("", head, rows))
        if body:
            yield from ("", f"### {heading}", *body)

    def paths(self, kind: Kind, paths: Iterable[str]) -> str:
        mark = self.say("、", ", ")
        return mark.join(self.text(title_of_path(self.pack, kind, path)) for path in paths)

    def ladders(self) -> Iterator[str]:
        kind = next(iter(self.pack.kinds.values()), None)
        if kind is None or not self.pack.ladders:
            return
        yield from ("", self.say("## 预警", "## Warnings"))
        for ladder in self.pack.ladders.values():
            rows = []
            for rung in ladder.steps:
                unit = self.text(LADDER_UNITS[ladder.unit])
                before = self.say(f"到期前{-rung.at}{unit}", f"{-rung.at} {unit} before the due date")
                late = self.say(f"超期第{rung.at}{unit}起", f"from day {rung.at} after the due date ({unit})")
                colour = f"{self.text(COLOURS[rung.colour])} · {self.text(rung.word)}"
                tell = self.say("、", ", ").join(self.told(relation) for relation in rung.tell)
                rows.append((before if rung.at <= 0 else late, colour, tell, self.follows(rung)))
            head = (
                self.say("何时", "When"),
                self.say("亮灯", "Light"),
                self.say("通知", "Tells"),
                self.say("随之", "And then"),
            )
            yield from self.part(self.text(ladder.title), head, rows)

    def follows(self, rung: Rung) -> str:
        """Return what a step of a ladder makes besides telling."""
        made = []
        if rung.letter and rung.letter in self.pack.letters:
            letter = self.text(self.pack.letters[rung.letter].title)
            made.append(self.say(f"发《{letter}》", f"letter “{letter}”"))
        if rung.opens and rung.opens in self.pack.kinds:
            kind = self.text(self.pack.kinds[rung.opens].title)
            made.append(self.say(f"登记“{kind}”", f"opens “{kind}”"))
        return self.say("，", ", ").join(made) or NONE

    def told(self, relation: str) -> str:
        """Return a relation by its general name, for warnings serve several kinds."""
        bare = Kind("", Text(NONE), Text(NONE), "", "", (), {}, {}, {}, {}, {})
        return title_of(relation, self.pack, bare, self.language)

    def figures(self) -> Iterator[str]:
        rows = []
        for figure in self.pack.figures.values():
            target = f"{figure.target}{figure.unit}" if figure.target is not None else ""
            rows.append((self.text(figure.title), self.formula(figure), figure.unit, target, f"`{figure.id}`"))
        head = (
            self.say("指标", "Figure"),
            self.say("口径", "Formula"),
            self.say("单位", "Unit"),
            self.say("目标", "Target"),
            self.say("标识", "Id"),
        )
        yield from self.table(self.say("指标", "Figures"), head, rows)

    def labels(self) -> Iterator[str]:
        for label in self.pack.labels.values():
            kind = self.kind_showing(f"label.{label.id}")
            rows = [
                (
                    self.text(condition_in_words(self.pack, kind, step.when)) or self.say("其他情形", "all others"),
                    f"**{self.text(step.word)}**",
                )
                for step in label.steps
            ]
            head = (self.say("情形", "When"), self.say("用语", "Word"))
            yield from self.table(
                f"{self.say('对外用语', 'Label')}{self.say('：', ': ')}{self.text(label.title)} `label.{label.id}`",
                head,
                rows,
            )

    def kind_showing(self, path: str) -> Kind:
        """Return a kind whose lists or public line show a path, for its words; else the first kind of the pack."""
        kinds = self.pack.kinds
        shown = [kinds[one.of[0]] for one in self.pack.lists.values() if path in one.columns]
        public = [kind for kind in kinds.values() if path in kind.public]
        return (*public, *shown, *kinds.values())[0]

    def lists(self) -> Iterator[str]:
        rows = []
        for one in self.pack.lists.values():
            kind = self.pack.kinds[one.of[0]]
            named = (*(self.text(self.pack.kinds[of].title) for of in one.of), *(f"`{of}`" for of in one.elsewhere))
            kinds = self.say("、", ", ").join(named)
            where = self.text(condition_in_words(self.pack, kind, one.where))
            totals = self.say("、", ", ").join(self.text(self.pack.figures[of].title) for of in one.totals)
            public = self.say("（可公开）", " (may be published)") if one.public else ""
            rows.append(
                (
                    f"**{self.text(one.title)}**{public}",
                    kinds + (self.say(f"（{where}）", f" ({where})") if where else ""),
                    self.say("；", "; ").join(self.columns(kind, one)),
                    totals,
                    f"`{one.id}`",
                )
            )
        head = (
            self.say("清单", "List"),
            self.say("事项", "Cases"),
            self.say("栏目", "Columns"),
            self.say("合计", "Totals"),
            self.say("标识", "Id"),
        )
        yield from self.table(self.say("清单", "Lists"), head, rows)
        yield from self.agendas()

    def agendas(self) -> Iterator[str]:
        """Yield the lists that make agendas: which cases of which packs, and when."""
        rows = []
        meetings = [kind for kind in self.pack.kinds.values() if kind.agenda]
        for one in self.pack.agendas.values():
            named = [self.pack.kinds[of].title for of in one.of if of in self.pack.kinds]
            kinds = [*(self.text(title) for title in named), *(f"`{of}`" for of in one.of if of not in self.pack.kinds)]
            where = self.text(condition_in_words(self.pack, meetings[0], one.where)) if meetings else ""
            rows.append((f"**{self.text(one.title)}**", self.say("、", ", ").join(kinds), where, f"`{one.id}`"))
        head = (self.say("议程", "Agenda"), self.say("事项", "Cases"), self.say("条件", "When"), self.say("标识", "Id"))
        yield from self.table(self.say("议程来源", "What agendas are made of"), head, rows)

    def columns(self, kind: Kind, one: ListSpec) -> Iterator[str]:
        """Yield the columns in order; neighbours under the same merged headers stand together behind it."""
        if one.is_grid:
            down, across, cell = (self.paths(kind, (path,)) for path in (one.down, one.across, one.cell))
            yield self.say(
                f"纵向“{down}”，横向“{across}”，格内“{cell}”", f"{down} down, {across} across, {cell} in the cells"
            )
            return
        for bands, columns in groupby(one.columns, one.bands_over):
            titles = self.paths(kind, columns)
            over = self.say("—", ", ").join(self.text(band.title) for band in bands)
            yield f"{over}{self.say('：', ': ')}{titles}" if over else titles

    def documents(self) -> Iterator[str]:
        title, id_ = self.say("文稿", "Document"), self.say("标识", "Id")
        head = (
            title,
            self.say("针对", "About"),
            self.say("版式", "Layout"),
            self.say("内容", "Parts"),
            self.say("需填写", "Asks for"),
            id_,
        )
        yield from self.table(self.say("文稿", "Documents"), head, document_rows(self.pack, self.say, self.text))
        letter, number = self.say("文书", "Letter"), self.say("文号", "Number")
        of_letters = (letter, number, self.say("主送", "To"), self.say("签收期限", "Receipt"), id_)
        rows = letter_rows(self.pack, self.say, self.text, self.told)
        yield from self.table(self.say("督办文书", "Letters"), of_letters, rows)

    def formula(self, figure: Figure) -> str:
        mark = {"rate": " ÷ ", "less": " − ", "plus": " + ", "times": " × "}.get(figure.operator)
        if mark is not None:
            return mark.join(self.text(self.pack.figures[of].title) for of in figure.of)
        named, _, path = figure.of[0].partition(".") if figure.of else ("", "", "")
        kind = self.pack.kinds.get(named)
        if kind is None:
            return self.text(OPERATORS[figure.operator])
        what = self.text(kind.title) + (f" · {self.text(title_of_path(self.pack, kind, path))}" if path else "")
        said = f"{self.text(OPERATORS[figure.operator])}{self.say('：', ': ')}{what}"
        if figure.where:
            where = self.text(condition_in_words(self.pack, kind, figure.where))
            said += self.say(f"（{where}）", f" ({where})")
        return said
