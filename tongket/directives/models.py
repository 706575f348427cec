"""Documents from above that bind units: what was received, when it was studied, what came of it; and our own."""

import uuid

from django.db import models
from django.db.models import F, Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.directives.kinds import Kind
from tongket.directives.rules import DocumentState, cited
from tongket.org.models import Classed, Person, Unit, UnitOwned


class Directive(Classed):
    """One document that binds units. Its day and issuer belong to its name: symbols come again (R-DOC-06)."""

    data_class = "D1"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("Document kind"), max_length=5, choices=Kind)
    number = models.CharField(_("Number"), max_length=10)
    symbol = models.CharField(_("Symbol"), max_length=24)  # "NQ/TU"
    issued_on = models.DateField(_("Issued on"), null=True, blank=True)
    issuer = models.CharField(_("Issuer"), max_length=160)
    subject = models.CharField(_("Subject"), max_length=400)
    subject_fold = models.CharField(max_length=600, db_index=True)  # symbol, subject and issuer, for the search
    term = models.CharField(_("Term of the issuer"), max_length=20, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("Made to carry out")
    )
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        verbose_name = _("directive")
        constraints = [  # the printed symbol is no key: a decision and a regulation may both read 05-QĐ/ĐU
            models.UniqueConstraint(
                fields=["issuer", "kind", "symbol", "number", "issued_on"], name="a_directive_is_registered_once"
            ),
            models.UniqueConstraint(
                fields=["issuer", "kind", "symbol", "number"],
                condition=Q(issued_on__isnull=True),
                name="a_directive_without_a_day_is_registered_once",
            ),
            models.UniqueConstraint(
                fields=["issuer", "term", "kind", "number"],
                condition=~Q(term="") & ~Q(kind=Kind.OTHER),
                name="a_number_is_given_once_in_a_term",
            ),
        ]
        indexes = [models.Index(fields=["issued_on"])]

    def __str__(self) -> str:
        return self.printed

    @property
    def printed(self) -> str:
        """ "08-NQ/TU" """
        return f"{self.number}-{self.symbol}"

    @property
    def cited(self) -> str:
        """ "08-NQ/TU, ngày 25/11/2021 của Tỉnh ủy Sông Mẫu": the reference to it (R-DOC-06)."""
        return cited(self.printed, self.issued_on, self.issuer)

    def get_absolute_url(self) -> str:
        return reverse("directives:record", args=[self.pk])


class DirectiveFile(Classed):
    """The file of a directive. Somebody has confirmed that it is not classified (R-DAT-02)."""

    data_class = "D1"

    directive = models.OneToOneField(Directive, models.CASCADE, primary_key=True, related_name="file")
    name = models.CharField(_("File name"), max_length=160)
    body = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    added_on = models.DateField(_("Added on"))

    class Meta:
        verbose_name = _("file of a directive")

    def __str__(self) -> str:
        return self.name


class Level(TextChoices):
    """Who has to study a directive (R-DIR-01)."""

    EXECUTIVE = "executive", _("the committee")
    ALL_MEMBERS = "all_members", _("all members")
    PUBLIC = "public", _("members and the people")


class StudyMode(TextChoices):
    """In what form a directive is to be studied (R-DIR-01)."""

    CONFERENCE = "conference", _("a conference")
    MEETING = "meeting", _("a cell meeting")
    ONLINE = "online", _("online")
    DOCUMENTS = "documents", _("documents to read")


class Receipt(UnitOwned):
    """A directive as one unit received it. first_studied_on and programme_on are kept by the actions, for the lags.

    to_cover and covered: how many had to study it and how many did, as numbers that the unit confirms (R-DIR-06).
    """

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="receipts", verbose_name=_("Unit"))
    directive = models.ForeignKey(Directive, models.PROTECT, related_name="receipts", verbose_name=_("Directive"))
    received_on = models.DateField(_("Received on"))
    study_due_on = models.DateField(_("To be studied by"), null=True, blank=True)
    needs_programme = models.BooleanField(_("An action programme is asked for"), default=False)
    first_studied_on = models.DateField(_("First studied on"), null=True, blank=True, editable=False)
    programme_on = models.DateField(_("Action programme issued on"), null=True, blank=True, editable=False)
    level = models.CharField(_("Who has to study it"), max_length=11, choices=Level, blank=True)
    study_form = models.CharField(_("In what form"), max_length=10, choices=StudyMode, blank=True)
    programme_due_on = models.DateField(_("Programme to be issued by"), null=True, blank=True)
    carried_out_on = models.DateField(_("Programme carried out on"), null=True, blank=True)
    to_cover = models.PositiveIntegerField(_("Members to cover"), null=True, blank=True)
    covered = models.PositiveIntegerField(_("Members covered"), null=True, blank=True)

    class Meta:
        verbose_name = _("receipt of a directive")
        constraints = [
            models.UniqueConstraint(fields=["directive", "unit"], name="a_unit_receives_a_directive_once"),
            models.CheckConstraint(
                condition=Q(first_studied_on__isnull=True) | Q(first_studied_on__gte=F("received_on")),
                name="a_directive_is_studied_after_its_receipt",
            ),
            models.CheckConstraint(
                condition=Q(study_due_on__isnull=True) | Q(study_due_on__gte=F("received_on")),
                name="a_directive_is_due_after_its_receipt",
            ),
            models.CheckConstraint(
                condition=Q(programme_due_on__isnull=True) | Q(programme_due_on__gte=F("received_on")),
                name="a_programme_is_due_after_the_receipt",
            ),
            models.CheckConstraint(
                condition=Q(covered__isnull=True, to_cover__isnull=True) | Q(covered__lte=F("to_cover")),
                name="no_more_are_covered_than_there_are",
            ),
        ]
        indexes = [models.Index(fields=["unit", "received_on"]), models.Index(fields=["received_on"])]

    def __str__(self) -> str:
        return f"{self.directive_id} {self.unit_id}"

    def get_absolute_url(self) -> str:
        return reverse("directives:receipt", args=[self.pk])


