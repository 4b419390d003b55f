"""The page of the manual that a pack prints about itself, as Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from bihuan.packspec.draw.scorecards import scorecards
from bihuan.packspec.draw.ways import EXITS, titles_of
from bihuan.packspec.draw.whole import NONE, WholePack
from bihuan.packspec.model import Field, Kind, Move, Pack, Step
from bihuan.packspec.vocabulary import CATEGORIES, FIELD_TYPES, GUARD_NEEDS, PERIODS
from bihuan.packspec.wording import condition_in_words, length_in_words, title_of_path


def manual(pack: Pack, language: str = "zh-hans") -> str:
    """
    Return the manual page of a pack.

    The page shows one picture per kind, `<pack>-<kind>.<zh or en>.svg`, which stands beside it.
    """
    return "\n".join(_Page(pack, language).lines()) + "\n"


class _Page(WholePack):
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
        yield from scorecards(self)
        yield from self.documents()
        yield from self.figures()  # last: the page of a pack puts their present values beside them

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

    def fields(self, kind: Kind) -> Iterator[str]:
        rows = [
            (self.text(title), self.say("单位或人员", "party"), "", f"`{id_}`") for id_, title in kind.parties.items()
        ]
        for field in kind.fields.values():
            type_ = self.text(FIELD_TYPES[field.type])
            if field.options is not None:
                options = self.say("、", ", ").join(self.text(it) for it in self.pack.options[field.options].values())
                type_ += self.say(f"：{options}", f": {options}")
            if field.hint is not None:
                type_ += self.say("；", "; ") + self.text(field.hint)
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
