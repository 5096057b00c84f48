import pytest
from allauth.mfa.models import Authenticator

from apps.access.roles import Role
from apps.accounts.models import User

PEOPLE = "/desk/admin/people/"


@pytest.fixture
def desk(administrator, signed_in):
    return signed_in(administrator)


def page_of(person):
    return f"{PEOPLE}{person.pk}/"


def test_people_are_found_by_name_or_email_or_role(desk, someone):
    someone(Role.STEWARD, name="Hazel Fox", email="hazel@council.example")
    someone(name="Rowan Hare")

    def shown(query):
        page = desk.get(f"{PEOPLE}{query}").content.decode()
        return ("Hazel Fox" in page, "Rowan Hare" in page)

    assert shown("") == (True, True)
    assert shown("?q=hazel+f") == (True, False)
    assert shown("?q=COUNCIL.example") == (True, False)
    assert shown("?role=steward") == (True, False)
    assert shown("?only=suspended") == (False, False)


@pytest.mark.parametrize("query", ["?role=king", "?only=deleted", "?q=%00"])
def test_what_is_not_among_the_choices_is_said_and_lists_all(desk, query, stranger):
    response = desk.get(f"{PEOPLE}{query}")

    assert response.status_code == 422
    assert stranger.name in response.content.decode()


def test_the_list_comes_page_by_page(desk, someone):
    for number in range(60):
        someone(name=f"Zed {number:02}")

    assert "Zed 59" not in desk.get(PEOPLE).content.decode()
    assert "Zed 59" in desk.get(f"{PEOPLE}?page=2").content.decode()


def test_a_role_is_given_from_the_page_of_a_person(desk, stranger):
    response = desk.post(f"{page_of(stranger)}give/", {"role": "curator", "reason": "Joins us."}, follow=True)

    page = response.content.decode()
    assert "Given." in page
    assert "(curator): Joins us." in page
    assert User.objects.get(pk=stranger.pk).platform_roles == ["curator"]


def test_nobody_is_offered_or_gives_themselves_a_role(desk, administrator):
    assert "Give a role" not in desk.get(page_of(administrator)).content.decode()

    response = desk.post(f"{page_of(administrator)}give/", {"role": "steward", "reason": "I want it."})

    assert response.status_code == 422
    assert "Nobody gives themselves a role" in response.content.decode()


@pytest.mark.parametrize("deed", ["give/", "take/", "suspend/"])
def test_without_a_reason_nothing_is_done_and_the_page_says_so(deed, desk, someone):
    person = someone(Role.STEWARD)

    response = desk.post(f"{page_of(person)}{deed}", {"role": "steward" if deed == "take/" else "curator"})

    assert response.status_code == 422
    assert "Say why" in response.content.decode()
    assert User.objects.get(pk=person.pk).platform_roles == ["steward"]


def test_a_suspended_person_is_out_at_once_and_comes_in_again_when_opened(desk, steward, signed_in):
    browser = signed_in(steward)

    desk.post(f"{page_of(steward)}suspend/", {"reason": "Left the council."})
    assert browser.get("/desk/").status_code == 302
    assert "suspended" in desk.get(page_of(steward)).content.decode()

    desk.post(f"{page_of(steward)}unsuspend/", {"reason": "Is back."})
    assert signed_in(steward).get("/desk/").status_code == 200


def test_an_administrator_who_lays_down_the_role_is_led_away_from_the_desk(desk, administrator, someone):
    someone(Role.ADMINISTRATOR)

    response = desk.post(
        f"{page_of(administrator)}take/", {"role": "administrator", "reason": "Moving on."}, follow=True
    )

    assert response.redirect_chain[-1][0] == "/work/"


def test_whoever_signs_in_as_administrator_comes_to_their_desk(desk):
    assert desk.get("/work/enter/", follow=True).redirect_chain[-1][0] == "/desk/admin/"
    assert "There is one only" in desk.get("/desk/admin/").content.decode()


def test_what_is_done_to_accounts_is_not_the_stewards_to_read(desk, steward, stranger, signed_in):
    desk.post(f"{page_of(stranger)}suspend/", {"reason": "Left."})

    assert "suspended the account" not in signed_in(steward).get("/desk/").content.decode()
    assert "suspended the account" in desk.get("/desk/admin/").content.decode()


def test_the_page_of_a_person_says_whether_a_second_step_that_they_need_is_missing(
    administrator, someone, stranger, signed_in, settings
):
    for person in (administrator, holder := someone(Role.STEWARD)):
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    settings.SECOND_STEP = "roles"
    desk = signed_in(administrator)

    assert "<dd>set up</dd>" in desk.get(page_of(holder)).content.decode()
    assert "needed, and not set up" in desk.get(page_of(someone(Role.CURATOR))).content.decode()
    assert "needed, and not set up" not in desk.get(page_of(stranger)).content.decode()
