"""Which domains say whose people have addresses there."""

import pytest

from apps.accounts.domains import can_be_owned, official_domain, speaks_for


@pytest.mark.parametrize(
    ("sector", "email", "website", "found"),
    [
        ("local-government", "a@leeds.gov.uk", "https://www.leeds.gov.uk/about", "leeds.gov.uk"),
        ("local-government", "A@LEEDS.GOV.UK", "https://LEEDS.gov.uk", "leeds.gov.uk"),
        ("local-government", "a@leeds.gov.uk", "https://leeds.gov.uk.evil.example/", ""),
        ("local-government", "a@leeds.gov.uk", "https://notleeds.gov.uk/", ""),
        ("local-government", "a@leeds.gov.uk", "", ""),
        ("local-government", "a@adults.leeds.gov.uk", "https://leeds.gov.uk", ""),
        ("local-government", "a@service.gov.uk", "https://service.gov.uk", ""),
        ("local-government", "a@gov.uk", "https://www.gov.uk", ""),
        ("local-government", "a@leeds.org.uk", "https://leeds.org.uk", ""),
        ("business", "a@leeds.gov.uk", "https://leeds.gov.uk", ""),
        ("health", "a@leedsth.nhs.uk", "https://leedsth.nhs.uk", "leedsth.nhs.uk"),
        ("health", "a@nhs.net", "https://nhs.net", ""),
        ("education", "a@leeds.ac.uk", "https://leeds.ac.uk", "leeds.ac.uk"),
        ("education", "a@alumni.leeds.ac.uk", "https://leeds.ac.uk", ""),
        ("other", "a@westyorkshire.police.uk", "https://www.westyorkshire.police.uk", "westyorkshire.police.uk"),
        ("local-government", "no address", "https://leeds.gov.uk", ""),
    ],
)
def test_an_official_domain_is_that_of_the_address_and_of_the_website(sector, email, website, found):
    assert official_domain(sector, email, website) == found


@pytest.mark.parametrize(
    ("domain", "name", "speaks"),
    [
        ("leeds.gov.uk", "Leeds City Council", True),
        ("brighton-hove.gov.uk", "Brighton & Hove City Council", True),
        ("cheshireeast.gov.uk", "Cheshire East Council", True),
        ("westyorkshire.police.uk", "West Yorkshire Police", True),
        ("bradford.gov.uk", "Leeds City Council", False),
        ("cambridgeshire.gov.uk", "Cambridge City Council", False),
        ("cambridge.gov.uk", "Cambridgeshire County Council", False),
        ("leedsth.nhs.uk", "Leeds Teaching Hospitals", False),
        ("leeds.ac.uk", "Leeds", False),
        ("leeds.gov.uk", "Council", False),
        ("york.gov.uk", "City of York Council", True),
        ("york.gov.uk", "York NHS Foundation Trust", False),
        ("york.gov.uk", "The York Trust", False),
        ("york.gov.uk", "York Police", False),
        ("york.gov.uk", "York Constabulary", False),
        ("york.nhs.uk", "York NHS Foundation Trust", True),
        ("york.nhs.uk", "City of York Council", False),
        ("york.police.uk", "York Constabulary", True),
        ("york.police.uk", "York Borough Council", False),
    ],
)
def test_a_domain_speaks_for_an_organisation_of_its_very_name(domain, name, speaks):
    assert speaks_for(domain, name) is speaks


@pytest.mark.parametrize("domain", ["nhs.net", "service.gov.uk"])
def test_what_many_organisations_share_belongs_to_none(domain):
    assert not can_be_owned(domain)
