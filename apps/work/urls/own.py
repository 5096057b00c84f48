"""What is one's own: the way in, one's workspaces, one's notifications."""

from django.urls import path

from apps.work.views import own as views

own = [
    path("", views.home, name="home"),
    path("enter/", views.enter, name="enter"),
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/read/", views.notifications_read, name="notifications_read"),
]
