"""
The catalogue of translations: `python tools/messages.py missing | add FILE.json | compile`.

    missing   lists every msgid of the code and the templates without Chinese, with its places; fails if there is one
    add FILE  merges a JSON object {msgid: Chinese} into the catalogue (several people may do so at the same time)
              a key "context|msgid" is a pgettext message; a message with a plural is named by its singular
    unused    lists every msgid of the catalogue that no code and no template uses
    compile   writes the .mo beside the .po

English is the text in the code; the catalogue gives each its Chinese. Reads the code itself (ast, Django's lexer), so
neither xgettext nor a database is needed.
"""

import argparse
import ast
import fcntl
import io
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.template.base import Lexer, Token, TokenType
from django.utils.translation import trim_whitespace

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/bihuan"
CATALOGUE = SOURCE / "locale/zh_Hans/LC_MESSAGES/django.po"

# Name of the function -> which arguments are (context, msgid, plural); None where there is none.
FUNCTIONS: dict[str, tuple[int | None, int, int | None]] = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}
QUOTED = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')"""
TRANSLATE = re.compile(rf"^(?:translate|trans)\s+{QUOTED}(?:.*?\bcontext\s+{QUOTED})?", re.S)
INLINE = re.compile(rf"_\({QUOTED}\)")
CONTEXT = re.compile(rf"\bcontext\s+{QUOTED}")


@dataclass(frozen=True, slots=True, order=True)
class Msgid:
    """One text to translate; `plural` and `context` are empty where there is none."""

    text: str
    plural: str = ""
    context: str = ""


def literal(node: ast.expr) -> str | None:
    """Return the text of a string constant, or None for anything else."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def aliases(tree: ast.AST) -> dict[str, str]:
    """Return the local name of every imported translation function and the name it has in Django."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            found.update({item.asname or item.name: item.name for item in node.names if item.name in FUNCTIONS})
    return found


