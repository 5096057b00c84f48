"""Everything a person may be allowed to do, named once. The label completes the sentence “You may not …”."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Permission(TextChoices):
    INDEX_VIEW = "index.view", _("read the index")
    DESK_VIEW = "desk.view", _("open the steward's desk")
    FIGURES_IMPORT = "figures.import", _("import figures")
    RUN_START = "run.start", _("start a run of the scores")
    RUN_PUBLISH = "run.publish", _("publish a run of the scores")
    EDITION_EDIT = "edition.edit", _("load or freeze an edition of the framework")
    AREAS_EDIT = "areas.edit", _("load the list of areas")
    AREAS_REORGANISE = "areas.reorganise", _("bring in a reorganisation of local government")
    AREAS_BOUNDARIES = "areas.boundaries", _("load the boundaries that maps are drawn from, or remove them")
    ACCOUNT_OPEN = "account.open", _("open an account for someone")
    JOB_RETRY = "job.retry", _("ask for failed work again")
    FILES_STORE = "files.store", _("bring files in")
    FILES_READ = "files.read", _("download files that people brought")
    ORGANISATION_OPEN = "organisation.open", _("open an organisation")
    ORGANISATION_VIEW = "organisation.view", _("see this organisation from within")
    ORGANISATION_EDIT = "organisation.edit", _("change what is said of this organisation")
    ORGANISATION_PEOPLE = "organisation.people", _("say who belongs to this organisation")
    WORKSPACE_OPEN = "workspace.open", _("open a workspace")
    WORKSPACE_VIEW = "workspace.view", _("see this workspace")
    WORKSPACE_EDIT = "workspace.edit", _("change what this workspace says of itself, or whether the public sees it")
    PARTNER_EDIT = "partner.edit", _("add or remove partners of this workspace")
    PARTNER_SHOW = "partner.show", _("decide what the public sees of this organisation’s part")
    MEMBER_EDIT = "member.edit", _("add, change or remove members of this workspace")
    GOAL_EDIT = "goal.edit", _("set or change goals in this workspace")
    GOAL_SHOW = "goal.show", _("decide whether the public sees a goal")
    GOAL_CARRY = "goal.carry", _("carry a goal over to the area that follows its own")
    INITIATIVE_EDIT = "initiative.edit", _("log or change policies and initiatives in this workspace")
    COMMENT_WRITE = "comment.write", _("comment in this workspace")
    COMMENT_HIDE = "comment.hide", _("hide what others wrote in this workspace")
    CURATION_VIEW = "curation.view", _("open the curator’s desk")
    CASE_EDIT = "case.edit", _("write case studies")
    CASE_PUBLISH = "case.publish", _("publish or retire case studies")
