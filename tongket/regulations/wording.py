"""How the numbers of texts, and what units set for themselves, read in words."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import dates
from tongket.org.models import Office
from tongket.regulations import paper_rules
from tongket.regulations.calendar import FIXED, IS_WORKING
from tongket.regulations.models import LocalValue, Setting, Topic

KEYS = {
    "probation_months": gettext_lazy("months of probation"),
    "committee_from_members": gettext_lazy("members from which a grassroots organisation is a committee"),
    "cell_min_official": gettext_lazy("official members that a cell needs"),
    "cell_committee_from_official": gettext_lazy("official members from which a cell elects a committee"),
    "standing_committee_from": gettext_lazy("committee members from which a standing committee is elected"),
    "term_months": gettext_lazy("months of a term, grassroots and higher"),
    "cell_term_months": gettext_lazy("months of a term, cells under a committee"),
    "min_age": gettext_lazy("youngest age for admission"),
    "max_age": gettext_lazy("age from which admission needs consent"),
    "min_education": gettext_lazy("least education"),
    "over_age_consent": gettext_lazy("who consents to a higher age"),
    "ceremony_working_days": gettext_lazy("working days for the ceremony"),
    "ceremony_counted_from": gettext_lazy("ceremony counted from"),
    "recognition_working_days": gettext_lazy("working days to consider official status"),
    "transfer_start_working_days": gettext_lazy("working days to begin a transfer"),
    "transfer_present_working_days": gettext_lazy("working days to present the papers of a transfer"),
    "notice_working_days": gettext_lazy("working days to report deaths and leavers"),
    "levels": gettext_lazy("levels"),
    "cap_percent": gettext_lazy("most that may be rated excellent, in percent"),
    "cap_percent_outstanding": gettext_lazy("the same for an outstanding unit, in percent"),
    "base_mode": gettext_lazy("what the percent is taken of"),
    "min_one": gettext_lazy("at least one in a small group"),
    "min_months": gettext_lazy("months of membership from which one is rated"),
    "cap_refuses": gettext_lazy("more than that is refused, not only warned of"),
    "excluded": gettext_lazy("who is not rated"),
    "has_quarters": gettext_lazy("rated by the quarter, too"),
    "lower_fulfilled_percent": gettext_lazy("for excellent: units or members below rated fulfilled or better, percent"),
    "lower_good_percent": gettext_lazy("for excellent: units or members below rated good or better, in percent"),
    "common_points": gettext_lazy("most points for the common criteria"),
    "task_points": gettext_lazy("most points for the results of tasks"),
    "exceeded_percent": gettext_lazy("for excellent: tasks done beyond what was asked, in percent"),
    "late_percent": gettext_lazy("for fulfilled: tasks done late, in percent at most"),
    "points": gettext_lazy("points from which each level begins"),
    "organisation_title": gettext_lazy("title of an organisation for a year"),
    "streak_years": gettext_lazy("years of a run"),
    "member_year": gettext_lazy("member, year (times base salary)"),
    "member_five_years_certificate": gettext_lazy("member, five years, certificate (times base salary)"),
    "member_five_years_diploma": gettext_lazy("member, five years, diploma (times base salary)"),
    "cell_year": gettext_lazy("cell, year (times base salary)"),
    "cell_five_years_certificate": gettext_lazy("cell, five years, certificate (times base salary)"),
    "cell_five_years_diploma": gettext_lazy("cell, five years, diploma (times base salary)"),
    "organisation_year": gettext_lazy("organisation, year (times base salary)"),
    "organisation_five_years_diploma": gettext_lazy("organisation, five years, diploma (times base salary)"),
    "organisation_five_years_flag": gettext_lazy("organisation, five years, flag (times base salary)"),
    "shortest_minutes": gettext_lazy("shortest meeting, in minutes"),
    "shortest_minutes_thematic": gettext_lazy("shortest meeting with a theme, in minutes"),
    "attendance_percent": gettext_lazy("attendance asked for, in percent"),
    "themes_per_quarter": gettext_lazy("meetings on a theme in a quarter"),
    "meeting_day": gettext_lazy("day of the month for the meeting"),
    "last_day": gettext_lazy("last day of the month for the meeting"),
    "profile": gettext_lazy("profile of the layout"),
    "certificate_months": gettext_lazy("months for which the certificate of the course holds"),
    "introduced_months": gettext_lazy("months that an introducer has worked together with the candidate"),
    "temporary_from_months": gettext_lazy("least months of a temporary transfer"),
    "temporary_to_months": gettext_lazy("most months of a temporary transfer"),
    "readmission_months": gettext_lazy("months after leaving until readmission"),
    "warn_days": gettext_lazy("days before a deadline from which a warning is shown"),
    "late_transfer_months": gettext_lazy("months after which a transfer slip is reported as late"),
    "file_check_months": gettext_lazy("months between two comparisons of the list with the files"),
    "suspension_days": gettext_lazy("days of a suspension"),
    "suspension_extra_days": gettext_lazy("days by which a suspension is extended once"),
    "resolution": gettext_lazy("resolution of a body"),
    "admission": gettext_lazy("admission, in the cell"),
    "official_status": gettext_lazy("official status, in the cell"),
    "admission_committee": gettext_lazy("admission, in an authorised committee"),
    "admission_other_body": gettext_lazy("admission, in another body that decides"),
    "discipline": gettext_lazy("form of discipline"),
    "expulsion": gettext_lazy("expulsion, proposed by a lower body"),
    "dissolution": gettext_lazy("dissolution, proposed by a lower body"),
    "election": gettext_lazy("election, of those summoned"),
    "congress_attendance": gettext_lazy("attendance that makes a congress valid"),
    "congress_units": gettext_lazy("units represented that make a congress valid"),
    "progress": gettext_lazy("progress after a year rated not fulfilled"),
    "rating": gettext_lazy("rating in the cell"),
    "rating_excellent": gettext_lazy("rating as excellent in the cell"),
    "list_surplus_percent": gettext_lazy("candidates above the number of seats, in percent at most"),
    "years": gettext_lazy("years that a badge is given for"),
    "days": gettext_lazy("days of the year on which badges are given (month-day)"),
    "multiples": gettext_lazy("money by years (times base salary)"),
    "early_months": gettext_lazy("months of an early award"),
    "early_months_from_70": gettext_lazy("months of an early award from 70 years on"),
    "posthumous_months": gettext_lazy("months of a posthumous award"),
    "wait_months_reprimand": gettext_lazy("months to wait after a reprimand"),
    "wait_months_warning": gettext_lazy("months to wait after a warning"),
    "wait_months_removal": gettext_lazy("months to wait after a removal from office"),
    "amount": gettext_lazy("amount a month, in đồng"),
    "small_cell": gettext_lazy("counts of persons below it are not shown"),
    "intermediate_women_from": gettext_lazy("intermediate theory: women from, years"),
    "intermediate_men_from": gettext_lazy("intermediate theory: men from, years"),
    "advanced_women_from": gettext_lazy("advanced theory: women from, years"),
    "advanced_men_from": gettext_lazy("advanced theory: men from, years"),
}
VALUES = {
    "EXCELLENT": gettext_lazy("excellent"),
    "GOOD": gettext_lazy("good"),
    "FULFILLED": gettext_lazy("fulfilled"),
    "NOT_FULFILLED": gettext_lazy("not fulfilled"),
    "EXEMPT": gettext_lazy("exempt members"),
    "SUSPENDED": gettext_lazy("suspended members"),
    "TOO_NEW": gettext_lazy("members admitted too recently"),
    "two_thirds": gettext_lazy("two thirds or more"),
    "over_half": gettext_lazy("more than half"),
    "GOOD_ONLY": gettext_lazy("those rated good"),
    "GOOD_OR_BETTER": gettext_lazy("those rated good or excellent"),
    "received": gettext_lazy("the day the cell receives the decision"),
    "issued": gettext_lazy("the day the decision is issued"),
    "lower secondary": gettext_lazy("lower secondary"),
    "lower secondary or equivalent": gettext_lazy("lower secondary or equivalent"),
    "lower secondary programme completed": gettext_lazy("lower secondary programme completed"),
    "directly under the Centre": gettext_lazy("the committee directly under the Centre"),
    "provincial standing committee": gettext_lazy("the provincial standing committee"),
}
REFERENCES: dict[str, Any] = {  # the date that decides which text of a topic counts. Source: R-REG-02.
    Topic.STATUTE.value: gettext_lazy("day of what happens"),
    Topic.RATING.value: gettext_lazy("year reviewed"),
    Topic.ADMISSION.value: gettext_lazy("day of the cell's vote"),
    Topic.DEADLINES.value: gettext_lazy("day on which the decision was issued or received"),
    Topic.COMMENDATION.value: gettext_lazy("day of the award decision"),
    Topic.INSPECTION.value: gettext_lazy("day on which it is considered"),
    Topic.DISCIPLINE.value: gettext_lazy("day on which it is considered"),
    Topic.CELL_MEETINGS.value: gettext_lazy("day of the meeting"),
    Topic.DOCUMENTS.value: gettext_lazy("day of issue"),
    Topic.VOTES.value: gettext_lazy("day of the vote"),
    Topic.BADGES.value: gettext_lazy("day of the award decision"),
    Topic.BASE_SALARY.value: gettext_lazy("day of the award decision"),
    Topic.TRAINING.value: gettext_lazy("day on which the class opens"),
}
PAPER_KEYS = {
    "names": gettext_lazy("names in the head, letters of the symbol"),
    "place": gettext_lazy("place of issue"),
    "recipients": gettext_lazy("recipients"),
    "signer": gettext_lazy("signer"),
}


def shown(value: Any) -> str:
    """A value in words: numbers as written, codes by their names."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(shown(one) for one in value)
    if isinstance(value, dict):
        return "; ".join(f"{key}: {shown(one)}" for key, one in value.items())
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return str(VALUES.get(value, value))


