"""Figures: the long table of every published value in every vintage, and how each came in."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from apps.activity.models import Versioned
from apps.areas.models import Area, Reorganisation
from apps.background.models import Job
from apps.common import kinds
from apps.common.fields import Prose, Title, WebAddress
from apps.files.models import StoredFile

#: Of the name of a column no more is kept beside a problem.
LONGEST_COLUMN = 100


class Absence(models.TextChoices):
    """Why a figure is missing. What is missing is never filled in."""

    NOT_MEASURED = "not-measured", _("not measured here")
    SUPPRESSED = "suppressed", _("suppressed by the publisher")
    NOT_COMPARABLE = "not-comparable", _("not comparable")
    WITHDRAWN = "withdrawn", _("withdrawn by the publisher")


class Basis(models.TextChoices):
    """How the figure for today's area was reached from what was published."""

    PUBLISHED = "published", _("as published")
    RECODED = "recoded", _("published under the area's former code")
    JOINT = "joint", _("published together with a small neighbour")
    MERGED = "merged", _("worked out from the districts that were merged")
    DISTRICTS = "districts", _("worked out from the county's districts")
    SMALL_AREAS = "small-areas", _("worked out from small areas")
    COMPUTED = "computed", _("worked out from published counts or figures")


class Source(models.Model):
    """A publication that figures come from, in one vintage, in the words of the file that brought it."""

    code = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=300)
    publisher = models.CharField(max_length=200)
    vintage = models.CharField(max_length=60)
    licence = models.CharField(max_length=60)
    attribution = models.TextField()

    def __str__(self) -> str:
        return self.title


@kinds.register("context-indicator")
class ContextIndicator(models.Model):
    """What figures are kept of that no edition scores: context, or what others are divided by.

    An indicator of an edition is an element of it; both are known by their code, which is one's or the other's.
    """

    code = models.SlugField(max_length=60, unique=True)
    name = Title(max_length=120)
    unit = Title(max_length=120)
    upper_only = models.BooleanField(default=False, help_text="It is kept for counties and single-tier areas only.")
    minimum = models.FloatField(null=True, blank=True, help_text="No true value lies below it.")
    maximum = models.FloatField(null=True, blank=True, help_text="No true value lies above it.")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


