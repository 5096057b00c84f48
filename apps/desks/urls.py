"""Addresses of the desks."""

from django.urls import path

from apps.desks.views import diagnostics, imports, jobs, overview, practice, runs, studies

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
    path("runs/<int:pk>/diagnostics/", diagnostics.run_diagnostics, name="run_diagnostics"),
    path("runs/<int:pk>/progress/", runs.run_progress, name="run_progress"),
    path("runs/<int:pk>/publish/", runs.run_publish, name="run_publish"),
    path("runs/<int:pk>/unpublish/", runs.run_unpublish, name="run_unpublish"),
    path("runs/<int:pk>/study/", studies.run_study, name="run_study"),
    path("practice/candidates/", practice.candidate_list, name="candidates"),
    path("practice/candidates/search/", practice.candidates_search, name="candidates_search"),
    path("practice/candidates/<int:pk>/start/", practice.case_start, name="case_start"),
    path("practice/cases/", practice.case_list, name="cases"),
    path("practice/cases/new/", practice.case_new, name="case_new"),
    path("practice/cases/<int:pk>/", practice.case_detail, name="case_detail"),
    path("practice/cases/<int:pk>/edit/", practice.case_edit, name="case_edit"),
    path("practice/cases/<int:pk>/versions/", practice.case_versions, name="case_versions"),
    path("practice/cases/<int:pk>/submit/", practice.case_submit, name="case_submit"),
    path("practice/cases/<int:pk>/send-back/", practice.case_send_back, name="case_send_back"),
    path("practice/cases/<int:pk>/publish/", practice.case_publish, name="case_publish"),
    path("practice/cases/<int:pk>/retire/", practice.case_retire, name="case_retire"),
    path("jobs/", jobs.job_list, name="jobs"),
    path("jobs/<int:pk>/retry/", jobs.job_retry, name="job_retry"),
]
