"""What went wrong, in one sentence: read from an error, or from the end of a log."""

import errno
import re
from pathlib import Path

FULL = {errno.ENOSPC, errno.EDQUOT}
FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
FULL_SIGNS = ("disk is full", "no space left on device", "disk quota exceeded")
TRACEBACK = "Traceback (most recent call last)"
REFUSAL = "CommandError: "
_ERROR = re.compile(r"^(?:[A-Za-z_]\w*\.)*[A-Za-z_]*(?:Error|Exception|Problem|Exit): (.+)$", re.MULTILINE)


def from_error(error: OSError, var_dir: Path) -> str:
    """A sentence for a disk that is full, or a folder that cannot be used."""
    if error.errno in FULL:
        return full(var_dir)
    if error.errno in FORBIDDEN:
        return f"This needs to write into {var_dir} and may not. Allow it, or set VAR_DIR to a folder you can write to."
    return f"{var_dir} could not be used ({error}). Mend that, or set VAR_DIR to a folder that you can write to."


def full(var_dir: Path) -> str:
    return f"The disk is full. Free some space for {var_dir}, then start again; what was done is kept."


def is_full(said: str) -> bool:
    return any(sign in said.lower() for sign in FULL_SIGNS)


def before_refusal(said: str) -> str:
    """What a step said while all went well."""
    ends = [place for sign in (REFUSAL, TRACEBACK) if (place := said.find(sign)) >= 0]
    return said[: min(ends, default=len(said))]


def from_log(name: str, said: str, log: Path) -> str:
    """Why the step `name` did not work: its own sentence, else the error it ended in."""
    if is_full(said):
        return full(log.parents[1])
    if TRACEBACK not in said:
        return said.rpartition(REFUSAL)[2].strip() or f"“{name}” did not work, and said nothing."
    errors = _ERROR.findall(said)
    reason = errors[-1] if errors else said.strip().splitlines()[-1]
    return f"“{name}” did not work: {reason.rstrip('.')}. All of it is in {log}."
