import pytest


@pytest.fixture
def lead(partnership, signed_in):
    """The browser of the partnership's lead."""
    return signed_in(partnership.lead)


@pytest.fixture
def viewer(partnership, signed_in):
    """The browser of someone who may only read."""
    return signed_in(partnership.viewer)
