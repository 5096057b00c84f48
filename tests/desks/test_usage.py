from datetime import timedelta

from django.utils import timezone

from apps.activity.models import Event
from apps.desks.usage import MONTHS, usage


def test_what_was_done_is_counted_by_month_and_what_is_older_is_not(partnership):
    partnership.goal()
    old = Event.objects.filter(verb="goal.set").latest("pk")
    Event.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=31 * (MONTHS + 1)))
    partnership.goal("smoking")

    found = usage()

    assert len(found.months) == MONTHS
    assert [month.goals for month in found.months] == [1] + [0] * (MONTHS - 1)
    assert found.months[0].begins == timezone.localdate().replace(day=1)
    assert found.active_workspaces == 1


def test_the_page_asks_few_questions(partnership, administrator, signed_in, django_assert_max_num_queries):
    browser = signed_in(administrator)

    with django_assert_max_num_queries(12):
        page = browser.get("/desk/admin/usage/").content.decode()

    assert "Goals set" in page
