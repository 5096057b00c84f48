"""The checks that need more than one command."""

from pathlib import Path

import pytest

from ops import checks


def test_every_pin_has_its_hash():
    assert checks._each_pin_has_its_hash() == 0


@pytest.mark.parametrize(
    ("lines", "bare"),
    [
        (["numpy==2.4.6 \\", "--hash=sha256:00"], []),
        (["numpy==2.4.6"], ["numpy==2.4.6"]),
        (["numpy==2.4.6", "redis==8.1.0 \\", "--hash=sha256:00"], ["numpy==2.4.6"]),
    ],
)
def test_a_pin_without_a_hash_is_found(lines, bare):
    assert list(checks._pins_without_hash(lines)) == bare


def test_a_lock_file_is_compared_by_its_pins_and_hashes_alone(tmp_path):
    lock = Path(tmp_path, "requirements.txt")
    lock.write_text("# made by make lock\n\nnumpy==2.4.6 \\\n    --hash=sha256:00\n    # via -r requirements.in\n")

    assert checks._pins(lock) == ["numpy==2.4.6 \\", "--hash=sha256:00"]
