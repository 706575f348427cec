"""The reviews of the demonstration as files: `<code>-<year>.docx` and `.json` in the variable folder."""

import json
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from tongket.core import clock
from tongket.demo.reviews import REVIEWED
from tongket.org import access
from tongket.org.models import Unit
from tongket.review import exports
from tongket.review.reading import read


def write_reviews(folder: Path | None = None) -> Iterator[Path]:
    """Write both files of each reviewed unit; gives back each path as it is written."""
    target = folder or settings.VAR / "demo"
    target.mkdir(parents=True, exist_ok=True)
    for code, year in REVIEWED:
        unit = Unit.objects.select_related("place").get(code=code)
        on = clock.today()
        reading = read(unit, year, reader=access.Command(unit), on=on)
        word = target / exports.file_name(reading.report, "docx")
        word.write_bytes(exports.as_word(reading.report, reading.review, on=on))
        yield word
        plain = target / exports.file_name(reading.report, "json")
        body = exports.as_json(reading.report, state=reading.state)
        plain.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        yield plain
