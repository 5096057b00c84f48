from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from apps.access.drawing import access_page
from apps.common.state_drawing import states_page


def test_what_is_missing_is_written_and_then_true(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    out = StringIO()

    call_command("write_docs", stdout=out)
    call_command("write_docs", "--check")

    assert (tmp_path / "docs" / "access.md").read_text("utf-8") == access_page()
    assert (tmp_path / "docs" / "states.md").read_text("utf-8") == states_page()
    assert (tmp_path / "docs" / "method.schema.json").exists()
    written = ("access.md", "states.md", "method.schema.json")
    assert out.getvalue() == "".join(f"docs/{name} is written anew.\n" for name in written)


def test_what_is_out_of_date_is_said(tmp_path, settings):
    settings.BASE_DIR = tmp_path
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "access.md").write_text("old", "utf-8")

    with pytest.raises(CommandError, match="docs/access.md is out of date. Run: python manage.py write_docs"):
        call_command("write_docs", "--check")

    assert (tmp_path / "docs" / "access.md").read_text("utf-8") == "old"
