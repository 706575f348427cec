"""The files as an office program shows them: pages, directions, fonts, and where the ink stands."""

import re
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from tongket.core.documents.profiles import MM_PER_PT, profile_for
from tongket.core.documents.tests.sample import make_report
from tongket.core.documents.word import write_docx

DAYS = {"HD36": date(2026, 2, 5), "HD05": date(2027, 2, 5)}
DPI = 150

pytestmark = [
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice Writer (soffice) is not installed"),
    pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler-utils (pdftoppm) is not installed"),
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One PDF per profile."""
    made = tmp_path_factory.mktemp("render")
    for key, day in DAYS.items():
        (made / f"{key}.docx").write_bytes(write_docx(make_report(issued_on=day)))
    own_profile = f"-env:UserInstallation={(made / 'office').as_uri()}"  # two runs of the program would share one
    files = [str(made / f"{key}.docx") for key in DAYS]
    command = ["soffice", own_profile, "--headless", "--convert-to", "pdf", "--outdir", str(made), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=1800)
    return made


@pytest.mark.parametrize("key", DAYS)
def test_pages_are_a4_and_the_first_appendix_is_turned(folder: Path, key: str) -> None:
    pages = PdfReader(folder / f"{key}.pdf").pages

    sizes = [(round(float(p.mediabox.width) * MM_PER_PT), round(float(p.mediabox.height) * MM_PER_PT)) for p in pages]

    assert sizes == [(210, 297)] * 3 + [(297, 210)] * 2 + [(210, 297)]


@pytest.mark.parametrize("key", DAYS)
def test_exactly_one_serif_family_is_embedded(folder: Path, key: str) -> None:
    names = {
        str(font.get_object()["/BaseFont"])
        for page in PdfReader(folder / f"{key}.pdf").pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]
    }

    families = {re.sub(r"^/[A-Z]+\+|-?(Bold|Italic|Regular|PS|MT)*$", "", name) for name in names}

    assert len(families) == 1, names
    assert families <= {"LiberationSerif", "TimesNewRoman", "Tinos"}


@pytest.mark.parametrize("key", DAYS)
def test_ink_stands_where_the_profile_says(folder: Path, key: str) -> None:
    subprocess.run(["pdftoppm", "-r", str(DPI), "-gray", "-png", f"{key}.pdf", key], cwd=folder, check=True)
    profile = profile_for(DAYS[key])

    first, second, _, turned, turned_second, _ = (ink(page) for page in sorted(folder.glob(f"{key}-*.png")))

    assert first == pytest.approx((30, 20, 195), abs=0.6)
    assert second[0] == pytest.approx(30, abs=0.5)
    assert second[1] == pytest.approx(profile.page_number_from_edge_mm, abs=1.5)
    assert (turned[0], turned[2]) == pytest.approx((20, 277), abs=0.5)
    assert turned[1] > 30  # the first page of an appendix bears no number
    assert turned_second[1] == pytest.approx(profile.page_number_from_edge_mm, abs=1.5)


@pytest.mark.parametrize("key", DAYS)
def test_page_numbers_begin_anew_in_an_appendix(folder: Path, key: str) -> None:
    texts = [page.extract_text().strip().splitlines()[0] for page in PdfReader(folder / f"{key}.pdf").pages]

    assert [text.strip() for text in texts if text.strip().isdigit()] == ["2", "3", "2"]


def ink(page: Path) -> tuple[float, float, float]:
    """Left edge, first line and right edge of what is printed, in mm."""
    box = Image.open(page).point(lambda grey: 255 if grey < 128 else 0).getbbox()
    assert box is not None
    left, top, right, _ = (pixels * 25.4 / DPI for pixels in box)
    return left, top, right
