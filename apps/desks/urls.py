"""Addresses of the desks."""

from django.urls import path

from apps.desks.views import imports, jobs, overview, runs

app_name = "desks"
urlpatterns = [
    path("", overview.home, name="home"),
    path("sample/", overview.sample, name="sample"),
    path("sample/with-mistakes/", overview.practice, name="practice"),
    path("imports/", imports.import_list, name="imports"),
    path("imports/new/", imports.import_start, name="import_start"),
    path("imports/<int:pk>/", imports.import_detail, name="import_detail"),
    path("imports/<int:pk>/progress/", imports.import_progress, name="import_progress"),
    path("imports/<int:pk>/accept/", imports.import_accept, name="import_accept"),
    path("imports/<int:pk>/decline/", imports.import_decline, name="import_decline"),
    path("imports/<int:pk>/check/", imports.import_check, name="import_check"),
    path("imports/<int:pk>/withdraw/", imports.import_withdraw, name="import_withdraw"),
    path("runs/", runs.run_list, name="runs"),
    path("runs/start/", runs.run_start, name="run_start"),
    path("runs/<int:pk>/", runs.run_detail, name="run_detail"),
    path("runs/<int:pk>/progress/", runs.run_progress, name="run_progress"),
    path("runs/<int:pk>/publish/", runs.run_publish, name="run_publish"),
    path("jobs/", jobs.job_list, name="jobs"),
    path("jobs/<int:pk>/retry/", jobs.job_retry, name="job_retry"),
]
