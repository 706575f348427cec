from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.core.documents.typography import item_text, printable


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("kết nạp 17 đồng chí", "kết nạp 17~đồng chí"),
        ("mở 08 lớp, 1.250 lượt", "mở 08~lớp, 1.250~lượt"),
        ("vượt 15,8% chỉ tiêu", "vượt 15,8%~chỉ tiêu"),
        ("ngày 05 tháng 02 năm 2027", "ngày 05 tháng 02 năm 2027"),
        ("năm 2026 và năm 2027", "năm 2026 và năm 2027"),
        ("12 cáp", "12 cáp"),
        ("Số      -BC/ĐU", "Số~~~~~~-BC/ĐU"),
        ("u\u0309y\u0323", "ủỵ"),
        ("một\x0bhai\x00\ud800", "mộthai"),
        ("một\r\nhai\rba", "một\nhai\nba"),
    ],
)
def test_printable_text_keeps_numbers_with_what_they_count(text: str, printed: str) -> None:
    assert printable(text) == printed.replace("~", "\u00a0")


@given(st.text())
def test_printable_text_is_always_fit_for_a_file_and_stays_as_it_is(text: str) -> None:
    printed = printable(text)

    element = ElementTree.Element("t")
    element.text = printed

    assert (ElementTree.fromstring(ElementTree.tostring(element)).text or "") == printed
    assert printable(printed) == printed


@pytest.mark.parametrize(
    ("typed", "item"),
    [
        ("- Lưu Văn phòng Đảng uỷ.", "Lưu Văn phòng Đảng uỷ"),
        ("Ban Thường vụ Tỉnh uỷ (để báo cáo);", "Ban Thường vụ Tỉnh uỷ (để báo cáo)"),
        ("  ", ""),
    ],
)
def test_item_loses_the_marks_that_the_profile_sets(typed: str, item: str) -> None:
    assert item_text(typed) == item
