"""Text made ready for print: what a document may not hold is removed, what must not be torn apart is held together."""

import re
import unicodedata

NBSP = "\u00a0"

# What is counted in reports, by its first syllable. Not ngày, tháng, năm: a date may break between its parts.
_COUNTED = (
    "bài|buổi|cá|cán|chi|chỉ|chuyên|công|cuộc|danh|đảng|đề|điểm|đoàn|đơn|đồng|đợt|giờ|gia|hồ|hội|huy|khoá|khóa|kỳ|lần|"
    "lớp|lượt|mô|mục|nghìn|người|nhiệm|nữ|phần|phiếu|phong|phút|quần|quyết|suất|tập|thôn|tiêu|tin|tổ|triệu|trường|tỷ|"
    "uỷ|ủy|văn|vụ|xã|ý"
)
_NUMBER_AND_NOUN = re.compile(rf"(?<=[\d%]) (?=(?:{_COUNTED})\b)", re.IGNORECASE)
_BLANK = re.compile(r" {2,}")
_UNPRINTABLE = {"Cc", "Cs", "Cn"}  # control characters, halves of characters, no characters


def printable(text: str) -> str:
    """Text in composed form, without the characters that a Word file cannot hold, its line breaks as "\\n".

    A number stays on one line with the noun it counts, and a blank left for writing by hand keeps its width.
    """
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in _UNPRINTABLE)
    return _BLANK.sub(lambda blank: NBSP * len(blank[0]), _NUMBER_AND_NOUN.sub(NBSP, text))


def item_text(text: str) -> str:
    """An item of a list without the mark at its end and the hyphen at its beginning: both are set anew."""
    return text.strip().removeprefix("- ").rstrip(" ,;.").strip()
