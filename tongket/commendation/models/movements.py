"""Emulation movements, their models, and the themes of a year or a term."""

from django.db import models
from django.db.models import F, Q, TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tongket.org.models import Unit, UnitOwned


class Movement(UnitOwned):
    """An emulation movement of a unit in a year: how many models were registered and recognised."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    year = models.PositiveSmallIntegerField(_("Year"))
    name = models.CharField(_("Movement"), max_length=200)
    models_registered = models.PositiveIntegerField(_("Models registered"), default=0)
    models_recognised = models.PositiveIntegerField(_("Models recognised"), default=0)

    class Meta:
        verbose_name = _("emulation movement")
        constraints = [
            models.UniqueConstraint(fields=["unit", "year", "name"], name="a_movement_of_a_unit_stands_once_in_a_year"),
            models.CheckConstraint(
                condition=Q(models_recognised__lte=F("models_registered")),
                name="only_registered_models_are_recognised",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class EmulationModel(UnitOwned):
    """A model or good way of working: who registered it, when it was recognised, and where it spread to."""

    data_class = "D1"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    movement = models.ForeignKey(
        Movement, models.PROTECT, null=True, blank=True, related_name="models", verbose_name=_("Movement")
    )
    name = models.CharField(_("Model"), max_length=300)
    author = models.CharField(_("Author"), max_length=200)  # a collective or a person, as the paper names them
    content = models.CharField(_("What it is about"), max_length=500, blank=True)
    registered_on = models.DateField(_("Registered on"))
    recognised_on = models.DateField(_("Recognised on"), null=True, blank=True)
    decision_number = models.CharField(_("Decision"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("model of emulation")
        constraints = [
            models.UniqueConstraint(fields=["unit", "name"], name="a_model_of_a_unit_is_registered_once"),
            models.CheckConstraint(
                condition=Q(recognised_on__isnull=True) | Q(recognised_on__gte=F("registered_on")),
                name="a_model_is_registered_before_it_is_recognised",
            ),
        ]
        indexes = [models.Index(fields=["unit", "registered_on"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("commendation:model", args=[self.pk])


class Spread(UnitOwned):
    """A unit that works by the model of another, or of its own."""

    data_class = "D1"
    part_of = "model"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    model = models.ForeignKey(EmulationModel, models.PROTECT, related_name="spreads", verbose_name=_("Model"))
    from_on = models.DateField(_("Since"))
    result = models.CharField(_("Result"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("unit that follows a model")
        constraints = [models.UniqueConstraint(fields=["model", "unit"], name="a_unit_follows_a_model_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.from_on}"


class Theme(UnitOwned):
    """What a unit sets as the theme of a year or of a term, for all under it."""

    data_class = "D1"

    class Span(TextChoices):
        YEAR = "YEAR", _("theme of the year")
        TERM = "TERM", _("theme of the term")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    span = models.CharField(_("Type"), max_length=4, choices=Span)
    name = models.CharField(_("Chosen theme"), max_length=300)
    from_year = models.PositiveSmallIntegerField(_("From year"))
    to_year = models.PositiveSmallIntegerField(_("To year"))
    document = models.CharField(_("Document"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("theme")
        constraints = [
            models.UniqueConstraint(fields=["unit", "span", "from_year", "name"], name="a_theme_is_set_once"),
            models.CheckConstraint(condition=Q(from_year__lte=F("to_year")), name="a_theme_has_its_years_in_order"),
            models.CheckConstraint(
                condition=Q(span="TERM") | Q(from_year=F("to_year")), name="the_theme_of_a_year_is_for_one_year"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("commendation:theme", args=[self.pk])

    @property
    def period(self) -> str:
        return str(self.from_year) if self.from_year == self.to_year else f"{self.from_year}-{self.to_year}"


class ThemeWork(UnitOwned):
    """What a unit registered to do on a theme, and what it did."""

    data_class = "D1"
    part_of = "theme"

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("Unit"))
    theme = models.ForeignKey(Theme, models.PROTECT, related_name="works", verbose_name=_("Chosen theme"))
    year = models.PositiveSmallIntegerField(_("Year"))
    registered = models.CharField(_("Registered"), max_length=500)
    registered_on = models.DateField(_("Registered on"))
    done = models.CharField(_("Done"), max_length=500, blank=True)
    done_on = models.DateField(_("Done on"), null=True, blank=True)

    class Meta:
        verbose_name = _("work on a theme")
        constraints = [
            models.UniqueConstraint(
                fields=["theme", "unit", "year"], name="a_unit_registers_once_in_a_year_for_a_theme"
            ),
            models.CheckConstraint(
                condition=(Q(done="") & Q(done_on__isnull=True)) | (~Q(done="") & Q(done_on__isnull=False)),
                name="what_was_done_on_a_theme_has_its_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.year}"
