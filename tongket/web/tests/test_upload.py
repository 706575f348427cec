"""The field for a file: what it says it takes, what it refuses and why."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.datastructures import MultiValueDict

from tongket.directives.models import DirectiveFile
from tongket.directives.tests.make import make_directive
from tongket.pages.forms import DayField, OfficeForm
from tongket.pages.tests.pages import english
from tongket.pages.upload import KB, MB, UploadField, kinds_text, size_text


class FileForm(OfficeForm):
    file = UploadField(endings=[".xlsx", ".xls", ".docx"], most_bytes=2 * KB)
    day = DayField()


def sent(name: str, size: int, *, day: str = "05/02/2026") -> FileForm:
    files: MultiValueDict[str, UploadedFile[bytes]] = MultiValueDict({"file": [SimpleUploadedFile(name, b"x" * size)]})
    return FileForm({"day": day}, files)


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 byte"), (1023, "1023 byte"), (1024, "1 kB"), (1536, "1,5 kB"), (48 * KB + 9, "48 kB"), (20 * MB, "20 MB"),
     (int(3.24 * MB), "3,2 MB")],
)  # fmt: skip
def test_size_is_said_as_people_say_it(size: int, text: str) -> None:
    assert size_text(size) == text


def test_kinds_of_one_program_are_named_together() -> None:
    assert kinds_text([".xlsx", ".xls", ".docx"]) == "Excel (.xlsx, .xls), Word (.docx)"


def test_field_says_beforehand_what_it_takes() -> None:
    page = str(FileForm()["file"])

    assert 'accept=".xlsx,.xls,.docx"' in page
    assert "Excel (.xlsx, .xls), Word (.docx); tối đa 2 kB." in page
    assert 'aria-describedby="id_file_told"' in page


@pytest.mark.parametrize(
    ("name", "size", "text"),
    [
        ("danh-sach.pdf", 9, "“danh-sach.pdf” không thuộc loại tệp nhận ở đây"),
        ("danh-sach", 9, "không thuộc loại tệp nhận ở đây"),
        ("danh-sach.xlsx", 2 * KB + 1, "tối đa 2 kB"),
        ("danh-sach.xlsx", 0, "Tệp này trống"),
    ],
)
def test_file_that_is_not_taken_is_refused_beside_the_field(name: str, size: int, text: str) -> None:
    form = sent(name, size)

    assert list(form.errors) == ["file"]
    assert text in form.errors["file"][0]


@pytest.mark.parametrize("name", ["danh-sach.xlsx", "DANH SACH.XLS", "biểu.2.docx"])
def test_file_of_a_kind_that_is_taken_passes(name: str) -> None:
    assert sent(name, 2 * KB).is_valid()


def test_file_has_to_be_chosen_again_after_another_error() -> None:
    form = sent("danh-sach.xlsx", 1, day="31/02/2026")

    assert list(form.errors) == ["day"]
    assert "Hãy chọn lại tệp “danh-sach.xlsx”" in str(form["file"])


def test_roster_that_is_too_large_or_of_another_kind_is_refused(cast: Any, signed_in: Any) -> None:
    browser = english(signed_in("north_officer"))
    values = {"unit": "NORTH", "from_on": "04/01/2021"}

    picture = browser.post("/members/import/", {**values, "file": SimpleUploadedFile("danh-sach.png", b"x")})
    page = browser.get("/members/import/").content.decode()

    assert picture.status_code == 422
    assert "is of a kind that is not taken here" in picture.context["form"].errors["file"][0]
    assert "Excel (.xlsx, .xls), CSV (.csv), Word (.docx, .doc); up to 20 MB." in page


def test_file_of_a_directive_of_another_kind_is_refused_before_it_is_read(cast: Any, signed_in: Any) -> None:
    directive = make_directive()
    picture = SimpleUploadedFile("nghi-quyet.png", b"x")

    answer = signed_in("root_clerk").post(
        f"/directives/{directive.pk}/file/add/", {"file": picture, "is_not_classified": "on"}
    )

    assert answer.status_code == 422
    assert not DirectiveFile.objects.exists()
