"""Which texts a context shows: the msgids in its Python files and templates."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.template.base import Lexer, Token, TokenType

TEMPLATE_ENDINGS = {".html", ".txt", ".svg", ".xml", ".md", ".typ"}

# function of django.utils.translation: positions of (context, singular, plural)
FUNCTIONS = {
    "gettext": (None, 0, None),
    "ngettext": (None, 0, 1),
    "pgettext": (0, 1, None),
    "npgettext": (0, 1, 2),
}
FUNCTIONS |= {f"{name}_lazy": places for name, places in FUNCTIONS.items()} | {
    "gettext_noop": (None, 0, None)
}

QUOTED = r"""(?:"[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*')"""
CONSTANT = re.compile(rf"""_\(\s*({QUOTED})\s*\)""")
INLINE = re.compile(rf"""(?:trans|translate)\s+({QUOTED})""")
CONTEXT = re.compile(rf"""\bcontext\s+({QUOTED})""")
BLOCKS = ("blocktrans", "blocktranslate")


class Untranslatable(ValueError):
    """A text that no translator can ever see, such as an f-string; the message says where."""


@dataclass(frozen=True)
class Message:
    """One text to translate and the file it stands in (relative to its context)."""

    msgid: str
    plural: str | None
    context: str | None
    file: str

    @property
    def key(self) -> tuple[str | None, str]:
        """What a catalogue looks it up by."""
        return self.context, self.msgid


def messages_of(context: Path) -> Iterator[Message]:
    """Every message of one context's folder, in the order of its files. Raises Untranslatable."""
    for path in sorted(context.rglob("*")):
        file = path.relative_to(context).as_posix()
        if path.suffix == ".py" and "/migrations/" not in f"/{file}":
            yield from in_python(path.read_text(encoding="utf-8"), file)
        elif path.suffix in TEMPLATE_ENDINGS and file.startswith("templates/"):
            yield from in_template(path.read_text(encoding="utf-8"), file)


def in_python(source: str, file: str) -> Iterator[Message]:
    """Messages of a Python source. A plain variable is allowed: its text is marked where it is written."""
    tree = ast.parse(source, file)
    names, modules = _imported(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        match node.func:
            case ast.Name(id=name):
                places = FUNCTIONS.get(names.get(name, ""))
            case ast.Attribute(value=ast.Name(id=module), attr=name) if module in modules:
                places = FUNCTIONS.get(name)
            case _:
                places = None
        if places and (message := _from_call(node, places, file)):
            yield message


def in_template(source: str, file: str) -> Iterator[Message]:
    """Messages of a Django template, percent signs doubled as Django looks them up."""
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type is TokenType.BLOCK and token.contents.split()[:1][0] in BLOCKS:
            yield _from_block(token, tokens, file)
        elif token.token_type is TokenType.BLOCK and (found := INLINE.match(token.contents)):
            yield Message(_doubled(found[1]), None, _context(token.contents), file)
        elif token.token_type in (TokenType.BLOCK, TokenType.VAR):
            for found in CONSTANT.finditer(token.contents):
                yield Message(_doubled(found[1]), None, None, file)


def _imported(tree: ast.Module) -> tuple[dict[str, str], set[str]]:
    """Local names of translation functions, and of the module itself."""
    names, modules = {}, set()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
            names |= {alias.asname or alias.name: alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module == "django.utils":
            modules |= {alias.asname or alias.name for alias in node.names if alias.name == "translation"}
    return names, modules


def _from_call(node: ast.Call, places: tuple, file: str) -> Message | None:
    texts = []
    for place in places:
        argument = node.args[place] if place is not None and place < len(node.args) else None
        if isinstance(argument, ast.JoinedStr | ast.BinOp):
            raise Untranslatable(
                f"{file}:{node.lineno}: only a literal text can be translated; fill it afterwards"
            )
        literal = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
        texts.append(argument.value if literal else None)
    context, msgid, plural = texts
    return Message(msgid, plural, context, file) if msgid else None


def _from_block(start: Token, tokens: Iterator[Token], file: str) -> Message:
    forms: list[list[str]] = [[]]
    for token in tokens:
        match token.token_type:
            case TokenType.TEXT:
                forms[-1].append(token.contents.replace("%", "%%"))
            case TokenType.VAR:
                forms[-1].append(f"%({token.contents.split('|')[0].strip()})s")
            case TokenType.BLOCK if token.contents.strip() == "plural":
                forms.append([])
            case TokenType.BLOCK if token.contents.split()[0] in {f"end{name}" for name in BLOCKS}:
                break
            case TokenType.BLOCK:
                raise Untranslatable(f"{file}:{token.lineno}: no tag may stand inside {{% blocktranslate %}}")
    texts = ["".join(form) for form in forms]
    if "trimmed" in start.split_contents():
        texts = [" ".join(line.strip() for line in text.splitlines() if line.strip()) for text in texts]
    return Message(texts[0], texts[1] if len(texts) > 1 else None, _context(start.contents), file)


def _context(contents: str) -> str | None:
    found = CONTEXT.search(contents)
    return _unquoted(found[1]) if found else None


def _unquoted(literal: str) -> str:
    quote = literal[0]
    return literal[1:-1].replace(f"\\{quote}", quote).replace("\\\\", "\\")


def _doubled(literal: str) -> str:
    return _unquoted(literal).replace("%", "%%")
