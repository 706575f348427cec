"""The years of the bloc of agencies and enterprises of Núi Mẫu, formed of two blocs in the middle of the first."""

from datetime import date

from tongket.core.compare import Comparator
from tongket.demo import checks, conferences, grassroots, honours, membership, routine, work
from tongket.demo.closing import Levels, rate, record_members_before, record_organisations_before
from tongket.demo.work import Goal, Paper, Task
from tongket.demo.world import World
from tongket.inspection.rules import Form
from tongket.rating.rules import Level

CODE = "KHOI2"
PROVINCE = "Tỉnh ủy Núi Mẫu"
BLOC = "Đảng ủy Khối các cơ quan và doanh nghiệp tỉnh Núi Mẫu"
FLAG_TO = "NM-DIENLUC"  # EXCELLENT from 2015 to 2019
LATE = ("NM-XIMANG", "NM-HTX-VT", "NM-BENXE", "NM-THUE")
BEST_2019 = (FLAG_TO, "NM-VPTU", "NM-TAICHINH", "NM-CAPNUOC", "NM-BTCTU", "NM-HTX-RAU", "NM-YTE")
BEST_2020 = (
    FLAG_TO,
    "NM-VPTU",
    "NM-NOIVU",
    "NM-VIENTHONG",
    "NM-BTGTU",
    "NM-TINHDOAN",
    "NM-HTX-CHE",
    "NM-DUOC",
    "NM-MTTQ",
)
BUT_MISSED = ("NM-VIENTHONG", "NM-DUOC")  # EXCELLENT although they missed their main target

PAPERS = {
    2019: (
        Paper(
            "CT",
            "14",
            "CT/TU",
            date(2019, 2, 25),
            PROVINCE,
            "Phát triển đảng viên trong doanh nghiệp",
            date(2019, 3, 6),
            late=4,
        ),
        Paper(
            "CT",
            "35",
            "CT/TW",
            date(2019, 5, 30),
            "Bộ Chính trị",
            "Đại hội đảng bộ các cấp tiến tới Đại hội XIII",
            date(2019, 7, 8),
            study_days=40,
            late=4,
            programme_days=25,
        ),
    ),
    2020: (
        Paper(
            "KL",
            "31",
            "KL/TU",
            date(2020, 3, 9),
            PROVINCE,
            "Phòng, chống dịch bệnh, ổn định sản xuất",
            date(2020, 3, 16),
            study_days=15,
            late=5,
        ),
        Paper(
            "NQ",
            "01",
            "NQ/ĐUK",
            date(2020, 8, 10),
            BLOC,
            "Nghị quyết Đại hội Đảng bộ Khối lần thứ I, nhiệm kỳ 2020-2025",
            date(2020, 8, 19),
            late=8,
            programme_days=30,
        ),
        Paper(
            "NQ",
            "02",
            "NQ/TU",
            date(2020, 10, 20),
            PROVINCE,
            "Nghị quyết Đại hội Đảng bộ tỉnh, nhiệm kỳ 2020-2025",
            date(2020, 10, 28),
            study_days=25,
            late=9,
            programme_days=15,
            without=3,
        ),
    ),
}


def schedule(world: World) -> None:
    """The year of the merger and the year after it."""
    before = {
        2015: (FLAG_TO, "NM-VPTU", "NM-YTE"),
        2016: (FLAG_TO, "NM-TAICHINH", "NM-CAPNUOC"),
        2017: (FLAG_TO, "NM-VPTU", "NM-NOIVU"),
        2018: (FLAG_TO, "NM-CAPNUOC", "NM-BTCTU"),
    }
    record_organisations_before(world, CODE, before, on=date(2019, 1, 10))
    record_members_before(world, CODE, unbroken=16, broken=24, on=date(2019, 1, 15))
    membership.make_official_in(world, CODE)
    _year_2019(world)
    _year_2020(world)


def _goals(admitted: int) -> list[Goal]:
    return [
        Goal("Kết nạp đảng viên", admitted, "đảng viên", "members_admitted", is_main=True),
        Goal("Tổ chức cơ sở đảng hoàn thành tốt nhiệm vụ trở lên", 90, "%", "organisations_rated_good_or_better_pct"),
        Goal("Đảng viên hoàn thành tốt nhiệm vụ trở lên", 90, "%", "members_rated_good_or_better_pct"),
        Goal(
            "Hoàn thành chương trình kiểm tra, giám sát", 100, "%", "inspection_programme_completed_pct", Comparator.EQ
        ),
        Goal("Tổ chức đảng học tập nghị quyết, chỉ thị", 98, "%", "resolution_study_pct"),
    ]


