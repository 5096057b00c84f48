"""Invitations, for those who are invited."""

from django.urls import path

from apps.work.views import invitations

invited = [
    path("", invitations.invitations, name="invitations"),
    path("<int:pk>/answer/", invitations.invitation_answer, name="invitation_answer"),
    path("<int:pk>/accept/", invitations.invitation_accept, name="invitation_accept"),
    path("<int:pk>/decline/", invitations.invitation_decline, name="invitation_decline"),
    path("<str:token>/", invitations.invitation, name="invitation"),
]
