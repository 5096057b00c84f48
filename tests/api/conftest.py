import pytest
from django.test import Client


@pytest.fixture
def ask():
    """Asks the API: `ask("areas/", tier="upper")`; the answer of a browser with no cookie and no name."""

    def get(path, headers=None, **query):
        return Client().get(f"/api/v1/{path}", query, headers=headers)

    return get


@pytest.fixture
def problem(ask):
    """Asks what will be refused; checks that the refusal has the form of a problem, and gives its sentence."""

    def refused(path, status, **query):
        response = ask(path, **query)
        body = response.json()
        assert response.status_code == body["status"] == status, body
        assert response.headers["Content-Type"] == "application/problem+json"
        assert set(body) == {"type", "title", "status", "detail"}
        return body["detail"]

    return refused
