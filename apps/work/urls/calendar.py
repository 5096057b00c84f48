"""The dates of a workspace, and the address that calendars read."""

from django.urls import path

from apps.work.views import calendar as views

calendar = [
    path("calendar/", views.workspace_calendar, name="workspace_calendar"),
    path("calendar/revoke/", views.calendar_revoke, name="calendar_revoke"),
]
calendar_files = [path("calendar/<str:secret>.ics", views.calendar_file, name="calendar_file")]
