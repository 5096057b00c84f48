"""What is one's own: the way in, one's workspaces, one's notifications, the organisations one belongs to."""

from django.urls import path

from apps.work.views import (
    archive,
    borrowing,
    inviting,
    joining,
    nudges,
    organisation_life,
    organisations,
    own_organisations,
    partnering,
    sign_on,
    together,
    training,
)
from apps.work.views import own as views

own = [
    path("", views.home, name="home"),
    path("enter/", views.enter, name="enter"),
    path("together/", together.together_across, name="together_across"),
    path("borrow/<int:pk>/", borrowing.borrow, name="borrow"),
    path("notifications/", views.notifications, name="notifications"),
    path("nudges/", nudges.nudges, name="nudges"),
    path("notifications/read/", views.notifications_read, name="notifications_read"),
    path("announcements/<int:pk>/dismiss/", views.announcement_dismiss, name="announcement_dismiss"),
    path("organisations/new/", own_organisations.organisation_new, name="organisation_new"),
    path("organisations/<slug:slug>/join/", own_organisations.organisation_join, name="organisation_join"),
    path(
        "organisations/<slug:organisation_slug>/people/invite/",
        inviting.organisation_invite,
        name="organisation_invite",
    ),
    path(
        "organisations/<slug:organisation_slug>/invitations/<int:pk>/again/",
        inviting.organisation_invitation_again,
        name="organisation_invitation_again",
    ),
    path(
        "organisations/<slug:organisation_slug>/invitations/<int:pk>/revoke/",
        inviting.organisation_invitation_revoke,
        name="organisation_invitation_revoke",
    ),
    path(
        "organisations/<slug:organisation_slug>/submit/",
        own_organisations.organisation_submit,
        name="organisation_submit",
    ),
    path(
        "organisations/<slug:organisation_slug>/close/", organisation_life.organisation_close, name="organisation_close"
    ),
    path(
        "organisations/<slug:organisation_slug>/merge/",
        organisation_life.organisation_merge_ask,
        name="organisation_merge_ask",
    ),
    path(
        "organisations/<slug:organisation_slug>/export/",
        organisation_life.organisation_export,
        name="organisation_export",
    ),
    path(
        "organisations/<slug:organisation_slug>/domain/confirm/",
        organisation_life.organisation_domain_confirm,
        name="organisation_domain_confirm",
    ),
    path(
        "organisations/<slug:organisation_slug>/leave/", own_organisations.organisation_leave, name="organisation_leave"
    ),
    path(
        "organisations/<slug:organisation_slug>/people/<int:pk>/role/",
        own_organisations.person_role,
        name="person_role",
    ),
    path("organisations/<slug:organisation_slug>/", organisations.organisation, name="organisation"),
    path("organisations/<slug:organisation_slug>/edit/", organisations.organisation_edit, name="organisation_edit"),
    path("organisations/<slug:organisation_slug>/sign-on/", sign_on.organisation_sign_on, name="organisation_sign_on"),
    path(
        "organisations/<slug:organisation_slug>/sign-on/demand/",
        sign_on.organisation_sign_on_demand,
        name="organisation_sign_on_demand",
    ),
    path(
        "organisations/<slug:organisation_slug>/sign-on/end/",
        sign_on.organisation_sign_on_end,
        name="organisation_sign_on_end",
    ),
    path("organisations/<slug:organisation_slug>/logo/", organisation_life.organisation_logo, name="organisation_logo"),
    path(
        "organisations/<slug:organisation_slug>/logo/remove/",
        organisation_life.organisation_logo_remove,
        name="organisation_logo_remove",
    ),
    path(
        "organisations/<slug:organisation_slug>/place/", organisation_life.organisation_place, name="organisation_place"
    ),
    path(
        "organisations/<slug:organisation_slug>/versions/",
        organisations.organisation_versions,
        name="organisation_versions",
    ),
    path(
        "organisations/<slug:organisation_slug>/workspaces/open/",
        archive.workspace_open,
        name="workspace_open",
    ),
    path("organisations/<slug:organisation_slug>/workspaces/train/", training.training_open, name="training_open"),
    path("organisations/<slug:organisation_slug>/workspaces/", joining.workspaces_ask, name="workspaces_ask"),
    path(
        "organisations/<slug:organisation_slug>/workspaces/requests/<int:pk>/withdraw/",
        joining.request_withdraw,
        name="request_withdraw",
    ),
    path(
        "organisations/<slug:organisation_slug>/workspaces/invitations/<int:pk>/",
        partnering.partnership_answer,
        name="partnership_answer",
    ),
    path("organisations/<slug:organisation_slug>/people/add/", organisations.person_add, name="person_add"),
    path(
        "organisations/<slug:organisation_slug>/people/<int:pk>/remove/",
        organisations.person_remove,
        name="person_remove",
    ),
]
