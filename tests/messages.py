"""Bring the catalogues of translations up to date: ``make messages``.

Every text that a template or a module gives to gettext is looked for; a text that no catalogue
holds is added, empty, to the catalogue of the room or of its part. Then all are compiled.
"""

import ast
import os
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

SOURCE = Path(__file__).resolve().parents[1] / "src" / "motcua"
PO = Path("locale") / "vi" / "LC_MESSAGES" / "django.po"
CALLS = {"_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
IN_CONTEXT = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}

Text = tuple[str | None, str, str]
"""Context, text, plural (empty when there is none)."""


def catalogues() -> list[Path]:
    """Return every catalogue of the house."""
    return sorted(SOURCE.rglob("locale/*/LC_MESSAGES/*.po"))


def used() -> Iterator[tuple[Path, Text]]:
    """Yield every text given to gettext with the file that gives it."""
    for path in sorted(SOURCE.rglob("*.html")):
        yield from ((path, text) for text in _of_template(path.read_text(encoding="utf-8")))
    for path in sorted(SOURCE.rglob("*.py")):
        if "tests" not in path.parts:
            tree = ast.parse(path.read_text(encoding="utf-8"))
            yield from ((path, text) for text in _of_module(tree))


def held() -> set[tuple[str | None, str]]:
    """Return context and text of every message of every catalogue."""
    return {
        (message.context, message.id if isinstance(message.id, str) else message.id[0])
        for path in catalogues()
        for message in _read(path)
        if message.id
    }


def owner(path: Path) -> Path:
    """Return the catalogue in which the texts of a file belong."""
    room, *inside = path.relative_to(SOURCE).parts[:-1]
    if inside[:1] == ["templates"]:
        inside = inside[2:]  # templates/<room>/<part>
    part = SOURCE / room / inside[0] if inside else None
    own = part is not None and (part / "urls.py").exists()
    return (part if own and part else SOURCE / room) / PO


def add_missing() -> int:
    """Add what no catalogue holds; return how many texts came."""
    known, count = held(), 0
    for path, (context, text, plural) in used():
        if (context, text) in known:
            continue
        known.add((context, text))
        catalogue = owner(path)
        written = _read(catalogue) if catalogue.exists() else Catalog(locale="vi")
        written.add((text, plural) if plural else text, context=context)
        catalogue.parent.mkdir(parents=True, exist_ok=True)
        out = BytesIO()
        write_po(out, written, width=100, omit_header=False)
        catalogue.write_bytes(out.getvalue())
        count += 1
        print(f"{catalogue.relative_to(SOURCE)}: {text}")
    return count


def compile_all() -> None:
    """Write the compiled file beside each catalogue."""
    for path in catalogues():
        out = BytesIO()
        write_mo(out, _read(path))
        compiled = path.with_suffix(".mo")
        if not compiled.exists() or compiled.read_bytes() != out.getvalue():
            compiled.write_bytes(out.getvalue())


def _read(path: Path) -> Catalog:
    return read_po(BytesIO(path.read_bytes()), locale="vi")


def _of_template(source: str) -> Iterator[Text]:
    from django.template.base import Lexer, TokenType
    from django.utils.translation.template import (
        block_re,
        constant_re,
        endblock_re,
        inline_re,
        plural_re,
    )

    block: str | None = None
    parts: list[str] = [""]
    for token in Lexer(source).tokenize():
        said = token.contents
        if block is not None:
            parts, ended = _inside(token, parts, TokenType, endblock_re, plural_re)
            if ended:
                yield _whole(block, parts)
                block = None
        elif token.token_type == TokenType.BLOCK and block_re.match(said):
            block, parts = said, [""]
        elif token.token_type == TokenType.BLOCK and (match := inline_re.match(said)):
            yield _context(said), match[1].strip("\"'"), ""
        elif token.token_type in {TokenType.BLOCK, TokenType.VAR}:
            yield from ((None, each.strip("\"'"), "") for each in constant_re.findall(said))


def _inside(
    token: Any, parts: list[str], kinds: Any, endblock_re: Any, plural_re: Any
) -> tuple[list[str], bool]:
    if token.token_type == kinds.VAR:
        parts[-1] += f"%({token.contents.split('|')[0]})s"
    elif token.token_type == kinds.TEXT:
        parts[-1] += token.contents.replace("%", "%%")
    elif endblock_re.match(token.contents):
        return parts, True
    elif plural_re.match(token.contents):
        parts = [*parts, ""]
    return parts, False


def _whole(opening: str, parts: list[str]) -> Text:
    from django.utils.translation import trim_whitespace

    if re.search(r"\btrimmed\b", opening):
        parts = [trim_whitespace(part) for part in parts]
    return _context(opening), parts[0], parts[1] if len(parts) > 1 else ""


def _context(said: str) -> str | None:
    match = re.search(r"""\bcontext\s+["']([^"']+)["']""", said)
    return match[1] if match else None


def _of_module(tree: ast.Module) -> Iterator[Text]:
    gettext = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for alias in node.names
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        name = gettext.get(node.func.id, "")
        said = [
            a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)
        ]
        if name in CALLS and said:
            yield None, said[0], said[1] if name.startswith("n") and len(said) > 1 else ""
        elif name in IN_CONTEXT and len(said) > 1:
            yield said[0], said[1], said[2] if name.startswith("n") and len(said) > 2 else ""


def run() -> int:
    """Add, compile and tell; return the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "motcua.config.settings")
    count = add_missing()
    compile_all()
    if count:
        print(f"{count} new texts wait for their Vietnamese (msgstr)")
    return 0


if __name__ == "__main__":
    sys.exit(run())
