"""Tests reach nothing but this machine."""

import socket

import pytest


def test_another_machine_cannot_be_reached():
    # pytest-socket warns before it raises, and here warnings are errors.
    with socket.socket() as line, pytest.raises(UserWarning, match="tried to use socket"):
        line.connect(("192.0.2.1", 80))


def test_loopback_can_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as line:
        line.connect(server.getsockname())

        assert line.getpeername() == server.getsockname()


def test_unix_sockets_can_be_reached(tmp_path):
    path = str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server, socket.socket(socket.AF_UNIX) as line:
        server.bind(path)
        server.listen()
        line.connect(path)

        assert line.getpeername() == path
