"""Reading settings from the environment and from .env, with sentences when something is wrong."""

import os
import re
from pathlib import Path

_LINE = re.compile(r"^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)$")
_TRUE = {"1", "true", "yes", "on"}
_FALSE = {"0", "false", "no", "off", ""}


class SettingsError(SystemExit):
    """A setting is missing or unreadable; the message says what to do."""


def load_env_file(path: Path) -> None:
    """Put the `NAME=value` lines of `path` into the environment; what is set already wins."""
    if not path.exists():
        return
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            f"{path} could not be read as text ({error}). Mend it or remove it; .env.example shows the form."
        ) from None
    for number, line in enumerate(text.splitlines(), 1):
        _load_line(path, number, line.strip())


def _load_line(path: Path, number: int, line: str) -> None:
    if not line or line.startswith("#"):
        return
    match = _LINE.match(line)
    if not match:
        raise SettingsError(
            f"{path}, line {number}, is not NAME=value: “{line}”. Mend it or remove it; .env.example shows the form."
        )
    name, value = match.groups()
    if value[:1] in "\"'" and len(value) > 1 and value[-1] == value[0]:
        value = value[1:-1]
    os.environ.setdefault(name, value)


def env(name: str, default: str | None = None) -> str:
    """The setting `name`; raises a sentence when it is missing and has no default."""
    value = os.environ.get(name, default)
    if value is None:
        raise SettingsError(f"The setting {name} is missing. Set it in the environment or in .env; see .env.example.")
    return value


def env_flag(name: str, *, default: bool) -> bool:
    """The yes-or-no setting `name`."""
    value = env(name, "yes" if default else "no").strip().lower()
    if value in _TRUE:
        return True
    if value in _FALSE:
        return False
    raise SettingsError(f"The setting {name} is “{value}”; write yes or no. See .env.example.")


def env_number(name: str, default: int) -> int:
    """The whole-number setting `name`."""
    value = env(name, str(default)).strip()
    if not value.isdigit():
        raise SettingsError(f"The setting {name} is “{value}”; write a whole number. See .env.example.")
    return int(value)


def env_choice(name: str, offered: tuple[str, ...], default: str) -> str:
    """The setting `name`, one of what is offered."""
    value = env(name, default).strip().lower()
    if value not in offered:
        said = f"{', '.join(offered[:-1])} or {offered[-1]}"
        raise SettingsError(f"The setting {name} is “{value}”; write {said}. See .env.example.")
    return value


def env_list(name: str, default: str | None = None) -> list[str]:
    """The comma-separated setting `name`."""
    return [part.strip() for part in env(name, default).split(",") if part.strip()]
