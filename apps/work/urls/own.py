"""What is one's own: the way in, one's workspaces, one's notifications, the organisations one belongs to."""

from django.urls import path

from apps.work.views import archive, joining, organisations
from apps.work.views import own as views

own = [
    path("", views.home, name="home"),
    path("enter/", views.enter, name="enter"),
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/read/", views.notifications_read, name="notifications_read"),
    path("announcements/<int:pk>/dismiss/", views.announcement_dismiss, name="announcement_dismiss"),
    path("organisations/<slug:organisation_slug>/", organisations.organisation, name="organisation"),
    path("organisations/<slug:organisation_slug>/edit/", organisations.organisation_edit, name="organisation_edit"),
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
    path("organisations/<slug:organisation_slug>/workspaces/", joining.workspaces_ask, name="workspaces_ask"),
    path(
        "organisations/<slug:organisation_slug>/workspaces/requests/<int:pk>/withdraw/",
        joining.request_withdraw,
        name="request_withdraw",
    ),
    path("organisations/<slug:organisation_slug>/people/add/", organisations.person_add, name="person_add"),
    path(
        "organisations/<slug:organisation_slug>/people/<int:pk>/remove/",
        organisations.person_remove,
        name="person_remove",
    ),
]
