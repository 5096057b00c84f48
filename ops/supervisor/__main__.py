"""`make demo`: sets up what is missing, starts web, worker, beat and a broker, and keeps them up until Ctrl-C."""

import argparse
import contextlib
import errno
import os
import socket
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import redis

from apps.accounts.demonstration import DEMO, PASSWORD
from ops.supervisor import trouble
from ops.supervisor.child import ROOT
from ops.supervisor.conductor import Conductor, Stopping, say
from ops.supervisor.guard import PATIENCE_SECONDS
from ops.supervisor.home import Home
from tpi_platform.env import env, env_flag, env_number, load_env_file

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
        sys.exit(trouble.from_error(error, var_dir))


def _run(home: Home, *, only_work: bool) -> None:
    host, port = env("HOST", "127.0.0.1"), env_number("PORT", 8000)
    address = f"http://{host}:{port}/"
    home.take("make worker" if only_work else address)
    if not only_work:
        _wait_for_the_last_one(home, host, port)
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
        say("\nStopping …")
        conductor.stop()
    say("Stopped. What was done is kept.")


def _environment(home: Home, *, only_work: bool) -> dict[str, str]:
    """What the processes are told, over what was set in the environment and in .env."""
    told = {"PYTHONUNBUFFERED": "1", "VAR_DIR": str(home.run_dir.parent)}
    if not only_work:
        told["DEMONSTRATION"] = os.environ.get("DEMONSTRATION") or "yes"
    return {**os.environ, **told}


def _start_work(conductor: Conductor) -> None:
    """The broker, the database, the worker and the beat, each when the one before is ready for it."""
    if url := env("REDIS_URL", ""):
        _insist_on_broker(url)
    else:
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


def _insist_on_broker(url: str) -> None:
    """Whether anything answers at REDIS_URL: without it every wait would be in vain."""
    try:
        with redis.Redis.from_url(url, socket_connect_timeout=5, socket_timeout=5) as line:
            line.ping()
    except (redis.RedisError, ValueError) as error:
        where = urlsplit(url)._replace(netloc=urlsplit(url).netloc.rpartition("@")[2]).geturl()
        sys.exit(f"REDIS_URL is set, and {where} does not answer ({error}). Start it, or take REDIS_URL out.")


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
    say(f"\nThe site is at {address}")
    # Left empty it is on, as `_environment` says.
    if not os.environ.get("DEMONSTRATION") or env_flag("DEMONSTRATION", default=True):
        _introduce()
    else:
        say("  It has no invented people. An account is opened by: manage.py open_account")
    say("Ctrl-C stops it; what you do is kept, and the next start takes seconds.")


def _introduce() -> None:
    say(f"  Sign in as any of these invented people, with the password {PASSWORD}")
    for person in DEMO:
        # Not `who`, which is translated: the supervisor starts no Django.
        what = ", ".join([*map(str, person.roles), person.speaks_for]).strip(", ") or "an account, and no workspace"
        say(f"    {person.email:<25} {person.name}: {what}")


def _wait_for_the_last_one(home: Home, host: str, port: int) -> None:
    """The web server of a site that was killed outright holds its port for some seconds more."""
    patience = time.monotonic() + (PATIENCE_SECONDS + 2 if home.last_was_killed else 0)
    while time.monotonic() < patience:
        with contextlib.suppress(OSError, OverflowError):
            _bind(host, port)
            return
        time.sleep(0.2)


def _insist_on_free_port(host: str, port: int) -> None:
    try:
        if not port:
            raise OverflowError
        _bind(host, port)
    except PermissionError:
        sys.exit(f"Port {port} is only for the system. Choose one above 1023, for example: PORT=9000 make demo")
    except OverflowError:
        sys.exit(f"There is no port {port}. Choose one from 1024 to 65535, for example: PORT=9000 make demo")
    except OSError as error:
        if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
            sys.exit(
                f"HOST is “{host}”, which is no address of this machine. Leave it out to listen on 127.0.0.1 only."
            )
        sys.exit(f"Port {port} is taken by another program. Choose another, for example: PORT=9000 make demo")


def _bind(host: str, port: int) -> None:
    with socket.socket() as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind((host, port))


if __name__ == "__main__":
    main()
