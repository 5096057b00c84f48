"""Pure: words out of code and templates into a catalogue of translations (PO), and from there into what is read (MO).

Our own, so that neither setting up nor extracting needs the gettext tools. Of the two formats only what is used here.
"""

import ast
import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

#: The functions that mark words; of the second kind the first two arguments are words, for one and for many.
_ONE = frozenset({"_", "_later", "_say", "gettext", "gettext_lazy"})
_MANY = frozenset({"ngettext", "ngettext_lazy"})
_STRING = r"u?'(?:[^'\\]|\\.)*'|u?\"(?:[^\"\\]|\\.)*\""
_CALL = re.compile(rf"\b(n?gettext|_)\(\s*({_STRING})(?:\s*,\s*({_STRING}))?", re.S)
_MAGIC = 0x950412DE


@dataclass(frozen=True)
class Message:
    """Words in one place: `many` is empty where they do not change with a number; `told` are the translations."""

    one: str
    many: str = ""
    places: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        return self.one, self.many

    @property
    def is_told(self) -> bool:
        """Whether every form of it is translated."""
        return bool(self.told) and all(self.told)


def words_of_module(source: str, place: str) -> Iterator[Message]:
    """The marked words of a Python module, in its order."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        said = [arg.value if isinstance(arg, ast.Constant) and isinstance(arg.value, str) else "" for arg in node.args]
        if name in _ONE and said and said[0]:
            yield Message(said[0], "", (place,))
        elif name in _MANY and len(said) > 1 and said[0] and said[1]:
            yield Message(said[0], said[1], (place,))


def words_of_templatized(source: str, place: str) -> Iterator[Message]:
    """The marked words of a template, from what Django's `templatize` makes of it."""
    for name, one, many in _CALL.findall(source):
        message = Message(
            ast.literal_eval(one), ast.literal_eval(many) if many and name == "ngettext" else "", (place,)
        )
        if message.one:
            yield message


def gathered(messages: Iterable[Message]) -> dict[tuple[str, str], Message]:
    """Each message once, with all its places in order."""
    found: dict[tuple[str, str], Message] = {}
    for message in messages:
        known = found.get(message.key)
        places = (*known.places, *message.places) if known else message.places
        found[message.key] = replace(message, places=tuple(sorted(set(places))))
    return found


def merged(words: Mapping[tuple[str, str], Message], known: Iterable[Message], forms: int) -> list[Message]:
    """The words as they are now with the translations that there are; what is marked nowhere any more is dropped."""
    told = {message.key: message.told for message in known}
    return [
        replace(message, told=told.get(key) or ("",) * (forms if message.many else 1))
        for key, message in sorted(words.items(), key=lambda pair: (pair[1].places[0], pair[0]))
    ]


def read_po(text: str) -> tuple[str, list[Message]]:
    """The header of a catalogue (the translation of nothing), and its messages. Raises ValueError with the line."""
    header, messages = "", []
    for block in re.split(r"\n\s*\n", text):
        fields, places = _fields(block)
        if "msgid" not in fields:
            continue
        told = tuple(fields[name] for name in sorted(fields) if name.startswith("msgstr"))
        if fields["msgid"]:
            messages.append(Message(fields["msgid"], fields.get("msgid_plural", ""), places, told))
        else:
            header = told[0] if told else ""
    return header, messages


def write_po(header: str, messages: Iterable[Message], comment: str = "") -> str:
    """A catalogue as text; `comment` stands at its top, line by line."""
    top = "".join(f"# {line}\n" for line in comment.splitlines())
    blocks = [f'{top}msgid ""\nmsgstr {_quoted(header)}\n']
    for message in messages:
        lines = [f"#: {place}" for place in message.places]
        lines.append(f"msgid {_quoted(message.one)}")
        if message.many:
            lines.append(f"msgid_plural {_quoted(message.many)}")
            lines += [f"msgstr[{form}] {_quoted(told)}" for form, told in enumerate(message.told)]
        else:
            lines.append(f"msgstr {_quoted(message.told[0] if message.told else '')}")
        blocks.append("\n".join(lines) + "\n")
    return "\n".join(blocks)


def comment_of(text: str) -> str:
    """What stands at the top of a catalogue before its header."""
    lines = text.split("msgid", 1)[0].splitlines()
    return "\n".join(line.removeprefix("# ").removeprefix("#") for line in lines if line.startswith("#"))


def compiled(header: str, messages: Iterable[Message]) -> bytes:
    """The catalogue as gettext reads it: only what is translated in all its forms."""
    pairs = {b"": header.encode()}
    for message in messages:
        if message.is_told:
            key = f"{message.one}\0{message.many}" if message.many else message.one
            pairs[key.encode()] = "\0".join(message.told).encode()
    ids = sorted(pairs)
    texts = [*ids, *(pairs[each] for each in ids)]
    table, at = [], 28 + 8 * len(texts)
    head = struct.pack("<7I", _MAGIC, 0, len(ids), 28, 28 + 8 * len(ids), 0, at)
    for text in texts:
        table.append(struct.pack("<II", len(text), at))
        at += len(text) + 1
    return head + b"".join(table) + b"".join(text + b"\0" for text in texts)


def compile_file(source: Path, target: Path) -> bool:
    """Compile a catalogue where that is not there yet, or older than it; whether it was done."""
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return False
    made = compiled(*read_po(source.read_text("utf-8")))
    target.parent.mkdir(parents=True, exist_ok=True)
    # Written aside and put in place at once: of two processes that start together neither reads half of it.
    beside = target.with_suffix(f".{id(made)}.part")
    beside.write_bytes(made)
    beside.replace(target)
    return True


def _fields(block: str) -> tuple[dict[str, str], tuple[str, ...]]:
    fields: dict[str, str] = {}
    places, name = [], ""
    for line in block.strip().splitlines():
        if line.startswith("#:"):
            places.append(line[2:].strip())
        elif line.startswith("#"):
            continue
        elif match := re.match(r'(msgid|msgid_plural|msgstr(?:\[\d\])?)\s+(".*")\s*$', line):
            name = match[1]
            fields[name] = _unquoted(match[2])
        elif line.startswith('"') and name:
            fields[name] += _unquoted(line.strip())
        else:
            raise ValueError(f"This line of the catalogue cannot be read: {line}")
    return fields, tuple(places)


def _quoted(text: str) -> str:
    lines = text.split("\n")
    pieces = [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] or len(lines) == 1 else [])
    written = [
        '"' + piece.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t") + '"'
        for piece in pieces
    ]
    return written[0] if len(written) == 1 else '""\n' + "\n".join(written)


def _unquoted(text: str) -> str:
    return re.sub(r"\\(.)", lambda match: {"n": "\n", "t": "\t"}.get(match[1], match[1]), text[1:-1])
