"""The field for a file: what it takes is said before one chooses, what it refuses and why beside the field.

What a file holds is for the action to look at (S-35 … S-37); here count its ending, its size, and that there is
anything in it.
"""

from collections.abc import Iterable
from fractions import Fraction
from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tongket.core import numbers

KINDS = {
    ".docx": "Word",
    ".doc": "Word",
    ".pdf": "PDF",
    ".xlsx": "Excel",
    ".xls": "Excel",
    ".csv": "CSV",
    ".txt": gettext_lazy("plain text"),
    ".jpg": gettext_lazy("picture"),
    ".png": gettext_lazy("picture"),
}
KB, MB = 1024, 1024 * 1024
LONGEST_NAME = 60  # characters shown in a refusal


def size_text(size: int) -> str:
    """How large a file is: “3,2 MB”, “48 kB”, “12 bytes”."""
    if size < KB:
        return _("%(count)s bytes") % {"count": size}
    unit, of_unit = ("MB", MB) if size >= MB else ("kB", KB)
    amount = Fraction(size, of_unit)
    return f"{numbers.number(amount, 0 if amount >= 10 or amount.denominator == 1 else 1)} {unit}"


def kinds_text(endings: Iterable[str]) -> str:
    """The kinds of file in words: “Excel (.xlsx, .xls), Word (.docx)”."""
    groups: dict[str, list[str]] = {}
    for ending in endings:
        groups.setdefault(str(KINDS[ending]), []).append(ending)
    return ", ".join(f"{kind} ({', '.join(same)})" for kind, same in groups.items())


class Upload(forms.FileInput):
    """A plain file input; with script an area to drop a file on, which then shows its name and size."""

    template_name = "web/upload.html"

    def __init__(self, endings: Iterable[str], most_bytes: int) -> None:
        self.endings, self.most_bytes = tuple(endings), most_bytes
        super().__init__(attrs={"accept": ",".join(self.endings)})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(name, value, attrs)
        told = f"{context['widget']['attrs'].get('id', name)}_told"
        beside = context["widget"]["attrs"].get("aria-describedby", "")
        context["widget"]["attrs"]["aria-describedby"] = f"{told} {beside}".strip()
        context["widget"] |= {
            "told_id": told,
            "kinds": kinds_text(self.endings),
            "most": size_text(self.most_bytes),
            "most_bytes": self.most_bytes,
            "lost_name": value.name if isinstance(value, UploadedFile) else "",
        }
        return context


class UploadField(forms.FileField):
    """One file of some kinds, by their endings, and up to a size."""

    missing = gettext_lazy("Please choose a file.")
    default_error_messages = {
        "empty": gettext_lazy("There is nothing in this file. Save it again, then choose it anew.")
    }

    def __init__(self, *, endings: Iterable[str], most_bytes: int, **kwargs: Any) -> None:
        self.endings, self.most_bytes = tuple(endings), most_bytes
        kwargs.setdefault("label", gettext_lazy("File"))
        super().__init__(widget=Upload(endings=self.endings, most_bytes=most_bytes), **kwargs)
        self.error_messages["empty"] = gettext_lazy(
            "There is nothing in this file. Save it again, then choose it anew."
        )

    def bound_data(self, data: Any, initial: Any) -> Any:
        return data  # so that the widget can name the file that has to be chosen again

    def to_python(self, data: Any) -> Any:
        file = super().to_python(data)
        if file is None:
            return None
        name, size = str(file.name or ""), int(file.size or 0)
        if PurePath(name).suffix.lower() not in self.endings:
            words = _("“%(name)s” is of a kind that is not taken here. Save it as %(kinds)s.")
            said = {"name": name[-LONGEST_NAME:], "kinds": kinds_text(self.endings)}
            raise ValidationError(words % said, code="kind")
        if size > self.most_bytes:
            words = _("The file has %(size)s; up to %(most)s is taken. Make it smaller or send it in parts.")
            said = {"size": size_text(size), "most": size_text(self.most_bytes)}
            raise ValidationError(words % said, code="size")
        return file
