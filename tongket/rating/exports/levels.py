"""The levels, and why there is none, as papers write them."""

from tongket.rating.rules import Level, NotRated

LEVEL_NAMES = {
    Level.EXCELLENT: "Hoàn thành xuất sắc nhiệm vụ",
    Level.GOOD: "Hoàn thành tốt nhiệm vụ",
    Level.FULFILLED: "Hoàn thành nhiệm vụ",
    Level.NOT_FULFILLED: "Không hoàn thành nhiệm vụ",
}
REASON_NAMES: dict[str, str] = {
    NotRated.EXEMPT: "miễn sinh hoạt",
    NotRated.SUSPENDED: "đình chỉ sinh hoạt",
    NotRated.TOO_NEW: "mới kết nạp",
    NotRated.NEW_UNIT: "mới thành lập",
}
