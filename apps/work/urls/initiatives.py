"""The policies and initiatives of a workspace."""

from django.urls import path

from apps.work.views import borrowing, spreadsheet
from apps.work.views import initiative_description as description
from apps.work.views import initiative_parts as parts
from apps.work.views import initiative_sight as sight
from apps.work.views import initiatives as views
from apps.work.views import interests as interest

initiatives = [
    path("initiatives/", views.initiative_list, name="initiatives"),
    path("initiatives/log/", views.initiative_log, name="initiative_log"),
    path("initiatives/spreadsheet/", spreadsheet.spreadsheet, name="spreadsheet"),
    path("initiatives/spreadsheet/initiatives.csv", spreadsheet.spreadsheet_csv, name="spreadsheet_csv"),
    path("initiatives/spreadsheet/initiatives.xlsx", spreadsheet.spreadsheet_xlsx, name="spreadsheet_xlsx"),
    path("initiatives/spreadsheet/empty.csv", spreadsheet.spreadsheet_empty_csv, name="spreadsheet_empty_csv"),
    path("initiatives/spreadsheet/empty.xlsx", spreadsheet.spreadsheet_empty_xlsx, name="spreadsheet_empty_xlsx"),
    path("initiatives/spreadsheet/<int:pk>/", spreadsheet.spreadsheet_brought, name="spreadsheet_brought"),
    path("initiatives/borrow/", borrowing.initiatives_borrow, name="initiatives_borrow"),
    path("initiatives/<int:pk>/", views.initiative, name="initiative"),
    path("initiatives/<int:pk>/edit/", views.initiative_edit, name="initiative_edit"),
    path("initiatives/<int:pk>/versions/", views.initiative_versions, name="initiative_versions"),
    path("initiatives/<int:pk>/move/", views.initiative_move, name="initiative_move"),
    path("initiatives/<int:pk>/confirm/", views.initiative_confirm, name="initiative_confirm"),
    path("initiatives/<int:pk>/show/", views.initiative_show, name="initiative_show"),
    path("initiatives/take-up/", sight.initiatives_take_up, name="initiatives_take_up"),
    path("initiatives/<int:pk>/sight/", sight.initiative_sight, name="initiative_sight"),
    path("initiatives/<int:pk>/sight/<int:partner_pk>/take/", sight.sight_take, name="sight_take"),
    path("initiatives/<int:pk>/share/", sight.initiative_share, name="initiative_share"),
    path("initiatives/<int:pk>/interests/add/", interest.interest_declare, name="interest_declare"),
    path(
        "initiatives/<int:pk>/interests/<int:interest_pk>/withdraw/",
        interest.interest_withdraw,
        name="interest_withdraw",
    ),
    path("interests/", interest.interests, name="interests"),
    path("initiatives/<int:pk>/comment/", views.initiative_comment, name="initiative_comment"),
    path("initiatives/<int:pk>/goals/", parts.contribution_set, name="contribution_set"),
    path("initiatives/<int:pk>/goals/<int:goal_pk>/remove/", parts.contribution_remove, name="contribution_remove"),
    path("initiatives/<int:pk>/evidence/add/", parts.evidence_add, name="evidence_add"),
    path("initiatives/<int:pk>/evidence/<int:evidence_pk>/remove/", parts.evidence_remove, name="evidence_remove"),
    path("initiatives/<int:pk>/people/add/", description.involvement_add, name="involvement_add"),
    path(
        "initiatives/<int:pk>/people/<int:involvement_pk>/remove/",
        description.involvement_remove,
        name="involvement_remove",
    ),
    path("initiatives/<int:pk>/documents/add/", description.document_add, name="document_add"),
    path(
        "initiatives/<int:pk>/documents/<int:document_pk>/remove/", description.document_remove, name="document_remove"
    ),
    path("initiatives/<int:pk>/elements/", description.tags_choose, name="tags_choose"),
    path("initiatives/<int:pk>/elements/<int:tag_pk>/remove/", description.tag_remove, name="tag_remove"),
]
