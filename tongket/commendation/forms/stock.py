"""What is entered about the stock of certificates: sizes and places in mm, letters in pt."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.commendation.models import Stock
from tongket.commendation.rules.stock import A4_LANDSCAPE_MM, LINES, MARGIN_MM, lines_of
from tongket.pages.forms import OfficeForm, posted, seen_field
from tongket.pages.request import Request

LARGEST_MM, LARGEST_PT, MOST_OFF_MM = 600, 96, 50
PARTS = ("y_mm", "size_pt", "least_pt")
FIELDS = ("name", "width_mm", "height_mm", "margin_mm", "offset_x_mm", "offset_y_mm")


def _mm(label: Any, initial: float, *, least: float, most: float = LARGEST_MM) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, initial=initial, min_value=least, max_value=most, max_digits=5, decimal_places=1, localize=True
    )


class StockForm(OfficeForm):
    """A stock; of each line its baseline from the top, the size of its letters, and the least size. 0: not printed."""

    name = forms.CharField(label=gettext_lazy("Name of the stock"), max_length=120)
    width_mm = _mm(gettext_lazy("Width (mm)"), A4_LANDSCAPE_MM[0], least=50)
    height_mm = _mm(gettext_lazy("Height (mm)"), A4_LANDSCAPE_MM[1], least=50)
    margin_mm = _mm(gettext_lazy("Margin left and right (mm)"), MARGIN_MM, least=0)
    offset_x_mm = _mm(gettext_lazy("Moved to the right (mm)"), 0, least=-MOST_OFF_MM, most=MOST_OFF_MM)
    offset_y_mm = _mm(gettext_lazy("Moved down (mm)"), 0, least=-MOST_OFF_MM, most=MOST_OFF_MM)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for line in LINES:
            words = {"y_mm": _("%(line)s: height on the page (mm)"), "size_pt": _("%(line)s: size (pt)"),
                     "least_pt": _("%(line)s: least size (pt)")}  # fmt: skip
            for part in PARTS:
                most = LARGEST_MM if part == "y_mm" else LARGEST_PT
                self.fields[f"{line.name}_{part}"] = _mm(
                    words[part] % {"line": line.label}, getattr(line, part), least=0, most=most
                )

    @property
    def values(self) -> dict[str, Any]:
        values = dict(self.cleaned_data)
        lines = {line.name: {part: float(values.pop(f"{line.name}_{part}")) for part in PARTS} for line in LINES}
        return {**values, "lines": lines}


def stock_correction_form(request: Request, stock: Stock) -> OfficeForm:
    """The form of a stock as it stands."""
    initial: dict[str, Any] = {name: getattr(stock, name) for name in FIELDS} | {"seen": stock.version}
    for line in lines_of(stock.lines):
        initial |= {f"{line.name}_{part}": getattr(line, part) for part in PARTS}
    form = StockForm(*posted(request), initial=initial)
    form.fields["seen"] = seen_field()
    return form
