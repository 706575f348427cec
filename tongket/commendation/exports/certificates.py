"""Certificates printed onto stock: one PDF, a page for each award; and the test page with a grid in mm."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from importlib import resources

from fpdf import FPDF

from tongket.commendation.models import Award, Stock
from tongket.commendation.rules import Form, Recipient
from tongket.commendation.rules.stock import A4_LANDSCAPE_MM, MARGIN_MM, Line, fit, lines_of
from tongket.core import dates, text
from tongket.regulations.papers import paper_of

FAMILY = "Spectral"
STYLES = {"": "Regular", "B": "Bold", "I": "Italic"}
LINE_FACTOR = 0.46  # mm from one baseline to the next, for each pt
WIDE_MM = 105.0  # of the lines at the left and the right
GRID_MM = 10
HEADINGS = {Form.CERTIFICATE: "GIẤY KHEN", Form.DIPLOMA: "BẰNG KHEN", Form.FLAG: "CỜ", Form.PRAISE: "BIỂU DƯƠNG"}
SAMPLE = {
    "giver": "BAN THƯỜNG VỤ ĐẢNG UỶ KHỐI CÁC CƠ QUAN TỈNH TẶNG",
    "heading": "GIẤY KHEN",
    "recipient": "Đồng chí Nguyễn Thị Thử",
    "unit": "Chi bộ Văn phòng, Đảng bộ Sở Phương Bắc",
    "achievement": "Hoàn thành xuất sắc nhiệm vụ 5 năm liền (2016 – 2020)",
    "place_date": "Sông Mẫu, ngày 28 tháng 12 năm 2020",
    "authority": "T/M BAN THƯỜNG VỤ",
    "office": "BÍ THƯ",
    "signer": "Họ và tên người ký",
    "decision": "Quyết định số 01-QĐ/ĐUK, ngày 28/12/2020",
    "register": "Số sổ: 01",
}


def default_stock() -> Stock:
    """A4 lying, the lines where most stock has room for them; not saved."""
    width, height, margin = (Decimal(length) for length in (*A4_LANDSCAPE_MM, MARGIN_MM))
    return Stock(name="A4", width_mm=width, height_mm=height, margin_mm=margin, offset_x_mm=0, offset_y_mm=0)


def as_pdf(awards: Iterable[Award], stock: Stock) -> bytes:
    """A page for each award, texts alone: frame and heading stand on the stock."""
    sheet = _Sheet(stock)
    for award in awards:
        sheet.page(texts_of(award))
    return sheet.done(max((award.decided_on for award in awards), default=date(2020, 1, 1)))


def test_page(stock: Stock) -> bytes:
    """Every line of the stock with a grid of 10 mm, to see by how much a printer is off."""
    sheet = _Sheet(stock)
    sheet.page(SAMPLE, grid=True)
    return sheet.done(date(2020, 1, 1))


def texts_of(award: Award) -> dict[str, str]:
    """What a certificate says, by line."""
    giver_unit = award.giver_unit
    look = paper_of(giver_unit, award.decided_on) if giver_unit is not None else None
    place = look.place if look is not None and look.place else "…………"
    years = f"năm {award.to_year}" if award.from_year == award.to_year else f"({award.from_year} – {award.to_year})"
    said = {
        "giver": f"{award.giver} tặng".upper(),
        "heading": HEADINGS[Form(award.form)],
        "recipient": _recipient(award),
        "unit": _unit(award),
        "achievement": award.title if str(award.to_year) in award.title else f"{award.title} {years}",
        "place_date": f"{place}, {dates.in_head(award.decided_on)}",
        "authority": look.authority if look is not None else "",
        "office": look.office if look is not None else "",
        "signer": look.signer if look is not None else "",
        "decision": f"Quyết định số {award.decision_number}, ngày {dates.dmy(award.decided_on)}",
        "register": f"Số sổ: {award.register_number or '………'}",
    }
    return {name: text.nfc(words) for name, words in said.items()}


def _recipient(award: Award) -> str:
    if award.recipient == Recipient.MEMBER:
        return f"Đồng chí {award.recipient_name}"
    return f"Mô hình “{award.recipient_name}”" if award.recipient == Recipient.MODEL else award.recipient_name


def _unit(award: Award) -> str:
    place = award.unit.place
    above = place.parent.place.name if place.parent is not None else ""
    if award.recipient == Recipient.ORGANISATION:
        return above
    return f"{place.name}, {above}" if above and place.the_kind.is_cell else place.name


@cache
def _font_files() -> Mapping[str, str]:
    files = resources.files("fontpkg_spectral") / "files"
    return {style: str(files / f"{FAMILY}-{name}.ttf") for style, name in STYLES.items()}


class _Sheet:
    """The PDF of one stock as it is drawn, page by page."""

    def __init__(self, stock: Stock) -> None:
        self.width, self.height = float(stock.width_mm), float(stock.height_mm)
        self.margin = float(stock.margin_mm)
        self.dx, self.dy = float(stock.offset_x_mm), float(stock.offset_y_mm)
        self.lines = lines_of(stock.lines)
        self.pdf = FPDF(unit="mm", format=(self.width, self.height))
        self.pdf.set_auto_page_break(False)
        for style, file in _font_files().items():
            self.pdf.add_font(FAMILY, style, file)

    def page(self, texts: Mapping[str, str], *, grid: bool = False) -> None:
        self.pdf.add_page()
        if grid:
            self._grid()
        for line in self.lines:
            words = texts.get(line.name, "")
            if words and line.size_pt > 0:
                self._print(line, words)

    def done(self, day: date) -> bytes:
        """The file; made again it is the same, byte by byte."""
        self.pdf.set_creation_date(datetime(day.year, day.month, day.day, tzinfo=UTC))
        return bytes(self.pdf.output())

    def _print(self, line: Line, words: str) -> None:
        space = self.width - 2 * self.margin
        wide = space if line.where == "centre" else min(WIDE_MM, space / 2)
        fitted = fit(
            words, size_pt=line.size_pt, least_pt=line.least_pt, width_mm=wide,
            measure=lambda part, size: self._width(part, line.style, size),
        )  # fmt: skip
        self.pdf.set_font(FAMILY, line.style, fitted.size_pt)
        step = fitted.size_pt * LINE_FACTOR
        top = line.y_mm + self.dy - step * (len(fitted.lines) - 1) / 2
        for at, part in enumerate(fitted.lines):
            self.pdf.text(self._start(line, part, fitted.size_pt, wide), top + at * step, part)

    def _start(self, line: Line, part: str, size: float, wide: float) -> float:
        """Where a line begins; those at the right stand in the middle of their half."""
        width = self._width(part, line.style, size)
        if line.where == "left":
            return self.margin + self.dx
        if line.where == "right":
            return self.width - self.margin - wide / 2 - width / 2 + self.dx
        return (self.width - width) / 2 + self.dx

    def _width(self, part: str, style: str, size: float) -> float:
        self.pdf.set_font(FAMILY, style, size)
        return float(self.pdf.get_string_width(part))

    def _grid(self) -> None:
        self.pdf.set_draw_color(200, 200, 200)
        self.pdf.set_line_width(0.1)
        self.pdf.set_font(FAMILY, "", 7)
        for x in _steps(self.width):
            self.pdf.line(x + self.dx, 0, x + self.dx, self.height)
            self.pdf.text(x + self.dx + 0.5, 3, str(x))
        for y in _steps(self.height):
            self.pdf.line(0, y + self.dy, self.width, y + self.dy)
            self.pdf.text(1, y + self.dy - 0.5, str(y))


def _steps(length: float) -> Sequence[int]:
    return range(GRID_MM, int(length), GRID_MM)
