"""Kinds of Party document, the letters in their symbols, and who may issue which of them when."""

from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from tongket.core.documents.profiles import profile_for
from tongket.org.kinds import Kind as UnitKind


class Kind(TextChoices):
    """Kinds of document, by the letters in their symbol where these are fixed (R-DOC-01)."""

    NQ = "NQ", _("resolution")
    CT = "CT", _("instruction")
    KL = "KL", _("conclusion")
    QD = "QĐ", _("decision")
    QDI = "QĐi", _("regulation")
    QC = "QC", _("working rules")
    HD = "HD", _("guidance")
    KH = "KH", _("plan")
    CTR = "CTr", _("action programme")
    BC = "BC", _("report on work")
    TB = "TB", _("notice")
    TT = "TT", _("circular notice")
    TTR = "TTr", _("submission")
    DA = "ĐA", _("scheme")
    PA = "PA", _("option paper")
    DUAN = "DA", _("project")
    CV = "CV", _("official letter")
    BB = "BB", _("minutes")
    QH = "QH", _("long-range plan")
    CL = "CL", _("strategy")
    CLI = "CLi", _("platform")
    DL = "ĐL", _("statute")
    TC = "TC", _("communiqué")
    TBO = "TBo", _("declaration")
    LKG = "LKG", _("appeal")
    GM = "GM", _("invitation")
    GGT = "GGT", _("letter of introduction")
    OTHER = "OTHER", _("other document")


CONGRESS = "ĐH"  # the one series that all documents of a congress share

# Letters that a symbol of the kind may carry; kinds that are not named here carry their own value or are not checked.
_LETTERS: dict[Kind, frozenset[str]] = {
    Kind.QDI: frozenset({"QĐi", "QĐ"}),
    Kind.CTR: frozenset({"CTr", "CTHĐ", "CTrHĐ"}),
    Kind.DUAN: frozenset({"DA", "DAu"}),
}
_UNFIXED = frozenset({Kind.QH, Kind.CL, Kind.CLI, Kind.DL, Kind.TC, Kind.TBO, Kind.LKG, Kind.GM, Kind.GGT, Kind.OTHER})


def letters_fit(kind: Kind, letters: str) -> bool:
    """Whether a symbol with those letters can be of that kind; upper and lower case count ("QĐi").

    QĐ fits a decision and a regulation: that is why the kind is part of the key and the printed symbol is not enough.
    Source: R-DOC-01, R-DOC-02.
    """
    return kind in _UNFIXED or letters in _LETTERS.get(kind, frozenset({kind.value}))


def letters_of(kind: Kind, on: date) -> str:
    """The letters of a kind in a symbol of that day: a regulation is QĐi until 05-HD/VPTW, then QĐ.

    Source: R-DOC-01, documents.md 2.3.4.
    """
    return profile_for(on).kind_symbols["regulation"] if kind is Kind.QDI else str(kind.value)


def kind_of_letters(letters: str) -> Kind:
    """The kind that letters in a symbol stand for, a decision for QĐ; OTHER for letters that are not known."""
    if letters in _LETTERS[Kind.CTR]:
        return Kind.CTR
    return Kind(letters) if letters in Kind.values else Kind.OTHER


# --- Who may issue what

NEW_TYPES_ON = date(2026, 1, 9)  # 399-QĐ/TW; before it 66-QĐ/TW
_PAPERS = frozenset({Kind.GM, Kind.GGT, Kind.OTHER})
_BASE = frozenset({Kind.NQ, Kind.QD, Kind.BC, Kind.KH, Kind.CTR, Kind.TTR, Kind.CV, Kind.BB}) | _PAPERS
_SCHEMES = frozenset({Kind.DA, Kind.PA, Kind.DUAN})
_CELL_66 = _BASE
_CELL_399 = _BASE | _SCHEMES | {Kind.KL, Kind.TB}
_GRASSROOTS = _BASE | _SCHEMES | {Kind.KL, Kind.QC, Kind.QDI, Kind.TB, Kind.HD}
_SUPERIOR = _GRASSROOTS | {Kind.CT, Kind.QH}
_PROVINCIAL = _SUPERIOR | {Kind.TT, Kind.CL}


def may_issue(unit_kind: UnitKind, kind: Kind, on: date) -> bool:
    """Whether an organisation of that kind issues documents of that kind on that day.

    A cell issued no working rules, notice or conclusion under 66-QĐ/TW; under 399-QĐ/TW (9/1/2026) it may issue
    schemes, option papers and projects. The source is a quotation, so a written reason may override it.
    Source: R-DOC-04, documents.md 2.5.
    """
    return kind in issuable(unit_kind, on)


def issuable(unit_kind: UnitKind, on: date) -> frozenset[Kind]:
    """The kinds of document that an organisation of that kind issues on that day. Source: R-DOC-04."""
    if unit_kind.is_cell:
        return _CELL_399 if on >= NEW_TYPES_ON else _CELL_66
    return {UnitKind.SUPERIOR: _SUPERIOR, UnitKind.PROVINCIAL: _PROVINCIAL}.get(unit_kind, _GRASSROOTS)
