import pytest

from apps.common.documents import DOCUMENTS, document


def test_two_functions_may_not_make_one_document(monkeypatch):
    monkeypatch.setattr("apps.common.documents.DOCUMENTS", dict(DOCUMENTS))

    @document("some.md")
    def first():
        return "one"

    with pytest.raises(ValueError, match=r"docs/some\.md is made by .*first already"):

        @document("some.md")
        def second():
            return "two"
