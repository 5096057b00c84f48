"""The goals of a workspace, and what it measures itself."""

from django.urls import path

from apps.work.views import goal_carrying, goal_setting, local_figures, local_goal_setting, measures
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
    path("measures/", measures.measure_list, name="measures"),
    path("measures/new/", measures.measure_add, name="measure_add"),
    path("measures/<int:pk>/", measures.measure, name="measure"),
    path("measures/<int:pk>/edit/", measures.measure_edit, name="measure_edit"),
    path("measures/<int:pk>/versions/", measures.measure_versions, name="measure_versions"),
    path("measures/<int:pk>/retire/", measures.measure_retire, name="measure_retire"),
    path("measures/<int:pk>/resume/", measures.measure_resume, name="measure_resume"),
    path("measures/<int:pk>/goal/", local_goal_setting.measure_goal_set, name="measure_goal_set"),
    path("measures/<int:pk>/figures/add/", local_figures.figure_add, name="figure_add"),
    path("measures/<int:pk>/figures/paste/", local_figures.figures_paste, name="figures_paste"),
    path("measures/<int:pk>/figures/<int:figure_pk>/correct/", local_figures.figure_correct, name="figure_correct"),
    path("measures/<int:pk>/figures/<int:figure_pk>/take-out/", local_figures.figure_take_out, name="figure_take_out"),
]
