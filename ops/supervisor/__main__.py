"""`make demo`: sets up what is missing, starts web, worker, beat and a broker, and keeps them up until Ctrl-C."""

import argparse
import errno
import os
import socket
import sys
from pathlib import Path

from apps.accounts.demonstration import DEMO, PASSWORD
from ops.supervisor.child import ROOT
from ops.supervisor.conductor import Conductor, Stopping
from ops.supervisor.home import Home
from tpi_platform.env import env, env_number, load_env_file

FULL = {errno.ENOSPC, errno.EDQUOT}
FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}
MANAGE = [sys.executable, "manage.py"]


def main() -> None:
    """Run until asked to stop; every trouble ends in one sentence and a non-zero exit code."""
    options = argparse.ArgumentParser(prog="python -m ops.supervisor", description=__doc__)
    options.add_argument("--without-web", action="store_true", help="only the broker, a worker and the beat")
    only_work = options.parse_args().without_web
    load_env_file(ROOT / ".env")
    var_dir = Path(env("VAR_DIR", str(ROOT / "var"))).resolve()
    try:
        _run(Home(var_dir), only_work=only_work)
    except OSError as error:
        sys.exit(_sentence_for(error, var_dir))


def _run(home: Home, *, only_work: bool) -> None:
    host, port = env("HOST", "127.0.0.1"), env_number("PORT", 8000)
    address = f"http://{host}:{port}/"
    home.take("make worker" if only_work else address)
    if not only_work:
        _insist_on_free_port(host, port)
    conductor = Conductor(home, _environment(home, only_work=only_work), host, port)
    try:
        _start_work(conductor)
        if not only_work:
            _start_site(conductor)
            home.note_site(address)
            _greet(address)
        conductor.stay_up()
    except Stopping:
        pass
    finally:
        print("\nStopping …", flush=True)
        conductor.stop()
    print("Stopped. What was done is kept.", flush=True)


def _environment(home: Home, *, only_work: bool) -> dict[str, str]:
    """What the processes are told, over what was set in the environment and in .env."""
    told = {"PYTHONUNBUFFERED": "1", "VAR_DIR": str(home.run_dir.parent)}
    if not only_work:
        told["DEMONSTRATION"] = os.environ.get("DEMONSTRATION") or "yes"
    return {**os.environ, **told}


def _start_work(conductor: Conductor) -> None:
    """The broker, the database, the worker and the beat, each when the one before is ready for it."""
    if not env("REDIS_URL", ""):
        conductor.start_valkey()
    conductor.step("migrate", [*MANAGE, "migrate", "--verbosity=0"])
    celery = [sys.executable, "-m", "celery", "--app=tpi_platform"]
    # A term signal gives running jobs six seconds, then hands them back: see CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT.
    conductor.environment["REMAP_SIGTERM"] = "SIGQUIT"
    conductor.keep(
        "worker",
        [*celery, "worker", "--queues=prompt,heavy", "--concurrency=2", "--loglevel=INFO", "--without-gossip",
         "--without-mingle"],
    )  # fmt: skip
    del conductor.environment["REMAP_SIGTERM"]
    schedule = conductor.home.run_dir / "beat-schedule"
    conductor.keep("beat", [*celery, "beat", f"--schedule={schedule}", "--pidfile=", "--loglevel=INFO"])


def _start_site(conductor: Conductor) -> None:
    """The starter figures and their scores, where they are not there yet; then the web server."""
    conductor.step("set_up", [*MANAGE, "set_up"], shown=True)
    if env("DATABASE_URL", ""):
        conductor.step("collectstatic", [*MANAGE, "collectstatic", "--noinput", "--verbosity=0"])
    conductor.keep(
        "web",
        [sys.executable, "-m", "gunicorn", "tpi_platform.wsgi", f"--bind={conductor.host}:{conductor.port}",
         "--worker-class=gthread", "--workers=2", "--threads=4", "--graceful-timeout=3", "--no-control-socket"],
    )  # fmt: skip
    conductor.wait_until(conductor.web_answers, "The site")


def _greet(address: str) -> None:
    print(f"\nThe site is at {address}")
    for person in DEMO:
        print(f"  To sign in as {', '.join(person.roles)}: {person.email}  password {PASSWORD}")
    print("Ctrl-C stops it; what you do is kept, and the next start takes seconds.", flush=True)


def _insist_on_free_port(host: str, port: int) -> None:
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
        except PermissionError:
            sys.exit(f"Port {port} is only for the system. Choose one above 1023, for example: PORT=9000 make demo")
        except OverflowError:
            sys.exit(f"There is no port {port}. Choose one from 1024 to 65535, for example: PORT=9000 make demo")
        except OSError:
            sys.exit(f"Port {port} is taken by another program. Choose another, for example: PORT=9000 make demo")


def _sentence_for(error: OSError, var_dir: Path) -> str:
    if error.errno in FULL:
        return f"The disk is full. Free some space for {var_dir}, then start again; what was done is kept."
    if error.errno in FORBIDDEN:
        return f"This needs to write into {var_dir} and may not. Allow it, or set VAR_DIR to a folder you can write to."
    return f"It could not go on: {error}."


if __name__ == "__main__":
    main()
