"""What is wrong with a file or a cell, in the words that the officer reads."""

from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

REFUSALS = {
    "empty": _("The file is empty."),
    "kind": _("This kind of file is not read. Send the roster as .xlsx, .xls, .csv or a table in .docx."),
    "other_kind": _("The file is not what its name says (%(where)s). Save it anew in that kind and send it again."),
    "doc": _("This is an old Word file (.doc). Save it as .docx and send it again."),
    "scan": _("This is a picture or a PDF; its letters cannot be read. Send the roster as .xlsx, .xls, .csv or .docx."),
    "password": _("The file is protected by a password. Save it without one and send it again."),
    "macros": _("The file holds macros. Save it as .xlsx without macros and send it again."),
    "links": _("The file takes values from other files. Paste them as values, break the links and send it again."),
    "embedded": _("The file holds other files or controls. Remove them and send it again."),
    "bomb": _("The file unpacks to far more than a roster needs; it was not opened."),
    "broken": _(
        "The file is damaged or is not what it says. Open it in Excel or Word, save it anew and send it again."
    ),
    "entities": _("The file declares XML entities, which no office program writes; it was not read."),
    "dde": _("The file starts other programs (DDE). Remove these cells and send it again."),
    "long_cell": _("A cell holds more than 32,767 characters. Shorten it and send the file again."),
    "far_cell": _(
        "Values stand far outside the table (%(where)s). Delete the rows and columns there and send it again."
    ),
    "many_rows": _("The sheet has more rows than Excel allows, most of them empty. Copy the table into a new file."),
    "too_large": _("Reading the file needs too much memory or time. Send it in parts."),
    "crash": _("The file could not be read. Open it in Excel or Word, save it anew and send it again."),
    "no_table": _(
        "There is no table in the file. Put the roster into one, with the names of its columns in the first row."
    ),
    "classified": _("The file carries a classification mark (%(where)s). Such files must not be entered here."),
}

PROBLEMS = {
    "no_head": _("No head row was found. The table needs “Họ và tên” and at least one more known column."),
    "no_name": _("This row has values but no name."),
    "odd_name": _("“%(value)s” does not look like a person's name."),
    "short_name": _("The name “%(value)s” is shortened; write it in full."),
    "lost_letter": _("The name “%(value)s” has lost letters on the way through an old encoding."),
    "damaged_text": _("“%(value)s” was harmed by a wrong conversion of its letters."),
    "formula": _("The cell holds a formula without a value, or an error (%(value)s). Type the value."),
    "not_a_day": _("“%(value)s” is not a day; write day/month/year, like 05/02/2026."),
    "impossible_day": _("“%(value)s” is a day that does not exist."),
    "future_day": _("“%(value)s” lies in the future."),
    "far_day": _("“%(value)s” lies more than a hundred years back."),
    "two_digit_year": _("The year of “%(value)s” has two digits; it was read as %(suggestion)s."),
    "day_precision": _("“%(value)s” names no day; this field needs a whole date."),
    "other_order": _("“%(value)s” does not fit the order of the other days of this column."),
    "born_after_admission": _("The admission (%(value)s) lies before the birth or on the same day."),
    "official_before_admission": _("The official day (%(value)s) lies before the admission or on the same day."),
    "ceremony_before_decision": _("The ceremony (%(value)s) lies before the day from which Party age counts."),
    "young_admission": _("Not yet 18 years old on the day of admission (%(value)s)."),
    "probation_length": _("Admission and official day (%(value)s) are not about 12 months apart."),
    "sex": _("“%(value)s” is no sex; write Nam or Nữ."),
    "two_sexes": _("Both columns, Nam and Nữ, are filled."),
    "education": _("“%(value)s” is no known level of education; the field stays empty."),
    "theory": _("“%(value)s” is no known level of political theory; the field stays empty."),
    "occupation": _("“%(value)s” is no known group of occupation; the field stays empty."),
    "minority": _("“%(value)s” is no known ethnic group; the field stays empty."),
    "identity_zeros": _("The identity number has lost its leading zeros; they were put back."),
    "identity_number": _("An identity number has 12 digits, an old one 9; this one has %(count)s."),
    "identity_rounded": _("The identity number was rounded by Excel (%(value)s). Type it anew as text."),
    "identity_mismatch": _("The identity number does not fit the sex or the year of birth."),
    "phone": _("This is no phone number."),
    "phone_zero": _("The phone number has lost its leading zero; it was put back."),
    "two_phones": _("The cell holds several phone numbers; the first was taken."),
    "two_cards": _("The cell holds several card numbers; the last was taken."),
    "card": _("“%(value)s” is no card number."),
    "card_zeros": _("The card number %(value)s is shorter than the others; it may have lost zeros (%(suggestion)s)."),
    "card_length": _("The card number %(value)s has another length than the others."),
    "struck": _("The row is struck through; leave it out if the member has left."),
    "two_names": _("The cell holds two names; the first was taken, “%(suggestion)s” was not."),
    "second_row": _(
        "The row below holds another name, “%(suggestion)s”; it was taken for a second name of this person."
    ),
    "second_day": _("The cell holds two days (%(value)s); %(suggestion)s was taken."),
    "duplicate_identity": _("The same identity number stands in row %(value)s."),
    "duplicate_card": _("The card number stands in row %(value)s too."),
    "duplicate_person": _("The same name and day of birth stand in row %(value)s."),
    "same_name": _("The same name stands in row %(value)s; the two are kept apart by the day of birth."),
    "left": _("The row says that the member has left (%(value)s). Leave it out if so."),
}

