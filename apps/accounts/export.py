"""Everything that the platform keeps about one person, as plain data that they can take with them."""

from typing import Any

from allauth.mfa.models import Authenticator

from apps.accounts.models import User
from apps.accounts.queries import organisations_of
from apps.accounts.rooms import rooms
from apps.activity.models import Event, Version
from apps.activity.queries import seen_by
from apps.files.models import StoredFile


def everything_about(person: User) -> dict[str, Any]:
    """The account, where it belongs, what was done, written, brought and told; no secret of any kind."""
    return {
        "account": _account(person),
        "organisations": [
            {"organisation": each.organisation.name, "role": each.role, "since": each.joined_at}
            for each in organisations_of(person)
        ],
        **{room.name: room.told(person) for room in rooms()},
        "done": _done(person),
        "written": list(
            Version.objects.filter(by_id=person.pk)
            .order_by("pk")
            .values("at", "subject_kind", "subject_id", "number", "words", "reason")
        ),
        "files": list(
            StoredFile.objects.filter(stored_by_id=person.pk)
            .order_by("pk")
            .values("name", "media_type", "size", "sha256", "stored_at")
        ),
        "told": list(
            person.notifications.filter(event__in=seen_by(person, Event.objects.all()).values("pk"))
            .order_by("pk")
            .values("verb", "event__at", "event__subject_label", "read_at")
        ),
    }


def _done(person: User) -> list[dict[str, Any]]:
    """What someone did; to what, and what was said of it, as far as it is not kept from them by now."""
    mine = Event.objects.filter(actor_id=person.pk).order_by("pk")
    seen = set(seen_by(person, mine).values_list("pk", flat=True))
    columns = ("at", "verb", "subject_kind", "subject_label", "scope_kind", "scope_id", "details")
    rows = mine.values("pk", *columns)
    return [row if row.pop("pk") in seen else row | {"subject_label": "", "details": {}} for row in rows]


def _account(person: User) -> dict[str, Any]:
    return {
        "name": person.name,
        "email": person.email,
        "roles": person.platform_roles,
        "opened": person.opened_at,
        "terms_sha256": person.terms_sha256,
        "terms_accepted": person.terms_accepted_at,
        "second_step": list(
            Authenticator.objects.filter(user=person).order_by("pk").values("type", "created_at", "last_used_at")
        ),
        "sign_on": list(
            person.connections.values("sign_on__organisation__name", "subject", "connected_at", "last_used_at")
        ),
        "sessions": list(person.sessions.order_by("began_at").values("browser", "place", "began_at", "seen_at")),
        "tokens": list(
            person.tokens.order_by("pk").values("name", "made_at", "expires_at", "last_used_on", "revoked_at")
        ),
        "letters": list(person.letters.order_by("pk").values("kind", "email", "asked_at", "expires_at", "used_at")),
    }
