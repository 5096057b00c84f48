"""Files are looked through before they are kept, by a scanner that speaks ClamAV's protocol: here a small real one."""

import socket
import struct
import threading
from contextlib import contextmanager

import pytest
from django.core.checks import run_checks

from apps.activity.models import Event
from apps.activity.verbs import Verb
from apps.common.errors import Refused
from apps.files.actions import recorded_if_harmful, store
from apps.files.clamd import Clamd, Unscanned
from apps.files.models import StoredFile
from apps.files.pieces import PIECE
from apps.files.scanning import Harmful
from tests.records import last_event

#: What the small scanner takes for harmful.
HARMFUL = b"harmful!"


class Scanner:
    """Answers one call after another, as the daemon does; what it was sent is kept."""

    def __init__(self, line, answer):
        self.heard, self.commands, self._line, self._answer = [], [], line, answer
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            try:
                call, _where = self._line.accept()
            except OSError:
                return
            with call:
                self._hear(call)

    def _hear(self, call):
        with call.makefile("rb") as told:
            self.commands.append(told.read(10))
            content = b""
            while size := struct.unpack("!I", told.read(4))[0]:
                content += told.read(size)
            self.heard.append(content)
        call.sendall(self._answer or (b"stream: Test-Virus FOUND\0" if HARMFUL in content else b"stream: OK\0"))


@contextmanager
def listening(family=socket.AF_INET, address=("127.0.0.1", 0), answer=b""):
    with socket.socket(family, socket.SOCK_STREAM) as line:
        line.bind(address)
        line.listen()
        yield Scanner(line, answer), line.getsockname()
        # So that whoever waits for a call waits no more.
        line.shutdown(socket.SHUT_RDWR)


@pytest.fixture
def scanner(settings):
    with listening() as (found, (host, port)):
        settings.FILE_SCANNER = f"tcp://{host}:{port}"
        yield found


def bring(by, content=b"area,value\n", name="a.csv"):
    return recorded_if_harmful(store)(by=by, name=name, media_type="text/csv", content=content)


def finds_something(pieces):
    """A scanner of one's own."""
    return "Something" if b"".join(pieces) else ""


def breaks(_pieces):
    raise OSError("The line is dead.")


def test_what_is_harmless_is_sent_whole_and_kept(scanner, steward):
    content = b"x" * (2 * PIECE + 1)

    assert bring(steward, content).size == len(content)

    assert scanner.commands == [b"zINSTREAM\0"]
    assert scanner.heard == [content]


def test_what_is_harmful_is_not_kept_and_stands_in_the_record(scanner, steward):
    with pytest.raises(Harmful, match=r"“a.csv” was not kept: harmful software was found in it \(Test-Virus\)"):
        bring(steward, b"x" + HARMFUL)

    assert not StoredFile.objects.filter(name="a.csv").exists()
    event = last_event()
    assert (event.verb, event.actor, event.subject_kind) == (Verb.FILE_REFUSED, steward, "user")
    assert event.details == {"said": "a.csv (Test-Virus)", "file": "a.csv", "found": "Test-Virus"}


def test_while_the_scanner_does_not_answer_nothing_is_kept(settings, steward):
    with listening() as (_scanner, (host, port)):
        settings.FILE_SCANNER = f"tcp://{host}:{port}"
    before = Event.objects.count()

    with pytest.raises(
        Refused, match="cannot be checked for harmful software right now, so it was not kept. Try again"
    ):
        bring(steward)

    assert not StoredFile.objects.filter(name="a.csv").exists()
    assert Event.objects.count() == before


def test_it_answers_at_a_unix_socket_too(tmp_path):
    path = str(tmp_path / "clamd.ctl")
    with listening(socket.AF_UNIX, path) as (scanner, _address):
        ask = Clamd(f"unix:{path}")

        assert ask([b"one", b"", b" two"]) == ""
        assert ask([HARMFUL]) == "Test-Virus"

    assert scanner.heard == [b"one two", HARMFUL]
    with pytest.raises(Unscanned, match="could not be reached"):
        Clamd(f"unix:{tmp_path}/nobody")([b"x"])


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR\0", b"UNKNOWN COMMAND\0", b"stream: O", b"stream: OKAY\0", b"\0"]
)
def test_any_other_answer_is_none(answer):
    with listening(answer=answer) as (_scanner, (host, port)):
        ask = Clamd(f"tcp://{host}:{port}")

        with pytest.raises(Unscanned, match="did not say whether it is harmful"):
            ask([b"x"])


def test_what_is_harmful_without_a_name_is_harmful():
    with listening(answer=b"stream: FOUND\0") as (_scanner, (host, port)), pytest.raises(Unscanned):
        Clamd(f"tcp://{host}:{port}")([b"x"])


def test_what_is_no_address_is_none():
    with pytest.raises(ValueError, match="no address of a scanner"):
        Clamd("http://127.0.0.1:3310")


def test_a_scanner_of_ones_own_is_a_dotted_name(settings, steward):
    settings.FILE_SCANNER = f"{__name__}.finds_something"
    with pytest.raises(Harmful, match="Something"):
        bring(steward)

    settings.FILE_SCANNER = f"{__name__}.breaks"
    with pytest.raises(Refused, match="cannot be checked"):
        bring(steward)


def test_without_a_scanner_everything_is_taken_in_and_the_deployment_check_says_so(settings, steward):
    settings.FILE_SCANNER = ""

    assert bring(steward, HARMFUL).pk
    assert "files.I001" in {message.id for message in run_checks(include_deployment_checks=True)}


def test_a_scanner_that_is_not_there_is_an_error_at_the_start(settings, scanner):
    assert not {message.id for message in run_checks(include_deployment_checks=True)} & {"files.I001", "files.E001"}

    settings.FILE_SCANNER = "nowhere.at_all"
    assert "files.E001" in {message.id for message in run_checks()}
