"""The life of a case study."""

from django.utils.translation import gettext_lazy as _

from apps.common.states import Move, state_table
from apps.practice.models import CaseStudy

CASE_STUDY = state_table(
    "case study",
    dict(CaseStudy.State.choices),
    {
        "submit": Move(("draft",), "submitted", _("Submit it")),
        "send_back": Move(("submitted",), "draft", _("Send it back to its draft")),
        "publish": Move(("submitted",), "published", _("Publish it")),
        "retire": Move(("published",), "retired", _("Retire it")),
    },
)
