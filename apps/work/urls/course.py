"""How it goes with policies and initiatives: milestones, updates, counts, risks, what is waited for."""

from django.urls import URLPattern, URLResolver, include, path

from apps.work.views import course as views
from apps.work.views import health, risks, rounds
from apps.work.views import milestones as milestone

_of_one = [
    path("milestones/add/", milestone.milestone_add, name="milestone_add"),
    path("milestones/<int:milestone_pk>/change/", milestone.milestone_change, name="milestone_change"),
    path("milestones/<int:milestone_pk>/versions/", milestone.milestone_versions, name="milestone_versions"),
    path("milestones/<int:milestone_pk>/move/", milestone.milestone_move, name="milestone_move"),
    path("milestones/<int:milestone_pk>/reach/", milestone.milestone_reach, name="milestone_reach"),
    path("milestones/<int:milestone_pk>/undo/", milestone.milestone_undo, name="milestone_undo"),
    path("updates/", views.initiative_updates, name="initiative_updates"),
    path("updates/write/", views.update_write, name="update_write"),
    path("measures/add/", views.measure_add, name="delivery_measure_add"),
    path("measures/<int:measure_pk>/", views.measure, name="delivery_measure"),
    path("measures/<int:measure_pk>/count/", views.measure_count, name="delivery_count"),
    path("measures/<int:measure_pk>/counts/<int:count_pk>/correct/", views.measure_correct, name="delivery_correct"),
    path("risks/add/", risks.risk_add, name="risk_add"),
    path("risks/<int:risk_pk>/change/", risks.risk_change, name="risk_change"),
    path("risks/<int:risk_pk>/versions/", risks.risk_versions, name="risk_versions"),
    path("risks/<int:risk_pk>/close/", risks.risk_close, name="risk_close"),
    path("risks/<int:risk_pk>/reopen/", risks.risk_reopen, name="risk_reopen"),
    path("waits/add/", risks.dependency_add, name="dependency_add"),
    path("waits/<int:dependency_pk>/end/", risks.dependency_end, name="dependency_end"),
]
course: list[URLPattern | URLResolver] = [
    path("health/", health.workspace_health, name="workspace_health"),
    path("update/", rounds.updates_round, name="updates_round"),
    path("initiatives/<int:pk>/", include(_of_one)),
]
