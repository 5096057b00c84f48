"""What looks as if it said who somebody is, and what does not."""

import time

import pytest

from apps.common.personal_data import Finding, Sort, found_in


@pytest.mark.parametrize(
    ("text", "sort", "words"),
    [
        ("Her number is 943 476 5919.", Sort.NHS_NUMBER, "943 476 5919"),
        ("NHS 9434765919, seen in May", Sort.NHS_NUMBER, "9434765919"),
        ("NHS no: 943-476-5919", Sort.NHS_NUMBER, "943-476-5919"),
        ("NI number QQ 12 34 56 C", None, ""),
        ("NI number AB 12 34 56 C", Sort.NATIONAL_INSURANCE, "AB 12 34 56 C"),
        ("ab123456c", Sort.NATIONAL_INSURANCE, "ab123456c"),
        ("She was born on 3 May 1961.", Sort.BIRTH, "born on 3 May 1961"),
        ("DOB: 03/05/1961", Sort.BIRTH, "DOB: 03/05/1961"),
        ("date of birth 1961-05-03", Sort.BIRTH, "date of birth 1961-05-03"),
        ("Mrs Ada Example, 3rd May 1961, was seen", Sort.BIRTH, "Mrs Ada Example, 3rd May 1961"),
        ("Call me on 07700 900123", Sort.PHONE, "07700 900123"),
        ("mobile: +44 7700 900 123.", Sort.PHONE, "+44 7700 900 123"),
        ("(0117) 496 0123", Sort.PHONE, "(0117) 496 0123"),
        ("020 7946 0018", Sort.PHONE, "020 7946 0018"),
        ("Write to ada.example@gmail.com", Sort.EMAIL, "ada.example@gmail.com"),
        ("ada@yahoo.co.uk", Sort.EMAIL, "ada@yahoo.co.uk"),
        ("They live at 4 Mill Lane, LS1 4AP.", Sort.POSTCODE, "LS1 4AP"),
        ("SW1A1AA", Sort.POSTCODE, "SW1A1AA"),
        ("sort code 20-00-00", Sort.BANK, "sort code 20-00-00"),
        ("pay to 20-00-00 12345678", Sort.BANK, "20-00-00 12345678"),
        ("Account number: 12345678", Sort.BANK, "Account number: 12345678"),
        ("GB29 NWBK 6016 1331 9268 19", Sort.BANK, "GB29 NWBK 6016 1331 9268 19"),
    ],
)
def test_what_belongs_to_one_person_is_found(text, sort, words):
    assert found_in(text) == ([Finding(sort, words)] if sort else [])


@pytest.mark.parametrize(
    "text",
    [
        "",
        "From 2019 to 2024, 01-04-2024 to 31-03-2025 and 2024-01-15 2024-02-15.",
        "12,345,678 people, 1234567890 pounds, £943,476,5919 and 0.943476591",
        "9434765918 does not check",
        "0000000000",
        "E06000001, E92000001 and W06000015",
        "https://example.org/943/4765919/07700900123?q=LS1+4AP and www.example.org/9434765919",
        "Ring 0800 123 4567, 0300 123 1234, 0845 46 47 or 111",
        "Write to partnership@ambleton.gov.uk or first.last@nhs.net",
        "The LS1 district, M1 to M62, the A1 and B12 roads",
        "Town Hall opened on 1 April 1974; the Act of 12 June 1999",
        "Mr Example and Dr Sample spoke",
        "Births are up; those born in 2019 start school in 2024",
        "Lot 12-34-56, 20-00-00",
        "Company 01234567, charity 1234567",
        "an account of 12345678 visits",
        "PO1 2ab ZZ9 9ZZ",
        "Grant 07/2024-08/2025, 0.7700900123 per head",
        "the sort codes of councils",
    ],
)
def test_what_is_about_figures_days_areas_and_organisations_is_not_asked_about(text):
    assert found_in(text) == []


def test_findings_come_in_the_order_of_the_text_and_the_same_words_once():
    text = "LS1 4AP, then 07700 900123, and LS1 4AP again"

    assert [each.sort for each in found_in(text)] == [Sort.POSTCODE, Sort.PHONE]


@pytest.mark.parametrize("text", ["x", "9", "0 1 2 3 ", "mr a", "mr ", "a@", "0", "born ", "GB", "https://", "SW1 "])
def test_a_text_of_any_length_is_looked_through_at_once(text):
    began = time.process_time()

    found_in(text * (400_000 // len(text)))

    assert time.process_time() - began < 5