def in_python(file: Path) -> Iterator[tuple[int, Msgid]]:
    """Yield line and msgid of every call of a translation function with constant texts."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    known = aliases(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        name = known.get(name, name if isinstance(called, ast.Attribute) else "")
        if name not in FUNCTIONS:
            continue
        context, text, plural = (
            literal(node.args[place]) if place is not None and place < len(node.args) else None
            for place in FUNCTIONS[name]
        )
        if text:
            yield node.lineno, Msgid(text, plural or "", context or "")


def unquoted(text: str) -> str:
    """Return the text of a string literal of the template language."""
    return text[1:-1].replace(f"\\{text[0]}", text[0]).replace("\\\\", "\\")


def doubled(quoted: str) -> str:
    """Return the msgid of a quoted text in a template, where Django doubles the percent signs before it asks."""
    return unquoted(quoted).replace("%", "%%")


def block_text(tokens: list[Token]) -> str:
    """Return the msgid of the inside of a blocktranslate: variables as %(name)s, percent signs doubled."""
    parts = []
    for token in tokens:
        if token.token_type == TokenType.TEXT:
            parts.append(token.contents.replace("%", "%%"))
        elif token.token_type == TokenType.VAR:
            parts.append(f"%({token.contents})s")
    return "".join(parts)


def in_template(file: Path) -> Iterator[tuple[int, Msgid]]:
    """Yield line and msgid of every translate, blocktranslate and _("…") of a template."""
    tokens = iter(Lexer(file.read_text(encoding="utf-8")).tokenize())
    for token in tokens:
        if token.token_type not in {TokenType.BLOCK, TokenType.VAR}:
            continue
        line, contents = token.lineno or 0, token.contents
        for inline in INLINE.finditer(contents):
            yield line, Msgid(doubled(inline[1]))
        if token.token_type == TokenType.VAR:
            continue
        if found := TRANSLATE.match(contents):
            yield line, Msgid(doubled(found[1]), context=unquoted(found[2]) if found[2] else "")
        elif re.match(r"blocktrans(late)?\b", contents):
            yield line, block(contents, tokens)


def block(opening: str, tokens: Iterator[Token]) -> Msgid:
    """Read on to the end of a blocktranslate and return what it says."""
    singular: list[Token] = []
    plural: list[Token] = []
    filling = singular
    for token in tokens:
        if token.token_type == TokenType.BLOCK and token.contents.startswith("endblocktrans"):
            break
        if token.token_type == TokenType.BLOCK and token.contents == "plural":
            filling = plural
        else:
            filling.append(token)
    one, many = block_text(singular), block_text(plural)
    if re.search(r"\btrimmed\b", opening):
        one, many = trim_whitespace(one), trim_whitespace(many)
    context = CONTEXT.search(opening)
    return Msgid(one, many, unquoted(context[1]) if context else "")


def used() -> dict[Msgid, list[str]]:
    """Return every msgid of the code and the templates with the places where it stands."""
    places: dict[Msgid, list[str]] = defaultdict(list)
    readers = (
        (SOURCE.rglob("*.py"), in_python),
        (SOURCE.rglob("templates/**/*.html"), in_template),
        (SOURCE.rglob("templates/**/*.txt"), in_template),
    )
    for files, read in readers:
        for file in sorted(files):
            for line, msgid in read(file):
                places[msgid].append(f"{file.relative_to(ROOT)}:{line}")
    return dict(places)


def load() -> Catalog:
    """Return the catalogue of the repository, or an empty one."""
    if not CATALOGUE.exists():
        return Catalog(locale="zh_Hans", project="Bihuan", charset="utf-8", fuzzy=False)
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def has_chinese(catalogue: Catalog, msgid: Msgid) -> bool:
    """Return whether the catalogue translates `msgid`, in the form (plural or not) in which the code asks for it."""
    message = catalogue.get(msgid.text, msgid.context or None)
    if message is None or message.fuzzy:
        return False
    plural_fits = isinstance(message.id, tuple) if msgid.plural else True
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    return plural_fits and all(texts)


def untranslated() -> dict[Msgid, list[str]]:
    """Return every used msgid without Chinese and its places. Also read by tests/architecture."""
    catalogue = load()
    return {msgid: places for msgid, places in sorted(used().items()) if not has_chinese(catalogue, msgid)}


def write(catalogue: Catalog) -> None:
    """Write the catalogue sorted and without dates or places, so that two additions rarely meet in one line."""
    target = io.BytesIO()
    write_po(target, catalogue, width=0, omit_header=True, no_location=True, sort_output=True)
    header = (
        'msgid ""\nmsgstr ""\n"Language: zh_Hans\\n"\n"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
        '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
    )
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    fresh = CATALOGUE.with_suffix(".po.new")
    fresh.write_bytes(header.encode() + target.getvalue())
    fresh.replace(CATALOGUE)


def compile_catalogue(catalogue: Catalog) -> None:
    """Write the .mo beside the .po in one step, so that a running server never reads half a file."""
    fresh = CATALOGUE.with_suffix(".mo.new")
    with fresh.open("wb") as file:
        write_mo(file, catalogue)
    fresh.replace(CATALOGUE.with_suffix(".mo"))


def add(texts: dict[str, object]) -> int:
    """Merge {msgid: Chinese} into the catalogue and compile it; return how many entries are new or changed."""
    known = used()
    whole = {msgid.text for msgid in known}
    asked = {msgid.text: msgid for msgid in known if msgid.plural}
    changed = 0
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    with (CATALOGUE.parent / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        catalogue = load()
        for key, given in texts.items():
            context, _, text = key.rpartition("|") if key not in whole else ("", "", key)
            chinese = str(given[-1]) if isinstance(given, list) else str(given)
            plural = asked[text].plural if text in asked else ""
            before = catalogue.get(text, context or None)
            string: str | tuple[str, ...] = (chinese,) if plural else chinese
            if before is not None and before.string == string:
                continue
            if before is not None:
                catalogue.delete(text, context or None)
            entry: str | tuple[str, str] = (text, plural) if plural else text
            catalogue.add(entry, string, context=context or None)
            changed += 1
        write(catalogue)
        compile_catalogue(load())
    return changed


def entries() -> list[Message]:
    """Return the messages of the catalogue without its header."""
    return [message for message in load() if message.id]


def command_missing() -> int:
    missing = untranslated()
    for msgid, places in missing.items():
        context = f" [{msgid.context}]" if msgid.context else ""
        plural = f" / {json.dumps(msgid.plural)}" if msgid.plural else ""
        print(f"{json.dumps(msgid.text, ensure_ascii=False)}{plural}{context}  {', '.join(places)}")
    print(f"{len(missing)} without Chinese, {len(entries())} in the catalogue.", file=sys.stderr)
    return 1 if missing else 0


def command_unused() -> int:
    asked = {(msgid.text, msgid.context or None) for msgid in used()}
    for message in entries():
        text = message.id[0] if isinstance(message.id, tuple) else message.id
        if (text, message.context) not in asked:
            print(json.dumps(text, ensure_ascii=False))
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=("missing", "add", "unused", "compile"))
    parser.add_argument("file", nargs="?", type=Path, help="JSON file of `add`; - reads the standard input")
    options = parser.parse_args()
    if options.action == "missing":
        return command_missing()
    if options.action == "unused":
        return command_unused()
    if options.action == "compile":
        compile_catalogue(load())
        return 0
    if options.file is None:
        parser.error("add needs a JSON file")
    source = sys.stdin.read() if str(options.file) == "-" else options.file.read_text(encoding="utf-8")
    print(f"{add(json.loads(source))} new or changed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
