"""The goals of a workspace."""

from django.urls import path

from apps.work.views import goal_carrying, goal_setting
from apps.work.views import goals as views

goals = [
    path("goals/", views.goal_list, name="goals"),
    path("goals/choose/", goal_setting.goal_choose, name="goal_choose"),
    path("goals/set/", goal_setting.goal_set, name="goal_set"),
    path("goals/<int:pk>/", views.goal, name="goal"),
    path("goals/<int:pk>/edit/", views.goal_edit, name="goal_edit"),
    path("goals/<int:pk>/versions/", views.goal_versions, name="goal_versions"),
    path("goals/<int:pk>/close/", views.goal_close, name="goal_close"),
    path("goals/<int:pk>/carry/", goal_carrying.goal_carry, name="goal_carry"),
    path("goals/<int:pk>/reopen/", views.goal_reopen, name="goal_reopen"),
    path("goals/<int:pk>/show/", views.goal_show, name="goal_show"),
    path("goals/<int:pk>/comment/", views.goal_comment, name="goal_comment"),
]