def _ordinary(world: World, year: int, admitted: dict[str, int], *, missing: tuple[str, ...], late: int) -> None:
    grassroots.set_out(world, CODE, year, admitted, missing=missing, late=late)
    routine.meetings_of(world, CODE, year)
    routine.reports_of(world, CODE, year, from_cells_of=(), always_late=LATE, missing=6)
    work.receive(world, CODE, PAPERS[year])


def _year_2019(world: World) -> None:
    admitted = membership.admit_in(world, CODE, 2019, 104, {})
    membership.losses_in(world, CODE, 2019, transferred=20, died=3, removed=5)
    _ordinary(world, 2019, admitted, missing=("NM-MIADUONG", "NM-BENXE"), late=12)
    work.set_goals(
        world, CODE, 2019, _goals(95), on=date(2019, 7, 15), number="01-NQ/ĐUK", resolved_on=date(2019, 7, 10)
    )
    work.take_on(
        world,
        CODE,
        2019,
        [
            Task("Kiện toàn tổ chức sau hợp nhất", "Ban Tổ chức", date(2019, 9, 30), "GOOD"),
            Task("Chuyển giao hồ sơ đảng viên giữa hai khối", "Văn phòng", date(2019, 10, 31), "FULFILLED", 15),
            Task("Chuẩn bị đại hội đảng bộ các cấp", "Ban Thường vụ", date(2019, 12, 20), "GOOD"),
        ],
    )
    checks.schedule(
        world,
        CODE,
        2019,
        checks.Checks(
            committees=118,
            of_bloc=30,
            commission=95,
            late=8,
            undone=1,
            disciplined={Form.REPRIMAND: 5, Form.WARNING: 2},
        ),
    )
    rate(
        world,
        CODE,
        2019,
        Levels(
            BEST_2019,
            {"NM-XIMANG": Level.FULFILLED, "NM-HTX-VT": Level.FULFILLED, "NM-GACH": Level.FULFILLED},
            date(2019, 12, 30),
        ),
    )
    honours.title_the_best(world, CODE, 2019, on=date(2020, 1, 10))
    work.open_classes(
        world,
        CODE,
        [
            ("REFRESHER", "Bồi dưỡng nghiệp vụ công tác đảng", date(2019, 9, 5), 60),
            ("REFRESHER", "Bồi dưỡng cấp ủy viên doanh nghiệp", date(2019, 10, 3), 54),
            ("THEORY_INTERMEDIATE", "Trung cấp lý luận chính trị", date(2019, 8, 12), 45),
            ("CANDIDATE", "Bồi dưỡng nhận thức về Đảng", date(2019, 9, 19), 88),
        ],
    )
    conferences.hold(
        world,
        conferences.Conference(
            CODE,
            2019,
            date(2019, 12, 31),
            "morning",
            "Hội nghị Ban Chấp hành",
            96,
            4,
            "Hội trường Đảng ủy Khối",
            title="Đảng bộ Khối sau nửa năm hợp nhất",
            summary="Hội nghị đánh giá năm 2019 và công việc chuẩn bị đại hội lần thứ I.",
            text=("Sau nửa năm hợp nhất, nền nếp làm việc chung đã được thiết lập.",),
        ),
    )


