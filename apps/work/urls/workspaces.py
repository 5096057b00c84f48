"""A workspace: its home, its activity, who is in it, what it says of itself."""

from django.urls import path

from apps.work.views import (
    archive,
    deputies,
    handing_over,
    inviting,
    joining,
    partnering,
    people,
    quiet,
    roadmap,
    together,
    training,
)
from apps.work.views import workspaces as views

workspaces = [
    path("", views.workspace, name="workspace"),
    path("seen/", views.workspace_seen, name="workspace_seen"),
    path("roadmap/", roadmap.roadmap, name="roadmap"),
    path("sectors/", together.sectors, name="sectors"),
    path("activity/", views.activity, name="activity"),
    path("edit/", views.workspace_edit, name="workspace_edit"),
    path("show/", views.workspace_show, name="workspace_show"),
    path("archive/", archive.workspace_archive, name="workspace_archive"),
    path("restore/", archive.workspace_restore, name="workspace_restore"),
    path("reset/", training.training_reset, name="training_reset"),
    path("export/", archive.workspace_export, name="workspace_export"),
    path("comments/<int:pk>/hide/", views.comment_hide, name="comment_hide"),
    path("comments/<int:pk>/withdraw/", views.comment_withdraw, name="comment_withdraw"),
    path("comments/<int:pk>/report/", views.comment_report, name="comment_report"),
    path("people/", people.people, name="people"),
    path("people/add/", people.member_add, name="member_add"),
    path("people/invite/", inviting.workspace_invite, name="workspace_invite"),
    path("invitations/<int:pk>/again/", inviting.workspace_invitation_again, name="workspace_invitation_again"),
    path("invitations/<int:pk>/revoke/", inviting.workspace_invitation_revoke, name="workspace_invitation_revoke"),
    path("people/<int:pk>/role/", people.member_role, name="member_role"),
    path("people/<int:pk>/remove/", people.member_remove, name="member_remove"),
    path("people/handover/", handing_over.handover, name="handover"),
    path("people/<int:pk>/deputy/", deputies.member_deputy, name="member_deputy"),
    path("people/<int:pk>/deputy/<int:deputy_pk>/end/", deputies.member_deputy_end, name="member_deputy_end"),
    path("quiet/", quiet.workspace_quiet, name="workspace_quiet"),
    path("quiet/<int:pk>/end/", quiet.workspace_quiet_end, name="workspace_quiet_end"),
    path("requests/<int:pk>/answer/", joining.request_answer, name="request_answer"),
    path("partners/add/", people.partner_add, name="partner_add"),
    path("partners/invite/", partnering.partner_invite, name="partner_invite"),
    path(
        "partners/invitations/<int:pk>/revoke/",
        partnering.partner_invitation_revoke,
        name="partner_invitation_revoke",
    ),
    path("partners/<int:pk>/show/", people.partner_show, name="partner_show"),
    path("partners/<int:pk>/remove/", people.partner_remove, name="partner_remove"),
]
