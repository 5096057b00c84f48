"""Gets the virtual environment ready: finds a Python that will do, makes it, installs the pinned packages into it.

Kept readable by Python 3.6, so that an old Python can say one kind sentence instead of a syntax error.
"""

import errno
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import time

try:
    import fcntl
except ImportError:
    sys.exit("This runs on Linux and macOS. On Windows, use it inside WSL (wsl --install), then run make again.")

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OLDEST = (3, 11)
VERSION = "{}.{}".format(*sys.version_info[:2])
NEWER = ("python3.13", "python3.12", "python3.11", "python3.14")
VENV = os.path.abspath(os.environ.get("VENV") or os.path.join(ROOT, ".venv"))
VENV_PYTHON = os.path.join(VENV, "bin", "python")
LOG = os.path.join(VENV, "setup.log")
SETS = [["requirements.txt"], ["requirements.txt", "requirements-dev.txt"]]
STAMPS = {tuple(files): os.path.join(VENV, f"installed-{len(files)}") for files in SETS}
NO_NETWORK = (
    "name resolution",
    "newconnectionerror",
    "connection broken",
    "failed to establish",
    "network is unreachable",
    "nodename nor servname",
    "timed out",
    "connection refused",
    "proxyerror",
    "max retries exceeded",
)


def main(arguments):
    """Make everything ready that `arguments` ask for; prints nothing when there is nothing to do."""
    use_a_new_enough_python()
    insist_on_venv_module()
    try:
        make_ready(SETS["--dev" in arguments])
    except OSError as error:
        sys.exit(sentence_for(error))
    except KeyboardInterrupt:
        sys.exit("Stopped before everything was installed. Run make again and it goes on.")


def use_a_new_enough_python():
    """Go on in a newer Python from the PATH when this one is too old."""
    if sys.version_info >= OLDEST:
        return
    for name in NEWER:
        found = shutil.which(name)
        if found and works(found):
            os.execv(found, [found] + sys.argv)
    sys.exit(
        f"This needs Python 3.11 or newer, and {sys.executable} is {VERSION}. Install a newer one (Debian 12, Ubuntu "
        "24.04 and Homebrew have it), or name yours: make PYTHON=/path/to/python3.12 demo"
    )


def works(python):
    """Whether `python` starts (a version manager's shim may not) and is new enough."""
    question = "import sys; sys.exit(sys.version_info < (3, 11))"
    return subprocess.call([python, "-c", question], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0


def insist_on_venv_module():
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return
    sys.exit(
        f"{sys.executable} has no venv module. On Debian or Ubuntu install it with: "
        f"sudo apt install python{VERSION}-venv - then run make again."
    )


def make_ready(files):
    os.makedirs(VENV, exist_ok=True)
    with open(os.path.join(VENV, "setup.lock"), "w") as lock:
        wait_for(lock)
        if not (os.path.exists(VENV_PYTHON) and works(VENV_PYTHON)):
            make_venv()
        if not is_installed(files):
            install(files)


def wait_for(lock):
    """Hold `lock`, so that two set-ups in one folder do not tread on each other."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        say("Another set-up is at work in this folder; waiting for it.")
        fcntl.flock(lock, fcntl.LOCK_EX)


def make_venv():
    say(f"Making a virtual environment in {VENV} with Python {VERSION}.")
    for stamp in STAMPS.values():
        if os.path.exists(stamp):
            os.remove(stamp)
    command = [sys.executable, "-m", "venv", VENV]
    made = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if made.returncode:
        explain(made.stdout, "The virtual environment could not be made")


def install(files):
    """Install the pinned packages of `files`, each against its hash, and note that it was done."""
    say("Installing the pinned packages of {} (once; a few minutes on a slow line).".format(" and ".join(files)))
    begun = time.time()
    command = [VENV_PYTHON, "-m", "pip", "install", "--require-hashes", "--only-binary=:all:", "--no-input",
               "--disable-pip-version-check", "--progress-bar=off"]  # fmt: skip
    for name in files:
        command += ["-r", os.path.join(ROOT, name)]
    with open(LOG, "w") as log:
        code = subprocess.call(command, stdout=log, stderr=subprocess.STDOUT, cwd=ROOT)
    if code:
        with open(LOG, errors="replace") as log:
            explain(log.read(), "The packages could not be installed")
    with open(STAMPS[tuple(files)], "w") as stamp:
        stamp.write(wanted(files))
    say(f"Installed in {time.time() - begun:.0f} s.")


def is_installed(files):
    """Whether all of `files`, as they are now, were installed before; the larger set holds the smaller."""
    return any(files == held[: len(files)] and stamp_of(held) == wanted(held) for held in SETS)


def wanted(files):
    """What a stamp must say: the checksum of the requirement files."""
    digest = hashlib.sha256()
    for name in files:
        with open(os.path.join(ROOT, name), "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def stamp_of(files):
    try:
        with open(STAMPS[tuple(files)]) as file:
            return file.read()
    except OSError:
        return ""


def explain(output, what):
    """Stop with one sentence that says what to do about `output`."""
    text = output.lower()
    if "no space left" in text:
        sys.exit(f"The disk is full: {VENV}. Free about 1 GB, then run make again.")
    if any(sign in text for sign in NO_NETWORK):
        sys.exit(
            "The first set-up needs the network, to fetch the pinned packages from PyPI, and could not reach it. "
            f"Connect (or point pip to your mirror), then run make again. Details: {LOG}"
        )
    if "do not match the hashes" in text or "hashes are required" in text:
        sys.exit(f"A package is not the one that was pinned. Do not use it; see {LOG} and run make again.")
    if "no matching distribution" in text:
        sys.exit(
            f"A package has no ready-made build for {os.uname()[0]} {os.uname()[4]} with Python {VERSION}. "
            f"Linux x86-64 and macOS with Python 3.11 to 3.13 have them all. Details: {LOG}"
        )
    if "permission denied" in text:
        sys.exit(f"{VENV} may not be written to. Give yourself the right to, then run make again.")
    tail = "\n".join(output.strip().splitlines()[-5:])
    sys.exit(f"{what}. The last lines (all of it is in {LOG}):\n{tail}")


def sentence_for(error):
    """What to tell a person about a failing disk or a folder that may not be written to."""
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"{VENV} may not be written to. Give yourself the right to, then run make again."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full: {VENV}. Free about 1 GB, then run make again."
    return f"The set-up in {VENV} did not work ({error})."


def say(sentence):
    print(sentence)
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
