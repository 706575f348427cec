"""A sheet of people as an office fills it in: read, each row checked against the units, the roll and the persons."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import dates, text
from tongket.org import access
from tongket.org.actions.people_sheet import NewPerson, NewRight
from tongket.org.models import Office, Unit
from tongket.org.people_rules import proposed_login
from tongket.org.queries import people as queries
from tongket.org.queries.known import Match, matches
from tongket.pages.forms import OfficeForm
from tongket.pages.upload import MB, UploadField
from tongket.sheets.cells import as_typed
from tongket.sheets.shape import Sheet
from tongket.units.forms import people_rights

MOST_ROWS = 200
ANOTHER = "another"
COLUMNS = {  # key: how the head of the column is written, the first as in the template
    "full_name": ("Họ và tên", "Họ tên"),
    "born_on": ("Ngày sinh",),
    "card_number": ("Số thẻ đảng viên", "Số thẻ"),
    "unit": ("Đơn vị", "Mã đơn vị"),
    "office": ("Chức vụ",),
    "decision": ("Số quyết định", "Quyết định"),
    "from_on": ("Từ ngày", "Giữ chức vụ từ"),
    "login": ("Tên đăng nhập",),
    "rights": ("Quyền",),
}
WITHOUT = {"khong", "-", "x"}  # in the column of the login: no account is wanted


class PeopleSheetForm(OfficeForm):
    file = UploadField(label=gettext_lazy("Sheet of people"), endings=(".xlsx",), most_bytes=5 * MB)


@dataclass
class SheetRow:
    """One row: as typed, what it means, what is wrong with it, and whom it may mean."""

    number: int
    typed: Mapping[str, str]
    errors: list[str] = field(default_factory=list)
    matches: list[Match] = field(default_factory=list)
    chosen: str = ""
    rights: list[NewRight] = field(default_factory=list)
    new: NewPerson | None = None

    @property
    def rights_in_words(self) -> list[str]:
        """Each right with its unit, and whether it waits for somebody else."""
        waits = _("%(right)s over %(unit)s, once the second person has confirmed it")
        words = {True: waits, False: _("%(right)s over %(unit)s")}
        return [
            words[right.needs_second] % {"right": right.domain.label, "unit": right.unit.place.short_name}
            for right in self.rights
        ]

    @property
    def is_asked(self) -> bool:
        return bool(self.matches) and not self.chosen

    @property
    def name(self) -> str:
        return f"person-{self.number}"


def rows_of(sheets: Sequence[Sheet]) -> list[dict[str, str]]:
    """The rows of the first sheet that has the head, each with its number as Excel counts under `row`.

    Raises ValueError with a sentence where no head is found, or there are too many rows.
    """
    heads = {text.fold(label): key for key, labels in COLUMNS.items() for label in labels}
    for sheet in sheets:
        for at, cells in enumerate(sheet.rows[:20]):
            columns = {heads.get(text.fold(_typed(cell)), ""): column for column, cell in enumerate(cells)}
            if {"full_name", "unit"} <= columns.keys():
                columns.pop("", None)
                return _rows_under(sheet, at, columns)
    raise ValueError(_("No head with the columns “Họ và tên” and “Đơn vị” was found: take the template."))


def _rows_under(sheet: Sheet, at: int, columns: Mapping[str, int]) -> list[dict[str, str]]:
    rows = []
    for number, cells in enumerate(sheet.rows[at + 1 :], start=at + 2):
        row = {key: _typed(cells[column]) if column < len(cells) else "" for key, column in columns.items()}
        if any(row.values()):
            rows.append({**row, "row": str(number)})
    if len(rows) > MOST_ROWS:
        raise ValueError(_("The sheet holds more than %(most)s people: send it in parts.") % {"most": MOST_ROWS})
    return rows


def _typed(cell: Any) -> str:
    if isinstance(cell, datetime | date):
        return dates.dmy(cell.date() if isinstance(cell, datetime) else cell)
    return text.clean(as_typed(cell))[:200]


def check(
    rows: Sequence[Mapping[str, str]], chosen: Mapping[str, str], reader: access.Reader, *, on: date
) -> list[SheetRow]:
    """Each row with its errors and, where somebody of the name is known, whom it may mean (S-15).

    chosen: the answers to who is meant, by the name of the question.
    """
    units = _units(reader, on)
    offices = _offices()
    taken = queries.taken_logins()
    seen: dict[str, int] = {}
    checked = []
    for typed in rows:
        row = SheetRow(int(typed["row"]), typed)
        values = _values(row, units, offices)
        full_name = typed.get("full_name", "")
        if len(full_name.split()) < 2:
            row.errors.append(_("Enter the family name and the given name."))
        else:
            _find(row, chosen, reader, on, born_on=values["born_on"])
        earlier = seen.setdefault(text.fold(full_name), row.number)
        if earlier != row.number:
            words = _("Row %(number)s has the same name: enter this one by hand afterwards.")
            row.errors.append(words % {"number": earlier})
        _finish(row, values, taken, units, reader, on)
        checked.append(row)
    return checked


def _units(reader: access.Reader, on: date) -> dict[str, Unit | None]:
    """The units within reach by code and by name; None: several bear that name."""
    found: dict[str, Unit | None] = {}
    rows = access.scope(Unit.objects.filter(place__is_living=True), reader, "account.write", on=on)
    for unit in rows.select_related("place"):
        for words in {text.fold(unit.code), text.fold(unit.place.name), text.fold(unit.place.short_name)}:
            found[words] = None if words in found else unit
    return found


def _offices() -> dict[str, Office]:
    found: dict[str, Office] = {}
    for language in ("vi", "en"):
        with translation.override(language):
            found |= {text.fold(str(office.label)): office for office in Office}
    return found


def _values(row: SheetRow, units: Mapping[str, Unit | None], offices: Mapping[str, Office]) -> dict[str, Any]:
    """What the cells of a row mean; what is wrong goes to its errors."""
    typed = row.typed
    values: dict[str, Any] = {"unit": units.get(text.fold(typed.get("unit", ""))), "office": None}
    if values["unit"] is None:
        words = _("“%(unit)s” is no unit of yours, or several bear that name: write its code.")
        row.errors.append(words % {"unit": typed.get("unit", "")})
    for key in ("born_on", "from_on"):
        values[key] = None
        if typed.get(key):
            try:
                values[key] = dates.parse_day(typed[key])
            except ValueError as wrong:
                row.errors.append(str(wrong))
    if typed.get("office"):
        values["office"] = offices.get(text.fold(typed["office"]))
        if values["office"] is None:
            row.errors.append(_("“%(office)s” is no office that is known here.") % {"office": typed["office"]})
        elif not typed.get("decision") or not typed.get("from_on"):
            row.errors.append(_("An office needs its decision and the day from which it is held."))
    return values


def _find(row: SheetRow, chosen: Mapping[str, str], reader: access.Reader, on: date, *, born_on: date | None) -> None:
    """Whom the name may mean: one who is sure is taken, any other is asked about."""
    card = row.typed.get("card_number", "")
    row.matches = matches(row.typed["full_name"], reader, "account.write", on=on, born_on=born_on, card_number=card)
    sure = [match for match in row.matches if match.is_sure]
    answers = {*(str(match.person.pk) for match in row.matches), ANOTHER}
    answer = chosen.get(row.name, "")
    if answer in answers:
        row.chosen = answer
    elif len(sure) == 1:
        row.chosen = str(sure[0].person.pk)


def _finish(
    row: SheetRow, values: dict[str, Any], taken: set[str], units: Mapping[str, Unit | None], reader: access.Reader,
    on: date,
) -> None:  # fmt: skip
    """Put the row together where nothing is wrong with it."""
    person = next((match.person for match in row.matches if str(match.person.pk) == row.chosen), None)
    login: str | None = row.typed.get("login", "").strip().lower()
    if login in WITHOUT or (person is not None and hasattr(person, "account")):
        login = None
    elif not login:
        login = proposed_login(row.typed.get("full_name", ""), taken)
    elif login in taken:
        row.errors.append(_("The login name %(login)s is taken: choose another.") % {"login": login})
    if login:
        taken.add(login)
    unit, office = values["unit"], values["office"]
    term = people_rights.held_office(person, unit, office, reader, on) if unit is not None else None
    if unit is not None and not row.is_asked:
        by_office = office or (Office(term.office) if term is not None else None)
        decision = row.typed.get("decision", "")
        holder = people_rights.Holder(unit, by_office, term, person, decision, values["from_on"])
        row.rights, wrong = people_rights.of_words(row.typed.get("rights", ""), holder, units, reader, on=on)
        row.errors += wrong
    if office is not None and unit is not None:
        if person is not None and queries.holds_office(person, unit, office, on=on):
            office = None
        elif not access.may(reader, "office.write", unit, on=on):
            row.errors.append(_("You may not record offices there: leave the office out, or let its board record it."))
    if not row.errors:
        row.new = NewPerson(
            full_name=row.typed["full_name"], unit=unit, login=login, office=office, from_on=values["from_on"],
            decision=row.typed.get("decision", ""), person=person, is_another=row.chosen == ANOTHER,
            term=term if office is None else None, rights=tuple(row.rights),
        )  # fmt: skip
