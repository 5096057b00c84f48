"""Invitations, for those who are invited."""

from django.urls import path

from apps.work.views import invitations

invited = [
    path("", invitations.invitations, name="invitations"),
    path("<int:pk>/answer/", invitations.invitation_answer, name="invitation_answer"),
    path("<str:token>/", invitations.invitation, name="invitation"),
]
