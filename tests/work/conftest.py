import pytest


@pytest.fixture
def lead(partnership, signed_in):
    """The browser of the partnership's lead, who speaks for the council."""
    return signed_in(partnership.lead)


@pytest.fixture
def contributor(partnership, signed_in):
    """The browser of a contributor, who speaks for the trust."""
    return signed_in(partnership.contributor)


@pytest.fixture
def viewer(partnership, signed_in):
    """The browser of a viewer, who speaks for the charity."""
    return signed_in(partnership.viewer)