def key_words(topic: str, key: str) -> str:
    """What a value is about."""
    if topic == Setting.PAPERS:
        return str(PAPER_KEYS.get(key, key))
    if topic == Setting.CALENDAR:
        return next((str(entry.label) for entry in FIXED if entry.key == key), str(_("due day of a report")))
    if topic == Setting.WORKDAYS:
        return str(_("swapped days"))
    if topic == Setting.OUTLINE:
        section = key.partition(":")[2]
        words = _("order of the sections") if section == "order" else _("section %(section)s")
        return str(words) % {"section": section}
    return str(KEYS.get(key, key))


def value_words(topic: str, key: str, value: Any) -> str:
    """What a unit has set, as a reader knows it; lines where it has several."""
    if topic == Setting.PAPERS:
        return _paper_words(key, value)
    if topic == Setting.CALENDAR:
        return dates.dmy(date.fromisoformat(value))
    if topic == Setting.OUTLINE and isinstance(value, list):
        return "\n".join(entry["heading"] for entry in value)
    if topic == Setting.OUTLINE:
        return "\n".join([value["heading"], *value["sentences"]] if value["is_shown"] else [_("left out")])
    if topic == Setting.WORKDAYS:
        words = _("worked") if value[IS_WORKING] else _("day off")
        return f"{words}: {value['note']}" if value["note"] else words
    return shown(value)


def words_of(row: LocalValue) -> str:
    return value_words(row.topic, row.key, row.value)


def _paper_words(key: str, value: Any) -> str:
    if key == "names":
        lines = [value["superior"], value["issuer"], value["symbol"] and f"…/{value['symbol']}"]
    elif key == "recipients":
        lines = [f"- {line}" for line in value]
    elif key == "signer":
        office = Office(value["office"])
        lines = [value["authority"], value["line"] or paper_rules.OFFICE_LINES.get(office, "") or str(office.label)]
    else:
        lines = [str(value)]
    return "\n".join(line for line in lines if line)