@kinds.register("delivery", url=lambda delivery: reverse("desks:delivery_detail", args=[delivery.pk]))
class Delivery(models.Model):
    """A file as its publisher or a council gave it out, of one indicator or many, with an import for each of them."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("being read")
        UNMAPPED = "unmapped", _("waiting to be told how to read it")
        READ = "read", _("read")
        REFUSED = "refused", _("not readable")

    #: Whether whoever brought the file was given what waited here already; not kept.
    was_here = False

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    refusal = models.TextField(blank=True, help_text="Why the whole file could not be read.")
    choices = models.JSONField(default=dict, blank=True, help_text="What was chosen of how to read it.")
    table = models.JSONField(default=dict, blank=True, help_text="Its columns, layout, series and notes, as found.")
    fates = models.JSONField(default=dict, blank=True, help_text="How many of its cells became what.")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file.name


class Mapping(models.Model):
    """How tables of one shape are read: what a steward chose is remembered for the next file that looks the same."""

    signature = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the names of its columns, in order.")
    choices = models.JSONField(default=dict)
    changed_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.signature[:12]


@kinds.register("import", url=lambda imported: reverse("desks:import_detail", args=[imported.pk]))
class Import(models.Model):
    """One file of figures on its way in: uploaded, checked, then accepted and loaded, or declined."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("being checked")
        CHECKED = "checked", _("waiting for a decision")
        SIGNED = "signed", _("waiting for a second person")
        HELD = "held", _("accepted, held back for now")
        REFUSED = "refused", _("not readable")
        LOADING = "loading", _("being loaded")
        LOADED = "loaded", _("loaded")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    #: Those that wait for a person.
    TO_DECIDE = (State.CHECKED, State.SIGNED)
    #: Whether whoever brought the file was given what waited here already; not kept.
    was_here = False

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    delivery = models.ForeignKey(Delivery, models.PROTECT, null=True, blank=True, related_name="imports")
    reorganisation = models.ForeignKey(
        Reorganisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="imports",
        help_text="For whose new areas its figures were worked out here; nobody brought them.",
    )
    derivation = models.ForeignKey(
        "Derivation", models.PROTECT, null=True, blank=True, related_name="imports", help_text="By which it was made."
    )
    made_from = models.JSONField(default=dict, blank=True, help_text="Of which imports it was derived.")
    behind = models.JSONField(default=list, blank=True, help_text="Those, and whatever stands behind them in turn.")
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="imports")
    element_code = models.CharField(max_length=60, blank=True)
    release = models.CharField(max_length=60, blank=True, help_text="The publisher's date or name for this release.")
    state = models.CharField(max_length=10, choices=State, default=State.UPLOADED)
    refusal = models.TextField(blank=True, help_text="Why the whole file could not be read.")
    header = models.JSONField(default=dict, blank=True, help_text="What the file says of itself.")
    checked_against = models.CharField(
        max_length=40, blank=True, help_text="What was in force of its indicator when it was checked; see loads_of()."
    )
    revisions = models.JSONField(
        default=list, blank=True, help_text="Some of the revised figures: what was, and what would be."
    )
    rows = models.PositiveIntegerField(default=0)
    new = models.PositiveIntegerField(default=0)
    revised = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True, help_text="When the first of two people signed it.")
    held_until = models.DateTimeField(null=True, blank=True, help_text="Its figures come into force then, not before.")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    loaded_at = models.DateTimeField(null=True, blank=True)
    sequence = models.PositiveIntegerField(
        null=True, blank=True, unique=True, help_text="Order of loading; a later one wins."
    )
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["loaded", "withdrawn"], sequence__isnull=False)
                | ~Q(state__in=["loaded", "withdrawn"]) & Q(sequence__isnull=True),
                name="figures_import_sequence_when_loaded",
            )
        ]

    def __str__(self) -> str:
        return f"{self.element_code or '?'} {self.release}".strip()

    def forget_signature(self) -> None:
        """As if nobody had signed it, nor said until when it is held; not saved."""
        self.signed_by, self.signed_at, self.held_until = None, None, None


class Problem(models.Model):
    """Something wrong, or odd, with one row of an import, or of the delivery that imports were made from."""

    class Severity(models.TextChoices):
        REFUSED = "refused", _("left out")
        WARNED = "warned", _("kept, but look")

    imported = models.ForeignKey(Import, models.CASCADE, null=True, blank=True, related_name="problems")
    delivery = models.ForeignKey(Delivery, models.CASCADE, null=True, blank=True, related_name="problems")
    severity = models.CharField(max_length=8, choices=Severity)
    line = models.PositiveIntegerField()
    column = models.CharField(max_length=LONGEST_COLUMN, blank=True)
    sentence = models.TextField()

    class Meta:
        ordering = ["line", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(imported__isnull=True) ^ Q(delivery__isnull=True), name="figures_problem_of_one_thing"
            )
        ]

    def __str__(self) -> str:
        return f"line {self.line}: {self.sentence}"


class Figure(models.Model):
    """One published value of one indicator for one area and period, in one vintage. Never updated.

    The current figure is that of the loaded import with the highest sequence. Foreign keys carry no constraint in
    the database: rows come in bulk, checked as a set before (docs/adr/0004).
    """

    imported = models.ForeignKey(Import, models.DO_NOTHING, related_name="figures", db_constraint=False, db_index=False)
    area = models.ForeignKey(Area, models.DO_NOTHING, related_name="+", db_constraint=False, db_index=False)
    element_code = models.CharField(max_length=60)
    period = models.CharField(max_length=30, help_text="Start and length, ISO 8601: 2022-01-01/P3Y, or one date.")
    value = models.FloatField(null=True)
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    absence = models.CharField(max_length=16, choices=Absence, blank=True)
    basis = models.CharField(max_length=12, choices=Basis, default=Basis.PUBLISHED)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["element_code", "area", "period", "imported"], name="figures_figure_once"),
            models.CheckConstraint(
                condition=Q(value__isnull=False, absence="") | Q(value__isnull=True) & ~Q(absence=""),
                name="figures_figure_value_or_reason",
            ),
        ]
        indexes = [models.Index(fields=["imported"], name="figures_figure_imported")]

    def __str__(self) -> str:
        return f"{self.element_code} {self.area_id} {self.period}"