class StudySession(UnitOwned):
    """One session in which a unit studied a directive; attendance is a number, never a list of opinions (R-DIR-06)."""

    data_class = "D1"
    part_of = "receipt"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="sessions")
    held_on = models.DateField(_("Held on"))
    form = models.CharField(_("Form of study"), max_length=80)
    invited = models.PositiveIntegerField(_("Invited"))
    present = models.PositiveIntegerField(_("Present"))
    speaker = models.CharField(_("Speaker"), max_length=120, blank=True)  # the office, not the person

    class Meta:
        verbose_name = _("study session")
        ordering = ["held_on"]
        constraints = [
            models.CheckConstraint(condition=Q(present__lte=F("invited")), name="only_who_was_invited_came_to_study")
        ]

    def __str__(self) -> str:
        return f"{self.receipt_id} {self.held_on}"


class ActionProgramme(UnitOwned):
    """The programme or plan of its own by which a unit carries a directive out."""

    data_class = "D1"
    part_of = "receipt"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="programmes")
    number = models.CharField(_("Number"), max_length=10)
    symbol = models.CharField(_("Symbol"), max_length=24)
    issued_on = models.DateField(_("Issued on"))
    document = models.ForeignKey("OwnDocument", models.PROTECT, null=True, blank=True, related_name="programmes")
    directive = models.OneToOneField(  # what it became for the units under it (R-DIR-04)
        Directive, models.PROTECT, null=True, blank=True, related_name="made_from"
    )

    class Meta:
        verbose_name = _("action programme")
        ordering = ["issued_on"]
        constraints = [
            models.UniqueConstraint(
                fields=["receipt", "number", "symbol", "issued_on"], name="a_programme_is_entered_once"
            )
        ]

    def __str__(self) -> str:
        return self.printed

    @property
    def printed(self) -> str:
        """ "03-CTr/ĐU" """
        return f"{self.number}-{self.symbol}"


class ProgressReview(UnitOwned):
    """An interim or final review (sơ kết, tổng kết) of how a unit carries a directive out, due by a day."""

    data_class = "D1"
    part_of = "receipt"

    class Kind(TextChoices):
        INTERIM = "interim", _("interim review")
        FINAL = "final", _("final review")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    receipt = models.ForeignKey(Receipt, models.PROTECT, related_name="reviews")
    kind = models.CharField(_("Interim or final"), max_length=7, choices=Kind)
    due_on = models.DateField(_("Due on"))
    done_on = models.DateField(_("Held on"), null=True, blank=True)
    document = models.CharField(_("Document"), max_length=60, blank=True)  # number and symbol of its report

    class Meta:
        verbose_name = _("review of a directive")
        ordering = ["due_on"]
        constraints = [
            models.UniqueConstraint(fields=["receipt", "kind", "due_on"], name="a_review_is_asked_for_once"),
            models.UniqueConstraint(
                fields=["receipt"], condition=Q(kind="final"), name="a_directive_has_one_final_review"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"


class OwnDocument(UnitOwned):
    """A document that a unit issues itself; the number comes from the series of its term when it is signed (R-DOC-02).

    A reserved number belongs to a paper that is not held here: no title, no file (R-DOC-03). A void one is not reused.
    """

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="own_documents", verbose_name=_("Unit"))
    kind = models.CharField(_("Document kind"), max_length=5, choices=Kind)
    is_of_congress = models.BooleanField(_("Document of the congress"), default=False)
    state = models.CharField(_("State"), max_length=8, choices=DocumentState, default=DocumentState.DRAFT)
    subject = models.CharField(_("Subject"), max_length=400, blank=True)
    subject_fold = models.CharField(max_length=600, blank=True, db_index=True)
    recipients = models.CharField(_("Recipients"), max_length=300, blank=True)
    override_reason = models.CharField(_("Why this unit issues it"), max_length=300, blank=True)  # R-DOC-04
    series = models.CharField(max_length=5)  # the kind, or ĐH for all documents of a congress
    term_from_on = models.DateField(_("Series from"), null=True, blank=True)
    number = models.PositiveIntegerField(_("Number"), null=True, blank=True)
    symbol = models.CharField(_("Symbol"), max_length=24, blank=True)
    issued_on = models.DateField(_("Issued on"), null=True, blank=True)
    void_reason = models.CharField(_("Why the number is void"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("document of our own")
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "term_from_on", "series", "number"], name="a_number_of_a_series_is_given_once"
            ),
            models.CheckConstraint(
                condition=Q(state="draft", number__isnull=True, term_from_on__isnull=True)
                | Q(number__gte=1, term_from_on__isnull=False, issued_on__isnull=False) & ~Q(state="draft"),
                name="a_number_is_given_at_signing",
            ),
            models.CheckConstraint(
                condition=~Q(state="reserved") | Q(subject="", subject_fold="", recipients=""),
                name="a_reserved_number_says_nothing",
            ),
        ]
        indexes = [models.Index(fields=["unit", "issued_on"])]

    def __str__(self) -> str:
        return self.printed

    @property
    def printed(self) -> str:
        """ "05-BC/ĐU"; before signing what kind it is."""
        return f"{self.number:02d}-{self.symbol}" if self.number else str(self.get_kind_display())

    def get_absolute_url(self) -> str:
        return reverse("directives:document", args=[self.pk])