def _year_2020(world: World) -> None:
    admitted = membership.admit_in(world, CODE, 2020, 132, {})
    membership.losses_in(world, CODE, 2020, transferred=18, died=4, removed=6)
    _ordinary(world, 2020, admitted, missing=(*BUT_MISSED, "NM-GACH"), late=14)
    work.set_goals(
        world, CODE, 2020, _goals(95), on=date(2020, 1, 14), number="04-NQ/ĐUK", resolved_on=date(2020, 1, 10)
    )
    work.take_on(
        world,
        CODE,
        2020,
        [
            Task("Tổ chức Đại hội Đảng bộ Khối lần thứ I", "Ban Thường vụ", date(2020, 8, 7), "EXCELLENT"),
            Task("Phát triển đảng viên trong doanh nghiệp, hợp tác xã", "Ban Tổ chức", date(2020, 12, 11), "EXCELLENT"),
            Task("Giám sát việc thực hiện nghị quyết ở cơ sở", "Ủy ban Kiểm tra", date(2020, 9, 30), "FULFILLED", 27),
            Task("Học tập, quán triệt nghị quyết đại hội", "Ban Tuyên giáo", date(2020, 11, 27), "GOOD"),
        ],
    )
    checks.schedule(
        world,
        CODE,
        2020,
        checks.Checks(
            committees=126,
            of_bloc=32,
            commission=104,
            late=14,
            undone=0,
            disciplined={Form.REPRIMAND: 6, Form.WARNING: 3},
        ),
    )
    rate(
        world,
        CODE,
        2020,
        Levels(BEST_2020, {"NM-XIMANG": Level.FULFILLED, "NM-HTX-VT": Level.FULFILLED}, date(2020, 12, 28)),
    )
    honours.title_the_best(world, CODE, 2020, on=date(2021, 1, 4))
    honours.commend_five_years(
        world, CODE, first=2015, counted_in=2020, province="Núi Mẫu", flag_to=FLAG_TO, on=date(2021, 1, 4)
    )
    honours.commend_subjects(
        world,
        CODE,
        2020,
        [
            "Tuyên truyền đại hội đảng bộ các cấp",
            "Xây dựng tổ chức đảng trong doanh nghiệp",
            "Phòng, chống dịch bệnh và giữ việc làm",
            "Học tập và làm theo Bác",
            "Mỗi tuần một điều đảng viên cần nhớ",
        ],
        on=date(2021, 1, 4),
    )
    work.emulate(world, CODE, 2020, [("Dân vận khéo", 28, 21), ("Doanh nghiệp xanh, sạch", 19, 15)])
    work.open_classes(
        world,
        CODE,
        [
            ("THEORY_INTERMEDIATE", "Trung cấp lý luận chính trị - hành chính, lớp A", date(2020, 3, 16), 52),
            ("THEORY_INTERMEDIATE", "Trung cấp lý luận chính trị - hành chính, lớp B", date(2020, 9, 14), 49),
            ("CANDIDATE", "Bồi dưỡng nhận thức về Đảng, khóa 1", date(2020, 5, 20), 79),
            ("CANDIDATE", "Bồi dưỡng nhận thức về Đảng, khóa 2", date(2020, 10, 21), 74),
            *(
                (
                    "REFRESHER",
                    f"Bồi dưỡng nghiệp vụ, lớp {number}",
                    world.workday(date(2020, 3 + number, 7)),
                    40 + number,
                )
                for number in range(1, 9)
            ),
        ],
    )
    conferences.congresses_in(world, CODE, 2020, but=())
    conferences.congress(world, CODE, "I", "2020-2025", 210, on=date(2020, 7, 30))
    conferences.hold(
        world,
        conferences.Conference(
            CODE,
            2020,
            date(2021, 1, 4),
            "afternoon",
            "Hội nghị Ban Chấp hành mở rộng",
            132,
            6,
            "Hội trường Đảng ủy Khối",
            conclusions=(
                "Gắn việc xếp loại cuối năm với kết quả thực hiện nhiệm vụ chính trị.",
                "Đẩy nhanh tiến độ các cuộc kiểm tra, giám sát ngay từ quý I/2021.",
            ),
            photos=("Quang cảnh hội nghị", "Trao cờ cho tổ chức cơ sở đảng 5 năm liền"),
            title="Đảng bộ Khối các cơ quan và doanh nghiệp tỉnh Núi Mẫu tổng kết năm 2020",
            summary="Chiều 04/01/2021, hội nghị đánh giá năm đầu tiên của nhiệm kỳ đầu tiên.",
            text=(
                "Hội nghị ghi nhận kết quả phát triển đảng viên ở doanh nghiệp và hợp tác xã.",
                "Các ý kiến yêu cầu việc học tập nghị quyết và giám sát phải kịp thời hơn.",
            ),
        ),
    )
    next_year = [_goals(100)[0], *_goals(100)[1:4]]
    work.set_goals(world, CODE, 2021, next_year, on=date(2021, 1, 4), number="", resolved_on=None)
