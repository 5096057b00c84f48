"""People, and the organisations they belong to."""

from typing import Any, ClassVar

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from apps.access.permissions import Permission
from apps.access.roles import ORGANISATION_ROLES, PLATFORM_ROLES, Role, roles_granting
from apps.accounts.sectors import Sector
from apps.activity.models import Versioned
from apps.areas.models import Area
from apps.common import kinds
from apps.common.fields import Prose, Title, WebAddress


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


@kinds.register("user")
class User(AbstractBaseUser):
    """A person with an account; known by email address, shown by name."""

    email = models.EmailField(_("email address"), unique=True)
    name = Title(_("name"), max_length=120)
    platform_roles = models.JSONField(default=list, blank=True)
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False)
    opened_at = models.DateTimeField(auto_now_add=True)
    terms_sha256 = models.CharField(max_length=64, blank=True, help_text="Which terms they accepted; empty for none.")
    terms_accepted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True, help_text="When its owner closed it, for good.")

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects = UserManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_user_email_once",
                violation_error_message=_("There is already an account with this email address."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def roles_in_force(self) -> list[str]:
        """The roles on the platform that count now: none while a second step is needed and not set up."""
        return [] if self.platform_roles and self.lacks_second_step else self.platform_roles

    @property
    def needs_second_step(self) -> bool:
        """Whether a password alone is not enough for this account. Those of the demonstration are shared."""
        asked_of = {"all": True, "roles": bool(self.platform_roles)}
        return asked_of.get(settings.SECOND_STEP, False) and not self.is_demonstration

    @property
    def lacks_second_step(self) -> bool:
        return self.needs_second_step and not self.has_second_step

    @cached_property
    def has_second_step(self) -> bool:
        """Whether a code or a passkey is asked for at sign-in: then every session of the account has passed it."""
        steps = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
        return Authenticator.objects.filter(user_id=self.pk, type__in=steps).exists()

    def clean(self) -> None:
        super().clean()
        if strangers := set(self.platform_roles) - PLATFORM_ROLES:
            raise ValidationError(
                {"platform_roles": _("Not a role of the platform: %s") % ", ".join(map(str, strangers))}
            )


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def visible_to(self, user: Any) -> "OrganisationQuerySet":
        """Those that `user` sees from within: the list that agrees with can(user, ORGANISATION_VIEW, on=…)."""
        if user is None or user.pk is None:
            return self.none()
        mine = OrganisationPerson.objects.filter(
            person_id=user.pk, role__in=roles_granting(Permission.ORGANISATION_VIEW)
        )
        return self.filter(pk__in=mine.values("organisation_id"))

    def verified(self) -> "OrganisationQuerySet":
        """Those that an administrator, or the operator, or an official domain of their own, vouches for."""
        return self.open().filter(verified_at__isnull=False)

    def open(self) -> "OrganisationQuerySet":
        """Those that are not closed, and did not become part of another."""
        return self.filter(closed_at__isnull=True)

    def waiting(self) -> "OrganisationQuerySet":
        """Those that wait for an administrator to look at them."""
        return self.open().filter(verified_at__isnull=True, declined_at__isnull=True)


@kinds.register("organisation")
class Organisation(Versioned):
    """A council, a trust, a business, a charity: whoever takes part as a body. People hold roles in it."""

    WORDS = ("name", "description", "website")

    name = Title(_("name"), max_length=140)
    slug = models.SlugField(max_length=140, unique=True)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    description = Prose(_("description"), max_length=2000, blank=True)
    website = WebAddress(_("website"), blank=True)
    areas = models.ManyToManyField(Area, blank=True, related_name="organisations", help_text=_("Where it works."))
    council_of = models.ForeignKey(Area, models.PROTECT, null=True, blank=True, related_name="councils")
    is_demonstration = models.BooleanField(default=False, help_text=_("Invented, and marked so wherever it is shown."))
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    verified_at = models.DateTimeField(null=True, blank=True, help_text="The public sees it from then on.")
    declined_at = models.DateTimeField(null=True, blank=True, help_text="An administrator looked, and said no.")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="From then on it does nothing any more.")
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="absorbed",
        help_text="What it became part of; its address leads there.",
    )
    confirmed_domain = models.CharField(
        max_length=253, blank=True, help_text="An official one, of its website and of an organiser’s confirmed address."
    )
    is_verified_by_domain = models.BooleanField(default=False, help_text="And not by an administrator.")
    logo_sha256 = models.CharField(max_length=64, blank=True, help_text="Of its picture, a stored file; else empty.")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(council_of__isnull=True) | models.Q(sector="local-government"),
                name="accounts_organisation_council_is_local_government",
                violation_error_message=_("Only an organisation of local government can be the council of an area."),
            ),
            models.CheckConstraint(
                condition=models.Q(verified_at__isnull=True) | models.Q(declined_at__isnull=True),
                name="accounts_organisation_verified_or_declined",
            ),
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True)
                | models.Q(closed_at__isnull=False) & ~models.Q(merged_into=models.F("pk")),
                name="accounts_organisation_merged_is_closed",
            ),
            models.CheckConstraint(
                condition=models.Q(is_verified_by_domain=False)
                | models.Q(verified_at__isnull=False) & ~models.Q(confirmed_domain=""),
                name="accounts_organisation_verified_by_a_domain",
            ),
            models.UniqueConstraint(
                fields=["confirmed_domain"],
                condition=models.Q(is_verified_by_domain=True),
                name="accounts_organisation_verified_by_domain_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_verified(self) -> bool:
        """Whether someone vouches for it now: for one that is closed nobody does."""
        return self.verified_at is not None and self.closed_at is None

    def roles_of(self, user: Any) -> set[Role]:
        """What `user` is in this organisation."""
        if user is None or user.pk is None:
            return set()
        return {Role(role) for role in self.people.filter(person_id=user.pk).values_list("role", flat=True)}

    def audience(self) -> set[int]:
        """The ids of its people."""
        return set(self.people.values_list("person_id", flat=True))


class OrganisationPerson(models.Model):
    """Someone belongs to an organisation."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="people")
    person = models.ForeignKey(User, models.CASCADE, related_name="belongs_to")
    role = models.CharField(max_length=12, choices=[(role, role.label) for role in sorted(ORGANISATION_ROLES)])
    joined_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "person"], name="accounts_organisationperson_once"),
            models.CheckConstraint(
                condition=models.Q(role__in=sorted(ORGANISATION_ROLES)), name="accounts_organisationperson_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} in {self.organisation_id}"


class OrganisationDomain(models.Model):
    """A domain of email addresses that are an organisation's own: whoever has one of them may join it."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="domains")
    domain = models.CharField(max_length=253)

    class Meta:
        ordering = ["domain"]
        constraints = [
            models.UniqueConstraint(fields=["organisation", "domain"], name="accounts_organisationdomain_once"),
            models.CheckConstraint(
                condition=models.Q(domain=Lower("domain")), name="accounts_organisationdomain_lower_case"
            ),
        ]

    def __str__(self) -> str:
        return self.domain


class SignOnQuerySet(models.QuerySet["SignOn"]):
    def counting(self) -> "SignOnQuerySet":
        """Those that are believed now: approved, of organisations that are verified."""
        return self.filter(approved_at__isnull=False, organisation__in=Organisation.objects.verified())


class SignOn(models.Model):
    """How the people of an organisation sign in with its own provider (OpenID Connect).

    Believed only while an administrator approves it and the organisation is verified. Its secret is encrypted by a
    key made of SECRET_KEY, and never shown again.
    """

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="sign_on")
    issuer = models.CharField(_("issuer"), max_length=300)
    client_id = models.CharField(_("client id"), max_length=255)
    client_secret = models.TextField()
    is_demanded = models.BooleanField(default=False, help_text="Its people with its addresses come in by this only.")
    named_at = models.DateTimeField(auto_now=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    declined_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=1000, blank=True, help_text="Why it was declined.")

    objects = SignOnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_at__isnull=True) | models.Q(declined_at__isnull=True),
                name="accounts_signon_approved_or_declined",
            ),
            models.CheckConstraint(
                condition=models.Q(is_demanded=False) | models.Q(approved_at__isnull=False),
                name="accounts_signon_demanded_once_approved",
            ),
        ]

    def __str__(self) -> str:
        return self.issuer