class Snapshot(models.Model):
    """The current figures of some indicators, packed, immutable, known by their hash: the engine's only input.

    `areas` fixes the order of areas; each `SnapshotSeries` holds one indicator and period for all of them.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    areas = models.JSONField(help_text="Area codes, in the order of every series.")
    taken_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.sha256[:12]


class SnapshotSeries(models.Model):
    """One indicator and period of a snapshot: float64 little-endian arrays, nan where there is no value."""

    snapshot = models.ForeignKey(Snapshot, models.CASCADE, related_name="series")
    element_code = models.CharField(max_length=60)
    period = models.CharField(max_length=30)
    values = models.BinaryField()
    lower = models.BinaryField(null=True)
    upper = models.BinaryField(null=True)
    notes = models.JSONField(default=dict, help_text="Area code to {absence, basis}, where not simply published.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["snapshot", "element_code", "period"], name="figures_series_once")
        ]

    def __str__(self) -> str:
        return f"{self.element_code} {self.period}"

    def basis_of(self, area_code: str) -> str:
        """How the figure of an area was reached: empty where as published, under its former code too.

        Figures of one area that were reached in two ways cannot be held against each other.
        """
        basis: str = self.notes.get(area_code, {}).get("basis", "")
        return "" if basis in (Basis.PUBLISHED, Basis.RECODED) else basis


class EarlyReader(models.Model):
    """Someone who may see held figures shortly before they come into force, and in what office."""

    imported = models.ForeignKey(Import, models.CASCADE, related_name="early_readers")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    office = Title(max_length=200, help_text="What they are and why they need it; readers see this.")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    seen_at = models.DateTimeField(null=True, blank=True, help_text="When they first looked.")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["imported", "account"], name="figures_early_reader_once"),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.imported}"


@kinds.register("erratum", url=lambda erratum: reverse("explore:erratum", args=[erratum.pk]))
class Erratum(models.Model):
    """An error in figures that readers saw, said with its date wherever they were seen."""

    element_code = models.CharField(max_length=60)
    imported = models.ForeignKey(Import, models.SET_NULL, null=True, blank=True, related_name="errata")
    areas = models.JSONField(default=list, blank=True, help_text="Codes of the areas it is about; none for all.")
    periods = models.JSONField(default=list, blank=True, help_text="The periods it is about; none for all.")
    wrong = Title(max_length=2000, help_text="What was wrong, and for how long.")
    right = Title(max_length=2000, help_text="What is right, and what has been done about it.")
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_because = Title(blank=True, max_length=1000)

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name_plural = "errata"

    def __str__(self) -> str:
        return f"{self.element_code} {self.published_at:%Y-%m-%d}"


@kinds.register("history-rule", url=lambda rule: reverse("desks:history_rule", args=[rule.element_code]))
class HistoryRule(models.Model):
    """How an indicator's figures of areas of before make those of an area that a reorganisation made of them.

    A row is there where a steward chose; else what `apps.figures.history` proposes is in force.
    """

    class Rule(models.TextChoices):
        SUM = "sum", _("added up")
        MEAN = "mean", _("the weighted mean")
        NONE = "none", _("not possible")

    element_code = models.CharField(max_length=60, unique=True)
    rule = models.CharField(max_length=5, choices=Rule)
    weight = models.CharField(
        max_length=60, blank=True, help_text="The indicator by which a mean is weighted; empty: by people."
    )
    why = Prose(_("why"), max_length=500)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["element_code"]
        constraints = [
            models.CheckConstraint(condition=Q(rule="mean") | Q(weight=""), name="figures_historyrule_weighs_means")
        ]

    def __str__(self) -> str:
        return self.element_code


@kinds.register("derivation", url=lambda derivation: reverse("desks:derivation_detail", args=[derivation.pk]))
class Derivation(models.Model):
    """One version of how an indicator is made of others. It is never changed: another version takes its place."""

    class Kind(models.TextChoices):
        RATIO = "ratio", _("one indicator divided by another")
        RATE = "rate", _("a count for so many people")
        GAP = "gap", _("the difference of two indicators")
        SUM = "sum", _("the sum of a county’s districts")
        MEAN = "mean", _("the weighted mean of a county’s districts")

    code = models.SlugField(max_length=60, help_text="The indicator that is made, of an edition or of context.")
    version = models.PositiveIntegerField(default=1)
    kind = models.CharField(max_length=8, choices=Kind)
    inputs = models.JSONField(help_text="The part that it plays to the code of an indicator.")
    factor = models.FloatField(default=1.0, help_text="By what a quotient is multiplied, such as 1,000.")
    reach = models.PositiveSmallIntegerField(default=0, help_text="How many years older the divisor may be.")
    accepted_by_itself = models.BooleanField(default=False, help_text="What follows comes into force undecided.")
    why = Prose(max_length=1000)
    declared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    declared_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = Prose(max_length=1000, blank=True)
    replaced_by = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="replaces")
    outcome = models.TextField(blank=True, help_text="What came of it the last time that it was worked out.")
    worked_at = models.DateTimeField(null=True, blank=True)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["code", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="figures_derivation_version_once"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(ended_at__isnull=True), name="figures_derivation_one_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code}, version {self.version}"


@kinds.register("source", url=lambda source: reverse("desks:source_detail", args=[source.code]))
class RegisteredSource(Versioned):
    """What stewards say of a source, in all its vintages: readers see these words instead of those of its files.

    `code` is the one that files name as their source. A load never changes it.
    """

    WORDS = ("title", "publisher", "licence", "attribution", "url", "contact", "two_people")

    code = models.SlugField(max_length=60, unique=True)
    title = Title(_("title"), max_length=300)
    publisher = Title(_("publisher"), max_length=200)
    licence = Title(_("licence"), max_length=60)
    attribution = Prose(_("attribution"), max_length=2000)
    url = WebAddress(_("where the publisher offers it"), max_length=500, blank=True)
    contact = Title(_("whom to ask"), max_length=200, blank=True)
    two_people = models.BooleanField(_("two people sign off its figures"), default=False)
    one_asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    one_asked_at = models.DateTimeField(
        null=True, blank=True, help_text="When somebody asked that one person be enough; it needs another to agree."
    )
    registered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["publisher", "title", "pk"]

    def __str__(self) -> str:
        return self.title


@kinds.register("expected-release", url=lambda expected: reverse("desks:expected_detail", args=[expected.pk]))
class ExpectedRelease(Versioned):
    """A release that a publisher has said will come, as exactly as it was said: a day, a month or a quarter."""

    WORDS = ("precision", "on", "standing", "note")

    class Precision(models.TextChoices):
        DAY = "day", _("one day")
        MONTH = "month", _("a month")
        QUARTER = "quarter", _("a quarter of a year")

    class Standing(models.TextChoices):
        PROVISIONAL = "provisional", _("provisional")
        CONFIRMED = "confirmed", _("confirmed")

    class State(models.TextChoices):
        EXPECTED = "expected", _("expected")
        CAME = "came", _("came in")
        CALLED_OFF = "called-off", _("called off")

    uid = models.UUIDField(default=uuid4, editable=False, unique=True)
    source = models.ForeignKey(RegisteredSource, models.PROTECT, related_name="expected")
    element_code = models.CharField(max_length=60, blank=True, help_text="Of which indicator; empty: of the source.")
    precision = models.CharField(_("how exactly it is known"), max_length=8, choices=Precision)
    on = models.DateField(_("expected"), help_text="The day, or the first day of the month or quarter.")
    standing = models.CharField(_("how sure"), max_length=12, choices=Standing, default=Standing.PROVISIONAL)
    note = Prose(_("note"), max_length=1000, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.EXPECTED)
    came_with = models.ForeignKey(Import, models.PROTECT, null=True, blank=True, related_name="+")
    ended_on = models.DateField(null=True, blank=True, help_text="When it came in or was called off.")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="expected", ended_on__isnull=True) | ~Q(state="expected") & Q(ended_on__isnull=False),
                name="figures_expectedrelease_ended_has_a_day",
            )
        ]

    def __str__(self) -> str:
        return f"{self.element_code or self.source.title}, {self.on.isoformat()}"
