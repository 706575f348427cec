"""A vote: who stands in its base and why, and the totals of each choice. No row, no time, no order of any ballot."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.org.models import Classed, Person, Unit, UnitOwned
from tongket.votes import rules
from tongket.votes.rules import Decision, Share, Standing, State, Way

LONGEST_NAME, LONGEST_TEXT = 120, 160


class Vote(UnitOwned):
    """One thing voted on by one body on one day. base: how many stand in it; needed: how many votes decide."""

    data_class = "D2"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="votes", verbose_name=_("Unit"))
    decision = models.CharField(_("Kind of decision"), max_length=20, choices=Decision)
    subject = models.CharField(_("What is voted on"), max_length=300)
    held_on = models.DateField(_("Held on"))
    way = models.CharField(_("How"), max_length=13, choices=Way)
    seats = models.PositiveSmallIntegerField(_("Seats"), null=True, blank=True)  # of an election only
    base = models.PositiveIntegerField(_("Base"))
    present = models.PositiveIntegerField(_("Present"))
    share = models.CharField(_("Share needed"), max_length=10, choices=Share)
    needed = models.PositiveIntegerField(_("Votes needed"))
    state = models.CharField(_("State"), max_length=9, choices=State, default=State.OPEN)
    issued = models.PositiveIntegerField(_("Ballots given out"), null=True, blank=True)
    collected = models.PositiveIntegerField(_("Ballots collected"), null=True, blank=True)
    valid = models.PositiveIntegerField(_("Valid ballots"), null=True, blank=True)
    invalid = models.PositiveIntegerField(_("Invalid ballots"), null=True, blank=True)
    counters = models.CharField(_("Counting team"), max_length=300, blank=True)
    counted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(_("Note"), max_length=300, blank=True)  # why it was sent back or cancelled

    class Meta:
        verbose_name = _("vote")
        constraints = [
            models.CheckConstraint(condition=Q(base__gte=F("needed")), name="no_vote_needs_more_than_its_base"),
            models.CheckConstraint(
                condition=Q(collected__isnull=True)
                | Q(collected__lte=F("issued"), issued__lte=F("present"), collected=F("valid") + F("invalid")),
                name="the_ballots_of_a_vote_add_up",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["COUNTED", "CONFIRMED"]) | Q(collected__isnull=False, counted_by__isnull=False),
                name="a_counted_vote_has_its_numbers",
            ),
            models.CheckConstraint(
                condition=~Q(state="CONFIRMED") | (Q(confirmed_by__isnull=False) & ~Q(confirmed_by=F("counted_by"))),
                name="a_second_person_confirms_a_vote",
            ),
        ]
        indexes = [models.Index(fields=["unit", "held_on"]), models.Index(fields=["state"])]

    def __str__(self) -> str:
        return self.subject

    def get_absolute_url(self) -> str:
        return reverse("votes:record", args=[self.pk])

    @property
    def is_election(self) -> bool:
        return self.seats is not None

    @property
    def has_passed(self) -> bool:
        """Whether “for”, or a form of discipline, has the votes that are needed, confirmed by a second person."""
        return self.state == State.CONFIRMED and not self.is_election and self.choices.filter(is_chosen=True).exists()


class BaseRow(Classed):
    """Somebody considered for the base of a vote: in it or not, and why."""

    data_class = "D2"

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="base_rows")
    order = models.PositiveIntegerField()
    name = models.CharField(max_length=LONGEST_NAME)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    is_in = models.BooleanField()
    standing = models.CharField(max_length=13, choices=Standing)
    since_on = models.DateField(null=True, blank=True)  # the day that the standing names
    reason = models.CharField(max_length=LONGEST_TEXT, blank=True)  # in the words of the office, and only then

    class Meta:
        verbose_name = _("person considered for the base of a vote")
        constraints = [
            models.UniqueConstraint(fields=["vote", "order"], name="one_place_in_the_base_of_a_vote"),
            models.CheckConstraint(
                condition=Q(standing=Standing.WRITTEN) & ~Q(reason="") | ~Q(standing=Standing.WRITTEN) & Q(reason=""),
                name="a_written_standing_has_its_words",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def why(self) -> str:
        """Why the person stands in the base or not, in the language of who reads it."""
        return rules.why(self.standing, self.since_on, self.reason)


class Choice(Classed):
    """A choice of a vote, or a candidate of an election, with the total of its votes."""

    data_class = "D2"

    vote = models.ForeignKey(Vote, models.CASCADE, related_name="choices")
    order = models.PositiveSmallIntegerField()
    label = models.CharField(max_length=LONGEST_TEXT)
    votes = models.PositiveIntegerField(null=True, blank=True)
    is_chosen = models.BooleanField(default=False)
    is_tied = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("choice of a vote")
        constraints = [models.UniqueConstraint(fields=["vote", "order"], name="one_place_in_the_choices_of_a_vote")]

    def __str__(self) -> str:
        return self.label