class Connection(models.Model):
    """Who someone is to their organisation's provider: by the provider's own name for them, never by their address."""

    sign_on = models.ForeignKey(SignOn, models.CASCADE, related_name="connections")
    person = models.ForeignKey(User, models.CASCADE, related_name="connections")
    subject = models.CharField(max_length=255)
    connected_at = models.DateTimeField(auto_now_add=True)
    last_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["sign_on", "subject"], name="accounts_connection_subject_once"),
            models.UniqueConstraint(fields=["sign_on", "person"], name="accounts_connection_person_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} by {self.sign_on_id}"


@kinds.register("api-token")
class ApiToken(models.Model):
    """What a program of someone shows to act for them. Of its secret only the SHA-256 is kept."""

    account = models.ForeignKey(User, models.CASCADE, related_name="tokens")
    name = Title(_("what it is for"), max_length=80)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    last_used_on = models.DateField(null=True, blank=True, help_text="The day only.")
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "name"],
                condition=models.Q(revoked_at__isnull=True),
                name="accounts_apitoken_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Letter(models.Model):
    """A mail of ours, and what its link lets its reader do, once and for a time. Of its secret only the hash is kept.

    It is asked for in the same way whether or not the address has an account; the job that sends the mail finds out.
    """

    class Kind(models.TextChoices):
        SIGN_UP = "sign-up", _("open an account")
        PASSWORD = "password", _("choose a new password")
        EMAIL = "email", _("use another email address")
        PASSWORD_CHANGED = "password-changed", _("the password was changed")
        EMAIL_CHANGED = "email-changed", _("the email address was changed")
        STEP_ON = "step-on", _("a second step was set up")
        STEP_OFF = "step-off", _("the second step was taken away")
        CODES_NEW = "codes-new", _("new recovery codes were made")
        PASSKEY_ADDED = "passkey-added", _("a passkey was added")
        PASSKEY_REMOVED = "passkey-removed", _("a passkey was removed")
        NEW_BROWSER = "new-browser", _("someone signed in with a browser that was not known")

    kind = models.CharField(max_length=20, choices=Kind)
    email = models.EmailField(help_text="Where it is sent.")
    account = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="letters")
    words = models.JSONField(
        default=dict, blank=True, help_text="What its link needs besides; emptied when it is used."
    )
    secret_sha256 = models.CharField(max_length=64, null=True, blank=True, unique=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["expires_at"], name="accounts_letter_expires")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Session(AbstractBaseSession):
    """A browser that someone is signed in with, and where it was last seen: what they look through and end."""

    account = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    browser = models.CharField(max_length=300, blank=True, help_text="As it names itself.")
    place = models.GenericIPAddressField(null=True, help_text="The network address that it was last seen at.")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="To some minutes.")

    class Meta:
        ordering = ["-seen_at"]

    @property
    def number(self) -> int:
        """What it is called in a form: never by its key, with which whoever knows it comes in."""
        return int(self.began_at.timestamp() * 1_000_000)

    @classmethod
    def get_session_store_class(cls) -> Any:
        return import_string("apps.accounts.sessions.SessionStore")
