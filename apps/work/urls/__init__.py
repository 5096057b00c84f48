"""Addresses of the work: what is one's own, and everything of a workspace under one prefix."""

from django.urls import include, path

from apps.work.urls.calendar import calendar, calendar_files
from apps.work.urls.course import course
from apps.work.urls.goals import goals
from apps.work.urls.initiatives import initiatives
from apps.work.urls.invitations import invited
from apps.work.urls.own import own
from apps.work.urls.workspaces import workspaces

app_name = "work"
urlpatterns = [
    path("work/", include(own)),
    path("invitations/", include(invited)),
    *calendar_files,
    path("w/<slug:workspace_slug>/", include([*workspaces, *goals, *initiatives, *course, *calendar])),
]
