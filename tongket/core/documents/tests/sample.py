"""An invented report with every part that the writer knows."""

from datetime import date

from tongket.core.documents.model import (
    Appendix,
    Bullets,
    Column,
    Heading,
    OfficeDocument,
    Paragraph,
    Run,
    Signature,
    Table,
)

TARGETS = Table(
    columns=(
        Column("TT", 12, "center"),
        Column("Chỉ tiêu", 83),
        Column("Đơn vị tính", 28, "center"),
        Column("Kế hoạch", 26, "right", "Năm 2026"),
        Column("Thực hiện", 26, "right", "Năm 2026"),
        Column("Tỷ lệ (%)", 26, "right", "Năm 2026"),
        Column("Thực hiện năm 2025", 28, "right"),
        Column("Kế hoạch năm 2027", 28, "right"),
    ),
    rows=(
        ("I. Công tác đảng viên",),
        ("1", "Kết nạp đảng viên", "đồng chí", "120", "139", "115,8", "131", "125"),
        ("2", "Chi bộ hoàn thành tốt nhiệm vụ trở lên", "%", "90,0", "95,8", "106,4", "94,1", "92,0"),
        ("II. Công tác kiểm tra, giám sát",),
        ("3", "Kiểm tra tổ chức đảng", "lượt", "10", "10", "100,0", "9", "12"),
        *((str(n), f"Chỉ tiêu nhiệm vụ số {n}", "việc", "4", "4", "100,0", "4", "5") for n in range(4, 24)),
    ),
    total=("", "Tổng số chỉ tiêu", "chỉ tiêu", "23", "23", "100,0", "", ""),
)

UNITS = Table(
    columns=(Column("TT", 12, "center"), Column("Đơn vị", 93), Column("Đảng viên", 30, "right"), Column("Ghi chú", 30)),
    rows=(("1", "Chi bộ Văn phòng", "17", ""), ("2", "Đảng bộ Sở Thử nghiệm", "1.250", "sáp nhập\ntừ 01/7/2026")),
    total=("", "Cộng", "1.267", ""),
    caption="Bảng 1. Đảng viên theo đơn vị",
)


def make_report(
    *, issued_on: date | None = date(2027, 2, 5), number: int | None = 5, profile_day: date | None = None
) -> OfficeDocument:
    """A year-end report of an invented committee; a draft when the number or the day is None."""
    long = (
        "Thực hiện chương trình công tác năm 2026, Ban Thường vụ Đảng uỷ Khối đã lãnh đạo, chỉ đạo các tổ chức đảng "
        "trực thuộc triển khai đồng bộ các nhiệm vụ, giải pháp; kết nạp 139 đảng viên, đạt 115,8%, vượt 15,8% chỉ "
        "tiêu; mở 08 lớp bồi dưỡng cho 412 đồng chí cấp uỷ viên, bảo đảm chất lượng và thời gian theo kế hoạch đã đề "
        "ra từ đầu năm."
    )
    return OfficeDocument(
        superior="Đảng bộ tỉnh Sông Mẫu",
        issuer="Đảng uỷ Khối\ncác cơ quan tỉnh",
        number=number,
        kind_symbol="BC",
        issuer_symbol="ĐUK",
        place="Sông Mẫu",
        issued_on=issued_on,
        profile_day=profile_day,
        kind_title="Báo cáo",
        subject="tổng kết công tác năm 2026,\nphương hướng, nhiệm vụ năm 2027",
        body=(
            Paragraph.plain(long),
            Heading(1, "I- KẾT QUẢ THỰC HIỆN NHIỆM VỤ NĂM 2026"),
            Heading(2, "1. Lãnh đạo thực hiện nhiệm vụ chính trị"),
            Paragraph(
                (Run("Kết quả nổi bật: ", bold=True), Run("23/23 chỉ tiêu đạt và vượt."), Run(" (ước)", italic=True))
            ),
            Heading(3, "1.1. Phát triển kinh tế"),
            *(Paragraph.plain(long) for _ in range(4)),
            Bullets(
                (long, "Trao Huy hiệu Đảng cho 17 đồng chí.", (Run("Hạn chế: ", bold=True), Run("còn 02 chi bộ.")))
            ),
            UNITS,
            Heading(1, "II- PHƯƠNG HƯỚNG, NHIỆM VỤ NĂM 2027"),
            *(Paragraph.plain(long) for _ in range(3)),
        ),
        recipients=(
            "Ban Thường vụ Tỉnh uỷ (để báo cáo)",
            "Các ban đảng, Văn phòng Tỉnh uỷ",
            "Các đồng chí uỷ viên Ban Chấp hành Đảng bộ Khối",
            "Các đảng uỷ, chi uỷ trực thuộc",
            "Lưu Văn phòng Đảng uỷ.",
        ),
        signature=Signature("T/M Ban Thường vụ", "Bí thư", "Nguyễn Thị Ví Dụ"),
        appendices=(
            Appendix(1, "Chỉ tiêu năm 2026 và kế hoạch năm 2027", "Kèm theo Báo cáo số 05-BC/ĐUK", True, (TARGETS,)),
            Appendix(2, "Đảng viên theo đơn vị", "Kèm theo Báo cáo số 05-BC/ĐUK", blocks=(UNITS,)),
        ),
    )
