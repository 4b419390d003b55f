"""The page of the manual that a pack prints about itself, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from bihuan.packspec.bilingual import Text
from bihuan.packspec.draw.documents import document_rows, letter_rows
from bihuan.packspec.draw.ways import EXITS, title_of, titles_of
from bihuan.packspec.model import Field, Figure, Kind, ListSpec, Move, Pack, Rung, Step
from bihuan.packspec.vocabulary import CATEGORIES, COLOURS, FIELD_TYPES, GUARD_NEEDS, LADDER_UNITS, OPERATORS, PERIODS
from bihuan.packspec.wording import condition_in_words, length_in_words, title_of_path

NONE: Final = "—"


def manual(pack: Pack, language: str = "zh-hans") -> str:
    """
    Return the manual page of a pack.

    The page shows one picture per kind, `<pack>-<kind>.<zh or en>.svg`, which stands beside it.
    """
    return "\n".join(_Page(pack, language).lines()) + "\n"


class _Page:
    def __init__(self, pack: Pack, language: str) -> None:
        self.pack = pack
        self.language = language
        self.short = "en" if language.startswith("en") else "zh"

    def say(self, zh: str, en: str) -> str:
        return en if self.short == "en" else zh

    def text(self, text: Text) -> str:
        return text.in_(self.language).replace("|", "\\|")

    def lines(self) -> Iterator[str]:
        pack = self.pack
        yield f"# {self.text(pack.title)}"
        command = f"`bihuan pack draw {pack.id} --into docs/reference/packs`"
        yield ""
        yield self.say(
            f"本页由 {command} 打印，请勿手改。业务包`{pack.id}`，第{pack.version}版。",
            f"Printed by {command}; do not edit. Pack `{pack.id}`, version {pack.version}.",
        )
        if pack.basis:
            yield ""
            yield self.say("依据：", "Basis: ") + "；".join(pack.basis)
        yield from self.table(
            self.say("岗位", "Desks"),
            (self.say("岗位", "Desk"), self.say("标识", "Id")),
            ((self.text(title), f"`desk.{id_}`") for id_, title in pack.desks.items()),
        )
        for kind in pack.kinds.values():
            yield from self.kind(kind)
        yield from self.ladders()
        yield from self.labels()
        yield from self.lists()
        yield from self.documents()
        yield from self.figures()  # last: the page of a pack puts their present values beside them

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

    def kind(self, kind: Kind) -> Iterator[str]:
        pack = self.pack
        yield from ("", f"## {self.text(kind.title)} `{kind.id}`", "")
        above = [self.text(pack.kinds[parent].title) for parent in kind.parents]
        facts = [
            (self.say("事项", "Subject"), self.text(kind.subject)),
            (self.say("上级", "Under"), self.say("或", " or ").join(above) or NONE),
            (self.say("编号", "Number"), f"`{kind.number}`"),
            (self.say("登记人", "Opened by"), titles_of(kind.opened_by, pack, kind, self.language)),
            (self.say("可公开", "May be public"), self.paths(kind, kind.public) or NONE),
        ]
        if kind.repeats:
            facts.append((self.say("周期", "Repeats"), self.repeats(kind)))
        if kind.agenda:
            facts.append((self.say("议程来源", "Agenda from"), self.agenda(kind)))
        if kind.samples:
            facts.append((self.say("抽样范围", "Sampled from"), self.text(pack.lists[kind.samples].title)))
        if kind.one_for_each:
            facts.append((self.say("自动登记", "Opened for each"), self.each(kind)))
        yield from (f"- {name}{self.say('：', ': ')}{value}" for name, value in facts)
        yield ""
        yield f"![{self.text(kind.title)}]({pack.id}-{kind.id}.{self.short}.svg)"
        yield from self.fields(kind)
        yield from self.states(kind)
        yield from self.moves(kind)
        yield from self.review(kind)
        yield from self.clocks(kind)

    def repeats(self, kind: Kind) -> str:
        """Return in which periods a child is opened, and how long before."""
        named = PERIODS.get(kind.repeats) or title_of_path(self.pack, kind, kind.repeats)
        said = [self.text(named)]
        if kind.repeats_from:
            said.append(self.text(title_of_path(self.pack, kind, kind.repeats_from)))
        if kind.days_before:
            before = kind.days_before
            said.append(
                self.say(f"提前{before}日", f"{before} days before")
                if isinstance(before, int)
                else self.text(title_of_path(self.pack, kind, before))
            )
        return self.say("、", ", ").join(said)

    def agenda(self, kind: Kind) -> str:
        """Return the lists and choices of lists that make the agenda."""
        named = [
            title_of_path(self.pack, kind, entry) if "." in entry else self.pack.agendas[entry].title
            for entry in kind.agenda
        ]
        return self.say("、", ", ").join(self.text(one) for one in named)

    def each(self, kind: Kind) -> str:
        if kind.one_for_each == "unit":
            return self.say("每个相关单位一件", "one for each unit concerned")
        what = self.text(title_of_path(self.pack, kind, kind.one_for_each))
        return self.say(f"{what}，每项一件", f"one for each: {what}")

    def paths(self, kind: Kind, paths: Iterable[str]) -> str:
        mark = self.say("、", ", ")
        return mark.join(self.text(title_of_path(self.pack, kind, path)) for path in paths)

    def fields(self, kind: Kind) -> Iterator[str]:
        rows = [
            (self.text(title), self.say("单位或人员", "party"), "", f"`{id_}`") for id_, title in kind.parties.items()
        ]
        for field in kind.fields.values():
            type_ = self.text(FIELD_TYPES[field.type])
            if field.options is not None:
                options = self.say("、", ", ").join(self.text(it) for it in self.pack.options[field.options].values())
                type_ += self.say(f"：{options}", f": {options}")
            rows.append((self.text(field.title), type_, self.must(kind, field), f"`{field.id}`"))
        head = (
            self.say("名称", "Name"),
            self.say("类型", "Type"),
            self.say("必填", "Required"),
            self.say("标识", "Id"),
        )
        yield from self.part(self.say("单位、人员与字段", "Parties and fields"), head, rows)

    def must(self, kind: Kind, field: Field) -> str:
        if isinstance(field.required, tuple):
            return self.text(condition_in_words(self.pack, kind, field.required))
        return self.say("是", "yes") if field.required else ""

    def states(self, kind: Kind) -> Iterator[str]:
        rows = []
        states = kind.lifecycle_of(self.pack).states
        for state in states.values():
            exits = [
                f"{self.text(title)} → {self.text(states[to].title)}"
                for exit_, title in EXITS.items()
                if (to := getattr(state, exit_)) is not None
            ]
            category = self.text(CATEGORIES[state.category])
            rows.append((self.text(state.title), category, self.say("；", "; ").join(exits), f"`{state.id}`"))
        head = (
            self.say("状态", "State"),
            self.say("阶段", "Stage"),
            self.say("审核结果", "Exits"),
            self.say("标识", "Id"),
        )
        yield from self.part(self.say("状态", "States"), head, rows)

    def moves(self, kind: Kind) -> Iterator[str]:
        lifecycle = kind.lifecycle_of(self.pack)
        mark = self.say("、", ", ")
        rows = []
        for move in lifecycle.moves.values():
            from_ = mark.join(self.text(lifecycle.states[state].title) for state in move.from_)
            rows.append(
                (
                    f"**{self.text(move.title)}**",
                    f"{from_} → {self.text(lifecycle.states[move.to].title)}",
                    titles_of(move.by, self.pack, kind, self.language),
                    self.paths(kind, move.asks),
                    self.say("；", "; ").join(self.needs(kind, move)),
                    f"`{move.id}`",
                )
            )
        head = (
            self.say("动作", "Move"),
            self.say("从 → 到", "From → to"),
            self.say("由谁办理", "By"),
            self.say("填写", "Asks for"),
            self.say("前提", "Needs"),
            self.say("标识", "Id"),
        )
        yield from self.part(self.say("动作", "Moves"), head, rows)

    def needs(self, kind: Kind, move: Move) -> Iterator[str]:
        moves = kind.lifecycle_of(self.pack).moves
        yield from (self.text(GUARD_NEEDS[guard]) for guard in move.requires)
        yield from (self.text(kind.evidence[evidence]) for evidence in move.evidence)
        if move.when is not None:
            yield self.text(condition_in_words(self.pack, kind, move.when))
        for other in move.not_by:
            title = self.text(moves[other].title)
            yield self.say(f"不得由办理“{title}”的人办理", f"not by who took “{title}”")
        if move.after is not None:
            title = self.text(kind.clocks[move.after].title)
            yield self.say(f"“{title}”届满后", f"after “{title}” has run out")
        if move.before is not None:
            title = self.text(kind.clocks[move.before].title)
            yield self.say(f"“{title}”届满前", f"until “{title}” has run out")
        for other, taken in (move.also or {}).items():
            yield self.together(kind, other, taken)
        for letter in (move.sends or {}).values():
            title = self.text(self.pack.letters[letter].title)
            yield self.say(f"随即制发《{title}》", f"“{title}” goes out with it")

    def together(self, kind: Kind, other: str, taken: str) -> str:
        if other != "parent":
            title = self.text(kind.fields[other].title)
            return self.say(f"“{title}”一并办理", f"the case in “{title}” moves with it")
        moves = [self.pack.kinds[parent].lifecycle_of(self.pack).moves[taken] for parent in kind.parents]
        title = self.text(moves[0].title)
        return self.say(f"上级事项可“{title}”的一并办理", f"“{title}” of the case above, where that is due")

    def review(self, kind: Kind) -> Iterator[str]:
        states = kind.lifecycle_of(self.pack).states
        for state, review in kind.review.items():
            rows = [self.step(kind, number, step) for number, step in enumerate(review.steps, start=1)]
            head = (
                self.say("级", "Step"),
                self.say("审核人", "Signed by"),
                self.say("时限", "Limit"),
                self.say("必查项", "Checks"),
                self.say("适用", "Only when"),
            )
            yield from self.part(self.say("审核：", "Review: ") + self.text(states[state].title), head, rows)
            if review.set_by is not None:
                above = self.text(self.pack.kinds[review.set_by].title)
                yield from (
                    "",
                    self.say(f"每个{above}可自定1至5级审核。", f"Each {above} may set 1 to 5 steps of its own."),
                )

    def step(self, kind: Kind, number: int, step: Step) -> tuple[str, ...]:
        joint = self.say("与", " and ")
        return (
            str(number),
            titles_of(step.signed_by, self.pack, kind, self.language, joint),
            self.text(length_in_words(self.pack, kind, step.limit)) if step.limit else NONE,
            self.say("；", "; ").join(self.text(check) for check in step.checks),
            self.text(condition_in_words(self.pack, kind, step.when)) if step.when else "",
        )

    def clocks(self, kind: Kind) -> Iterator[str]:
        states = kind.lifecycle_of(self.pack).states
        mark = self.say("、", ", ")
        rows = []
        for clock in kind.clocks.values():
            start = self.say("进入状态", "entry")
            if clock.counted_from is not None:
                start = self.text(title_of_path(self.pack, kind, clock.counted_from))
            extension = ""
            if clock.extension is not None:
                by = titles_of(clock.extension.by, self.pack, kind, self.language)
                decided = titles_of(clock.extension.decided_by, self.pack, kind, self.language)
                extension = self.say(f"{by}申请，{decided}决定", f"{by} asks, {decided} decides")
            rows.append(
                (
                    self.text(clock.title),
                    self.text(length_in_words(self.pack, kind, clock.length)),
                    start,
                    mark.join(self.text(states[state].title) for state in clock.runs_in),
                    self.text(self.pack.ladders[clock.ladder].title) if clock.ladder else NONE,
                    extension,
                )
            )
        head = (
            self.say("时限", "Time limit"),
            self.say("时长", "Length"),
            self.say("起算", "Counted from"),
            self.say("计时状态", "Runs in"),
            self.say("预警", "Warnings"),
            self.say("延期", "Extension"),
        )
        yield from self.part(self.say("时限", "Time limits"), head, rows)

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
            kinds = self.say("、", ", ").join(self.text(self.pack.kinds[of].title) for of in one.of)
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