NOTES = {
    "head": _("%(sheet)s: the head stands in row %(row)s."),
    "no_head": _("%(sheet)s: no head found; the sheet was left out."),
    "hidden_sheet": _("%(sheet)s: a hidden sheet; it was left out."),
    "old_sheet": _("%(sheet)s: an old copy by its name; it was left out."),
    "empty_sheet": _("%(sheet)s: empty."),
    "hidden_rows": _("%(sheet)s: %(count)s hidden rows were left out."),
    "encoding": _("%(sheet)s: text in %(name)s was turned into Unicode (%(head)s)."),
    "side_by_side": _("%(sheet)s: %(count)s lists side by side."),
    "skipped_totals": _("%(sheet)s: %(count)s rows of sums were left out."),
    "signatures": _("%(sheet)s: reading ended at row %(row)s, where the signatures begin."),
    "second_rows": _("%(sheet)s: %(count)s second rows of a person were joined to the first."),
    "groups": _("%(sheet)s: %(count)s group rows name the cells."),
    "unread": _("%(sheet)s: columns that were not read: %(head)s."),
    "order": _("%(sheet)s: in “%(head)s” the month stands before the day."),
    "order_by_sheet": _("%(sheet)s: the order of days in “%(head)s” follows the other columns."),
    "counts": _("%(sheet)s: %(count)s stated numbers of persons were compared; %(wrong)s do not agree."),
    "title": _("%(sheet)s: the lines above the table name the cell (%(name)s)."),
    "no_head_row": _("%(sheet)s: no head; the columns were known by what stands in them."),
    "total": _("%(sheet)s, row %(row)s: the file says %(stated)s, %(count)s were read."),
    "order_by_probation": _("%(sheet)s: the order of day and month follows the 12 months of probation."),
    "years_only": _("%(sheet)s: %(count)s days of birth name only a year or a month."),
}

ENCODING_NAMES = {"tcvn3": "TCVN3 (ABC)", "vni": "VNI", "viscii": "VISCII", "vps": "VPS", "utf8": "UTF-8 (cp1252)"}


def refusal(code: str, where: str) -> str:
    """The sentence of a refusal."""
    return str(REFUSALS.get(code, REFUSALS["crash"])) % {"where": where}


def problem(code: str, **values: object) -> str:
    """The sentence of a problem."""
    return _template("problem", code, get_language()) % values


def note(code: str, **values: object) -> str:
    """The sentence of a note."""
    return _template("note", code, get_language()) % values


@cache
def _template(kind: str, code: str, _language: str | None) -> str:
    return str((PROBLEMS if kind == "problem" else NOTES)[code])
