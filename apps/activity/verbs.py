"""Everything that can happen, named once, in the past tense."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verb(TextChoices):
    ACCOUNT_OPENED = "account.opened", _("opened an account")
    ROLE_GIVEN = "role.given", _("gave a role on the platform to")
    ROLE_TAKEN = "role.taken", _("took a role on the platform from")
    ACCOUNT_SUSPENDED = "account.suspended", _("suspended the account of")
    ACCOUNT_UNSUSPENDED = "account.unsuspended", _("opened again the account of")
    ANNOUNCEMENT_MADE = "announcement.made", _("announced")
    ANNOUNCEMENT_ENDED = "announcement.ended", _("took down the announcement")
    ACCOUNT_CHANGED = "account.changed", _("changed the name on the account")
    ACCOUNT_MOVED = "account.moved", _("changed the email address of the account")
    ACCOUNT_LOCKED = "account.locked", _("changed the password of the account")
    ACCOUNT_SESSIONS_ENDED = "account.sessions-ended", _("signed out other browsers of the account")
    ACCOUNT_SECURED = "account.secured", _("asked for a second step at sign-in to the account")
    ACCOUNT_UNSECURED = "account.unsecured", _("took away a second step at sign-in to the account")
    ACCOUNT_PASSKEY_ADDED = "account.passkey-added", _("added a passkey to the account")
    ACCOUNT_PASSKEY_NAMED = "account.passkey-named", _("renamed a passkey of the account")
    ACCOUNT_PASSKEY_REMOVED = "account.passkey-removed", _("removed a passkey from the account")
    ACCOUNT_CONNECTED = "account.connected", _("connected to an organisation’s sign-on the account")
    TERMS_ACCEPTED = "terms.accepted", _("accepted the terms with the account")
    SIGN_ON_NAMED = "sign-on.named", _("named how people sign in with")
    SIGN_ON_DEMANDED = "sign-on.demanded", _("changed whether people must sign in with")
    SIGN_ON_APPROVED = "sign-on.approved", _("approved how people sign in with")
    SIGN_ON_DECLINED = "sign-on.declined", _("declined how people would sign in with")
    SIGN_ON_ENDED = "sign-on.ended", _("ended how people signed in with")
    ACCOUNT_CLOSED = "account.closed", _("closed the account")
    TOKEN_MADE = "token.made", _("made the API token")
    TOKEN_REVOKED = "token.revoked", _("revoked the API token")
    AREAS_LOADED = "areas.loaded", _("loaded the areas")
    REORGANISATION_DRAFTED = "reorganisation.drafted", _("drafted the reorganisation")
    REORGANISATION_CHANGED = "reorganisation.changed", _("changed the draft of the reorganisation")
    REORGANISATION_APPLIED = "reorganisation.applied", _("brought in the reorganisation")
    REORGANISATION_UNDONE = "reorganisation.undone", _("undid the reorganisation")
    HISTORY_RULED = "history.ruled", _("changed how earlier figures of new areas are worked out for")
    BOUNDARIES_LOADED = "boundaries.loaded", _("loaded the boundaries")
    BOUNDARIES_REMOVED = "boundaries.removed", _("removed the boundaries")
    FEATURE_SET = "feature.set", _("featured on the home page")
    FEATURE_ENDED = "feature.ended", _("took down from the home page")
    EDITION_DRAFTED = "edition.drafted", _("drafted the edition")
    EDITION_FROZEN = "edition.frozen", _("froze the edition")
    DELIVERY_STARTED = "delivery.started", _("uploaded the file")
    DELIVERY_MAPPED = "delivery.mapped", _("said how to read the file")
    INDICATOR_ADDED = "indicator.added", _("added the context indicator")
    SOURCE_REGISTERED = "source.registered", _("registered the source")
    SOURCE_CHANGED = "source.changed", _("changed what is said of the source")
    RELEASE_EXPECTED = "release.expected", _("put into the calendar")
    RELEASE_MOVED = "release.moved", _("changed when it is expected")
    RELEASE_CAME = "release.came", _("saw come in, as was expected")
    RELEASE_AWAITED = "release.awaited", _("expects again, as its figures were withdrawn")
    RELEASE_CALLED_OFF = "release.called-off", _("called off")
    IMPORT_STARTED = "import.started", _("uploaded figures")
    IMPORT_ACCEPTED = "import.accepted", _("accepted figures")
    IMPORT_SIGNED = "import.signed", _("signed figures as the first of two")
    IMPORT_HELD = "import.held", _("accepted figures for a time to come")
    IMPORT_RELEASED = "import.released", _("brought held figures into force")
    IMPORT_RETURNED = "import.returned", _("gave held figures back to be checked again")
    IMPORT_LOADED = "import.loaded", _("loaded figures")
    IMPORT_DECLINED = "import.declined", _("declined figures")
    IMPORT_WITHDRAWN = "import.withdrawn", _("withdrew figures")
    EARLY_LET_IN = "early.let-in", _("let someone see figures early")
    EARLY_KEPT_OUT = "early.kept-out", _("took someone off the list of who sees figures early")
    EARLY_SEEN = "early.seen", _("saw figures early")
    ERRATUM_PUBLISHED = "erratum.published", _("told readers of an error in")
    ERRATUM_WITHDRAWN = "erratum.withdrawn", _("took back what was said of an error in")
    DERIVATION_DECLARED = "derivation.declared", _("declared the derivation")
    DERIVATION_CHANGED = "derivation.changed", _("changed the derivation")
    DERIVATION_ENDED = "derivation.ended", _("ended the derivation")
    RUN_STARTED = "run.started", _("started a run")
    RUN_PUBLISHED = "run.published", _("published a run")
    RUN_UNPUBLISHED = "run.unpublished", _("took back the publication of")
    ORGANISATION_OPENED = "organisation.opened", _("opened the organisation")
    ORGANISATION_CHANGED = "organisation.changed", _("changed what is said of the organisation")
    ORGANISATION_PLACED = "organisation.placed", _("changed the sector or the areas of")
    ORGANISATION_PICTURED = "organisation.pictured", _("changed the logo of")
    ORGANISATION_CONFIRMED = "organisation.confirmed", _("confirmed by their own address the email domain of")
    ORGANISATION_UNSETTLED = "organisation.unsettled", _("changed, so that it has to be verified anew,")
    ORGANISATION_JOINED = "organisation.joined", _("added someone to")
    ORGANISATION_LEFT = "organisation.left", _("removed someone from")
    ORGANISATION_ROLE_CHANGED = "organisation.role-changed", _("changed someone’s role in")
    ORGANISATION_VERIFIED = "organisation.verified", _("verified the organisation")
    ORGANISATION_DECLINED = "organisation.declined", _("declined to verify the organisation")
    ORGANISATION_UNVERIFIED = "organisation.unverified", _("took back the verification of")
    ORGANISATION_SUBMITTED = "organisation.submitted", _("asked again to verify the organisation")
    ORGANISATION_DOMAINS_SET = "organisation.domains-set", _("said which email addresses belong to")
    ORGANISATION_COUNCIL_SET = "organisation.council-set", _("said of which area it is the council:")
    ORGANISATION_MERGE_ASKED = "organisation.merge-asked", _("asked for a merger of")
    ORGANISATION_MERGED = "organisation.merged", _("let another organisation become part of")
    ORGANISATION_CLOSED = "organisation.closed", _("closed the organisation")
    ORGANISATION_REOPENED = "organisation.reopened", _("opened again the organisation")
    ORGANISATION_EXPORTED = "organisation.exported", _("downloaded what was written and done for")
    INVITATION_SENT = "invitation.sent", _("invited someone to")
    INVITATION_SENT_AGAIN = "invitation.sent-again", _("sent again an invitation to")
    INVITATION_REVOKED = "invitation.revoked", _("took back an invitation to")
    INVITATION_ACCEPTED = "invitation.accepted", _("accepted an invitation to")
    INVITATION_DECLINED = "invitation.declined", _("declined an invitation to")
    WORKSPACE_OPENED = "workspace.opened", _("opened the workspace")
    WORKSPACE_CHANGED = "workspace.changed", _("changed what the workspace says of itself")
    WORKSPACE_SHOWN = "workspace.shown", _("changed whether the public sees")
    WORKSPACE_FOLLOWED = "workspace.followed", _("took the areas that a reorganisation made into")
    WORKSPACE_RETURNED = "workspace.returned", _("took the areas of a reorganisation that was undone out of")
    WORKSPACE_ARCHIVED = "workspace.archived", _("archived the workspace")
    WORKSPACE_RESTORED = "workspace.restored", _("took out of the archive")
    TRAINING_BEGUN = "training.begun", _("filled with an example, for training,")
    TRAINING_RESET = "training.reset", _("set back to its beginning")
    WORKSPACE_EXPORTED = "workspace.exported", _("downloaded all of")
    PARTNER_ASKED = "partner.asked", _("asked to join")
    PARTNER_DECLINED = "partner.declined", _("declined a request to join")
    PARTNER_INVITED = "partner.invited", _("invited an organisation to take part in")
    ORGANISATION_INVITED = "organisation.invited", _("invited an organisation of yours to take part in")
    PARTNER_INVITATION_ACCEPTED = "partner.invitation-accepted", _("accepted an invitation to take part in")
    PARTNER_INVITATION_DECLINED = "partner.invitation-declined", _("declined an invitation to take part in")
    PARTNER_UNINVITED = "partner.uninvited", _("took back an invitation to take part in")
    PARTNER_UNASKED = "partner.unasked", _("took back a request to join")
    PARTNER_ADDED = "partner.added", _("added the partner")
    PARTNER_REMOVED = "partner.removed", _("removed the partner")
    PARTNER_MERGED = "partner.merged", _("let another organisation become part of the partner")
    PARTNER_SHOWN = "partner.shown", _("changed what the public sees of")
    MEMBER_ADDED = "member.added", _("added a member to")
    MEMBER_CHANGED = "member.changed", _("changed a member’s role in")
    MEMBER_REMOVED = "member.removed", _("removed a member from")
    DEPUTY_NAMED = "deputy.named", _("named who stands in for a member of")
    DEPUTY_ENDED = "deputy.ended", _("ended that someone stands in for a member of")
    HANDED_OVER = "care.handed-over", _("handed over what someone looked after in")
    QUIET_SET = "quiet.set", _("set a quiet period for")
    QUIET_ENDED = "quiet.ended", _("ended a quiet period of")
    GOAL_SET = "goal.set", _("set the goal")
    GOAL_REVISED = "goal.revised", _("changed the goal")
    GOAL_CARRIED = "goal.carried", _("carried over to the area that follows the goal")
    GOAL_CLOSED = "goal.closed", _("closed the goal")
    GOAL_REOPENED = "goal.reopened", _("opened the goal again")
    GOAL_SHOWN = "goal.shown", _("changed whether the public sees the goal")
    GOAL_ASSESSED = "goal.assessed", _("held the goal to newly published figures:")
    GOAL_RETURNED = "goal.returned", _("held the goal to the former figures again, as a publication was taken back:")
    GOAL_MEASURED = "goal.measured", _("held the goal to the figures of its local measure:")
    MEASURE_ADDED = "measure.added", _("added the local measure")
    MEASURE_CHANGED = "measure.changed", _("changed the local measure")
    MEASURE_FILLED = "measure.filled", _("added figures to the local measure")
    MEASURE_CORRECTED = "measure.corrected", _("corrected a figure of the local measure")
    MEASURE_RETIRED = "measure.retired", _("retired the local measure")
    MEASURE_RESUMED = "measure.resumed", _("brought back into use the local measure")
    INITIATIVE_LOGGED = "initiative.logged", _("logged")
    INITIATIVE_CHANGED = "initiative.changed", _("changed")
    INITIATIVE_MOVED = "initiative.moved", _("changed the status of")
    INITIATIVE_CONFIRMED = "initiative.confirmed", _("confirmed as still correct")
    INITIATIVE_LINKED = "initiative.linked", _("changed the goals served by")
    INITIATIVE_SHOWN = "initiative.shown", _("changed whether the public sees")
    INITIATIVE_SHARED = "initiative.shared", _("shared with everyone in the workspace what had been kept:")
    SIGHT_GIVEN = "initiative.sight-given", _("let one more partner see what is kept:")
    SIGHT_TAKEN = "initiative.sight-taken", _("let a partner see no longer what is kept:")
    INTEREST_DECLARED = "interest.declared", _("declared an interest in")
    INTEREST_WITHDRAWN = "interest.withdrawn", _("took back an interest in")
    MILESTONE_ADDED = "milestone.added", _("added a milestone to")
    MILESTONE_REACHED = "milestone.reached", _("reached a milestone of")
    MILESTONE_UNREACHED = "milestone.unreached", _("took back a milestone of")
    EVIDENCE_ADDED = "evidence.added", _("added evidence to")
    EVIDENCE_REMOVED = "evidence.removed", _("removed evidence from")
    INITIATIVE_BORROWED = "initiative.borrowed", _("tells that partners elsewhere began something of their own from")
    CALENDAR_MADE = "calendar.made", _("made a secret calendar address for")
    CALENDAR_REVOKED = "calendar.revoked", _("revoked a secret calendar address for")
    DOCUMENT_ADDED = "document.added", _("added a document to")
    DOCUMENT_REMOVED = "document.removed", _("removed a document from")
    INVOLVED = "involvement.begun", _("said who works on")
    UNINVOLVED = "involvement.ended", _("said who works no longer on")
    INITIATIVE_TAGGED = "initiative.tagged", _("changed which elements are touched by")
    FILE_REFUSED = "file.refused", _("brought a file in which harmful software was found, to")
    MILESTONE_CHANGED = "milestone.changed", _("changed a milestone of")
    MILESTONE_MOVED = "milestone.moved", _("changed the state of a milestone of")
    UPDATE_WRITTEN = "update.written", _("wrote how it goes with")
    DELIVERY_ADDED = "delivery.added", _("added something to count to")
    DELIVERY_COUNTED = "delivery.counted", _("counted what was done by")
    DELIVERY_CORRECTED = "delivery.corrected", _("corrected what was counted of")
    RISK_RAISED = "risk.raised", _("named a risk or a blocker of")
    RISK_CHANGED = "risk.changed", _("changed what is said of a risk or a blocker of")
    RISK_CLOSED = "risk.closed", _("closed a risk or a blocker of")
    RISK_REOPENED = "risk.reopened", _("opened again a risk or a blocker of")
    NUDGES_SET = "account.nudges-set", _("changed whether letters ask how things go, for")
    DEPENDENCY_ADDED = "dependency.added", _("noted something that waits, at")
    DEPENDENCY_ENDED = "dependency.ended", _("noted that something waits no longer, at")
    COMMENT_POSTED = "comment.posted", _("commented on")
    COMMENT_ANSWERED = "comment.answered", _("answered a comment on")
    COMMENT_HIDDEN = "comment.hidden", _("hid a comment on")
    COMMENT_WITHDRAWN = "comment.withdrawn", _("took back a comment on")
    COMMENT_REPORTED = "comment.reported", _("reported a comment on")
    REPORT_DECIDED = "report.decided", _("decided on a comment that was reported, on")
    PACK_ASKED = "pack.asked", _("asked for the board pack")
    PACK_MADE = "pack.made", _("made the board pack")
    PACK_SCHEDULED = "pack.scheduled", _("asked for a board pack every quarter in")
    PACK_SCHEDULE_ENDED = "pack.schedule-ended", _("ended the quarterly board pack in")
    CASE_DRAFTED = "case.drafted", _("drafted the case study")
    CASE_CHANGED = "case.changed", _("changed the case study")
    CASE_SUBMITTED = "case.submitted", _("submitted the case study")
    CASE_SENT_BACK = "case.sent-back", _("sent the case study back to its draft")
    CASE_PUBLISHED = "case.published", _("published the case study")
    CASE_RETIRED = "case.retired", _("retired the case study")


#: The kind of job that tells people of an event.
TELL = "activity.tell"

#: What the people of a scope are told of, as far as they did not do it themselves. The rest is found in the activity.
TOLD = frozenset(
    {
        Verb.MEMBER_ADDED,
        Verb.DEPUTY_NAMED,
        Verb.HANDED_OVER,
        Verb.QUIET_SET,
        Verb.PARTNER_ASKED,
        Verb.ORGANISATION_INVITED,
        Verb.PARTNER_INVITATION_ACCEPTED,
        Verb.PARTNER_INVITATION_DECLINED,
        Verb.ORGANISATION_VERIFIED,
        Verb.ORGANISATION_DECLINED,
        Verb.ORGANISATION_UNVERIFIED,
        Verb.SIGN_ON_APPROVED,
        Verb.SIGN_ON_DECLINED,
        Verb.ORGANISATION_UNSETTLED,
        Verb.ORGANISATION_MERGED,
        Verb.WORKSPACE_FOLLOWED,
        Verb.WORKSPACE_ARCHIVED,
        Verb.WORKSPACE_RESTORED,
        Verb.GOAL_SET,
        Verb.GOAL_REVISED,
        Verb.GOAL_CARRIED,
        Verb.GOAL_CLOSED,
        Verb.GOAL_ASSESSED,
        Verb.GOAL_RETURNED,
        Verb.GOAL_MEASURED,
        Verb.INITIATIVE_LOGGED,
        Verb.INITIATIVE_MOVED,
        Verb.INITIATIVE_SHARED,
        Verb.INITIATIVE_BORROWED,
        Verb.SIGHT_GIVEN,
        Verb.INTEREST_DECLARED,
        Verb.MILESTONE_REACHED,
        Verb.INVOLVED,
        Verb.UPDATE_WRITTEN,
        Verb.COMMENT_POSTED,
        Verb.COMMENT_ANSWERED,
        Verb.PACK_MADE,
        Verb.REPORT_DECIDED,
    }
)

#: What is said otherwise to whoever is told of it, since it was done to them and they are told alone.
TO_YOU = {
    Verb.MEMBER_ADDED: _("took you into"),
    Verb.HANDED_OVER: _("handed over to you what someone looked after in"),
    Verb.DEPUTY_NAMED: _("asked you to stand in for someone in"),
    Verb.INVOLVED: _("said that you work on"),
    Verb.REPORT_DECIDED: _("decided on the comment that you reported, on"),
}

#: Whether the public sees something: said to it always, so that nothing that is hidden stays on a page.
SHOWN = frozenset(
    {
        Verb.ERRATUM_PUBLISHED,
        Verb.ERRATUM_WITHDRAWN,
        Verb.WORKSPACE_SHOWN,
        Verb.WORKSPACE_ARCHIVED,
        Verb.WORKSPACE_RESTORED,
        Verb.QUIET_SET,
        Verb.QUIET_ENDED,
        Verb.PARTNER_SHOWN,
        Verb.GOAL_SHOWN,
        Verb.INITIATIVE_SHOWN,
        Verb.CASE_PUBLISHED,
        Verb.CASE_RETIRED,
    }
)

#: What may change a public page besides a publication of scores: see `activity.queries.seen_version`.
SEEN_BY_THE_PUBLIC = frozenset(
    {
        Verb.ERRATUM_PUBLISHED,
        Verb.ERRATUM_WITHDRAWN,
        Verb.REORGANISATION_APPLIED,
        Verb.REORGANISATION_UNDONE,
        Verb.FEATURE_SET,
        Verb.FEATURE_ENDED,
        Verb.BOUNDARIES_LOADED,
        Verb.BOUNDARIES_REMOVED,
        Verb.HISTORY_RULED,
        Verb.SOURCE_REGISTERED,
        Verb.SOURCE_CHANGED,
        Verb.RELEASE_EXPECTED,
        Verb.RELEASE_MOVED,
        Verb.RELEASE_CAME,
        Verb.RELEASE_AWAITED,
        Verb.RELEASE_CALLED_OFF,
        Verb.ORGANISATION_CHANGED,
        Verb.ORGANISATION_PLACED,
        Verb.ORGANISATION_PICTURED,
        Verb.ORGANISATION_CONFIRMED,
        Verb.ORGANISATION_VERIFIED,
        Verb.ORGANISATION_UNVERIFIED,
        Verb.ORGANISATION_UNSETTLED,
        Verb.ORGANISATION_COUNCIL_SET,
        Verb.ORGANISATION_MERGED,
        Verb.ORGANISATION_CLOSED,
        Verb.ORGANISATION_REOPENED,
        Verb.WORKSPACE_CHANGED,
        Verb.WORKSPACE_FOLLOWED,
        Verb.WORKSPACE_RETURNED,
        Verb.WORKSPACE_SHOWN,
        Verb.WORKSPACE_ARCHIVED,
        Verb.WORKSPACE_RESTORED,
        Verb.QUIET_SET,
        Verb.QUIET_ENDED,
        Verb.PARTNER_REMOVED,
        Verb.PARTNER_MERGED,
        Verb.PARTNER_SHOWN,
        Verb.GOAL_REVISED,
        Verb.GOAL_CARRIED,
        Verb.GOAL_CLOSED,
        Verb.GOAL_REOPENED,
        Verb.GOAL_SHOWN,
        Verb.GOAL_ASSESSED,
        Verb.GOAL_RETURNED,
        Verb.GOAL_MEASURED,
        Verb.MEASURE_CHANGED,
        Verb.INITIATIVE_CHANGED,
        Verb.INITIATIVE_MOVED,
        Verb.INITIATIVE_LINKED,
        Verb.INITIATIVE_SHOWN,
        Verb.CASE_PUBLISHED,
        Verb.CASE_CHANGED,
        Verb.CASE_RETIRED,
    }
)
