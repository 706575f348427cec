import re
from decimal import Decimal
from fractions import Fraction
from string import Formatter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.core import compare
from tongket.core.compare import (
    Comparator,
    Comparison,
    ComparisonKind,
    against_last_year,
    against_target,
    completed,
    many_targets,
)

GE, LE, EQ, NONE = Comparator.GE, Comparator.LE, Comparator.EQ, Comparator.NONE
VALUES = st.decimals(min_value=0, max_value=10**6, places=2)
PERCENTS = st.decimals(min_value=0, max_value=100, places=3)


@pytest.mark.rule("R-TGT-02")
@pytest.mark.parametrize(
    ("actual", "comparator", "target", "noun", "kind", "percent", "met", "phrase", "short"),
    [
        (
            "139",
            GE,
            "120",
            "đảng viên",
            "over_target",
            "15.8",
            True,
            "đạt 115,8%, vượt 15,8% chỉ tiêu",
            "vượt 15,8% chỉ tiêu",
        ),
        ("44", GE, "38", "", "over_target", "15.8", True, "đạt 115,8%, vượt 15,8% chỉ tiêu", "vượt 15,8% chỉ tiêu"),
        ("132", EQ, "95", "", "over_target", "38.9", True, "đạt 138,9%, vượt 38,9% chỉ tiêu", "vượt 38,9% chỉ tiêu"),
        ("12", GE, "10", "", "over_target", "20", True, "đạt 120%, vượt 20% chỉ tiêu", "vượt 20% chỉ tiêu"),
        ("10", EQ, "10", "lượt", "pct_of_target", "100", True, "đạt 100% chỉ tiêu", "đạt 100% chỉ tiêu"),
        (
            "301",
            GE,
            "310",
            "triệu đồng",
            "under_target",
            "2.9",
            False,
            "đạt 97,1% chỉ tiêu, còn thiếu 09 triệu đồng",
            "còn thiếu 09 triệu đồng",
        ),
        (
            "97.5",
            GE,
            "100",
            "tỷ đồng",
            "under_target",
            "2.5",
            False,
            "đạt 97,5% chỉ tiêu, còn thiếu 2,5 tỷ đồng",
            "còn thiếu 2,5 tỷ đồng",
        ),
        ("0", GE, "5", "", "under_target", "100", False, "đạt 0% chỉ tiêu, còn thiếu 05", "còn thiếu 05"),
        ("9999", GE, "10000", "", "under_target", "0.01", False, "đạt 99,99% chỉ tiêu, còn thiếu 01", "còn thiếu 01"),
        (
            "10001",
            GE,
            "10000",
            "",
            "over_target",
            "0.01",
            True,
            "đạt 100,01%, vượt 0,01% chỉ tiêu",
            "vượt 0,01% chỉ tiêu",
        ),
        ("3", GE, "0", "lớp", "over_target", None, True, "vượt 03 lớp so với chỉ tiêu", "vượt 03 lớp so với chỉ tiêu"),
        ("0", GE, "0", "", "met", None, True, "đạt chỉ tiêu (từ 0 trở lên)", "đạt chỉ tiêu"),
        ("2", LE, "3", "đồng chí", "met", None, True, "đạt chỉ tiêu (không quá 03 đồng chí)", "đạt chỉ tiêu"),
        ("3", LE, "3", "", "met", None, True, "đạt chỉ tiêu (không quá 03)", "đạt chỉ tiêu"),
        ("4", LE, "3", "", "not_met", None, False, "không đạt chỉ tiêu (không quá 03)", "không đạt chỉ tiêu"),
        (
            "0",
            NONE,
            "0",
            "đảng viên bị khai trừ",
            "met",
            None,
            True,
            "không có đảng viên bị khai trừ, đạt chỉ tiêu",
            "đạt chỉ tiêu",
        ),
        (
            "2",
            NONE,
            "0",
            "đảng viên bị khai trừ",
            "not_met",
            None,
            False,
            "có 02 đảng viên bị khai trừ, không đạt chỉ tiêu",
            "không đạt chỉ tiêu",
        ),
        ("0", NONE, "0", "", "met", None, True, "đạt chỉ tiêu (không có)", "đạt chỉ tiêu"),
    ],
)
def test_count_beside_its_target(
    actual: str,
    comparator: Comparator,
    target: str,
    noun: str,
    kind: str,
    percent: str | None,
    met: bool,
    phrase: str,
    short: str,
) -> None:
    found = against_target(Decimal(actual), comparator, Decimal(target), is_share=False, unit_noun=noun)

    expected = None if percent is None else Decimal(percent)
    assert found == Comparison(ComparisonKind(kind), expected, met, phrase, short)


@pytest.mark.parametrize(
    ("actual", "comparator", "target", "kind", "points", "met", "phrase"),
    [
        ("95.8", GE, "90", "over_target", "5.8", True, "vượt 5,8 điểm % so với chỉ tiêu (từ 90% trở lên)"),
        ("90", GE, "90", "met", None, True, "đạt chỉ tiêu (từ 90% trở lên)"),
        ("89.96", GE, "90", "under_target", "0.04", False, "thấp hơn 0,04 điểm % so với chỉ tiêu (từ 90% trở lên)"),
        ("82.5", GE, "90", "under_target", "7.5", False, "thấp hơn 7,5 điểm % so với chỉ tiêu (từ 90% trở lên)"),
        ("100", EQ, "100", "met", None, True, "đạt chỉ tiêu (100%)"),
        ("98.35", EQ, "100", "under_target", "1.7", False, "thấp hơn 1,7 điểm % so với chỉ tiêu (100%)"),
        ("4.2", LE, "5", "met", None, True, "đạt chỉ tiêu (không quá 5%)"),
        ("5.01", LE, "5", "not_met", None, False, "không đạt chỉ tiêu (không quá 5%)"),
    ],
)
def test_share_beside_its_target_is_told_in_points(
    actual: str, comparator: Comparator, target: str, kind: str, points: str | None, met: bool, phrase: str
) -> None:
    found = against_target(Decimal(actual), comparator, Decimal(target), is_share=True, unit_noun="chi bộ")

    expected = None if points is None else Decimal(points)
    assert (found.kind, found.percent, found.met, found.phrase) == (kind, expected, met, phrase)


def test_share_is_met_by_the_unrounded_fraction() -> None:
    just_under = Fraction(2999, 3333) * 100
    just_met = Fraction(2, 3) * 100

    assert against_target(just_under, GE, Decimal(90), is_share=True).met is False
    assert against_target(just_met, GE, Fraction(200, 3), is_share=True).met is True


def test_plan_and_english_have_their_own_words() -> None:
    plan = against_target(Decimal(10), GE, Decimal(10), is_share=False, is_plan=True)
    over = against_target(Decimal(1390), GE, Decimal(1200), is_share=False, language="en")
    under = against_target(Decimal(7), GE, Decimal(10), is_share=False, unit_noun="members", language="en")

    assert plan.phrase == "đạt 100% kế hoạch"
    assert over.phrase == "115.8% of the target, 15.8% over the target"
    assert under.phrase == "70% of the target, 3 members short"


def test_float_is_refused() -> None:
    with pytest.raises(TypeError):
        against_target(89.96, GE, Decimal(90), is_share=True)  # type: ignore[arg-type]


@given(VALUES, st.sampled_from([GE, EQ, LE, NONE]), VALUES, st.booleans())
def test_target_is_met_as_the_comparator_says(
    actual: Decimal, comparator: Comparator, target: Decimal, is_share: bool
) -> None:
    found = against_target(actual, comparator, target, is_share=is_share)

    assert (
        found.met is {GE: actual >= target, EQ: actual >= target, LE: actual <= target, NONE: actual == 0}[comparator]
    )


@given(VALUES, st.sampled_from([GE, EQ]), VALUES, st.booleans())
def test_phrase_tells_no_negative_and_no_empty_difference(
    actual: Decimal, comparator: Comparator, target: Decimal, is_share: bool
) -> None:
    found = against_target(actual, comparator, target, is_share=is_share)

    assert "-" not in found.phrase
    assert not re.search(r"(vượt|thấp hơn|còn thiếu) 0( |%)", found.phrase)
    assert ("đạt 100%" in found.phrase) == (not is_share and actual == target and target > 0)
    assert found.percent is None or found.percent > 0


@pytest.mark.rule("R-TGT-02")
@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_overshoot_is_rounded_half_up_to_one_decimal(actual: int, target: int) -> None:
    found = against_target(actual, GE, target, is_share=False)

    tenths = (2000 * (actual - target) + target) // (2 * target)
    if tenths > 0:
        assert found.percent == Decimal(tenths) / 10
        assert found.kind == "over_target"


@pytest.mark.parametrize(
    ("actual", "previous", "noun", "kind", "percent", "phrase", "short"),
    [
        (
            "44",
            "41",
            "đồng chí",
            "over_last_year",
            "7.3",
            "tăng 03 đồng chí (7,3%) so với năm 2025",
            "tăng 7,3% so với năm 2025",
        ),
        ("38", "40", "", "under_last_year", "5", "giảm 02 (5%) so với năm 2025", "giảm 5% so với năm 2025"),
        ("40", "40", "đồng chí", "equal_last_year", None, "bằng năm 2025", "bằng năm 2025"),
        ("0", "0", "", "equal_last_year", None, "bằng năm 2025", "bằng năm 2025"),
        ("3", "0", "lớp", "over_last_year", None, "tăng 03 lớp (năm 2025 không có)", "tăng 03 lớp (năm 2025 không có)"),
        ("0", "4", "", "under_last_year", "100", "giảm 04 (100%) so với năm 2025", "giảm 100% so với năm 2025"),
        (
            "100001",
            "100000",
            "",
            "over_last_year",
            "0.001",
            "tăng 01 (0,001%) so với năm 2025",
            "tăng 0,001% so với năm 2025",
        ),
        (
            "5",
            "-2",
            "tỷ đồng",
            "over_last_year",
            None,
            "tăng 07 tỷ đồng so với năm 2025",
            "tăng 07 tỷ đồng so với năm 2025",
        ),
    ],
)
def test_value_beside_last_year(
    actual: str, previous: str, noun: str, kind: str, percent: str | None, phrase: str, short: str
) -> None:
    found = against_last_year(Decimal(actual), Decimal(previous), year=2026, noun=noun)

    expected = None if percent is None else Decimal(percent)
    assert found == Comparison(ComparisonKind(kind), expected, None, phrase, short)


def test_nothing_is_said_without_a_year_to_compare_with() -> None:
    assert against_last_year(Decimal(5), None, year=2026) is None
    assert against_last_year(Decimal(5), Decimal(4), year=2026, scope_changed=True) is None


def test_sum_of_the_units_before_a_merger_is_named() -> None:
    found = against_last_year(
        Decimal(44), Decimal(40), year=2026, noun="đồng chí", scope_changed=True, of_predecessors=True
    )

    assert found is not None
    assert found.phrase == "tăng 04 đồng chí (10%) so với năm 2025 (tính chung các đơn vị trước khi sáp nhập)"


def test_shares_and_parts_of_a_year_are_compared_in_their_own_words() -> None:
    share = against_last_year(Decimal("92.5"), Decimal("95.25"), year=2026, is_share=True)
    half = against_last_year(Decimal(12), Decimal(10), year=2026, noun="lớp", is_same_period=True)
    english = against_last_year(Decimal(12), Decimal(10), year=2026, noun="classes", language="en")

    assert share is not None
    assert half is not None
    assert english is not None
    assert (share.kind, share.percent, share.phrase) == (
        "under_last_year",
        Decimal("2.8"),
        "giảm 2,8 điểm % so với năm 2025",
    )
    assert half.phrase == "tăng 02 lớp (20%) so với cùng kỳ năm 2025"
    assert english.phrase == "2 classes more (20%) than in 2025"


@given(VALUES, VALUES, st.booleans())
def test_last_year_is_told_by_its_sign(actual: Decimal, previous: Decimal, is_share: bool) -> None:
    found = against_last_year(actual, previous, year=2026, is_share=is_share)

    assert found is not None
    assert found.phrase.split()[0] == ("tăng" if actual > previous else "giảm" if actual < previous else "bằng")
    assert "-" not in found.phrase


@pytest.mark.parametrize(
    ("exceeded", "met", "missed", "phrase"),
    [
        (4, 6, 2, "đạt và vượt 10/12 chỉ tiêu; trong đó vượt 04, đạt 06, chưa đạt 02"),
        (4, 2, 0, "đạt và vượt 6/6 chỉ tiêu; trong đó vượt 04, đạt 02"),
        (0, 5, 1, "đạt và vượt 5/6 chỉ tiêu; trong đó đạt 05, chưa đạt 01"),
        (6, 0, 0, "vượt 6/6 chỉ tiêu"),
        (0, 6, 0, "đạt 6/6 chỉ tiêu"),
        (0, 0, 3, "chưa đạt 3/3 chỉ tiêu"),
    ],
)
def test_many_targets_are_told_together(exceeded: int, met: int, missed: int, phrase: str) -> None:
    assert many_targets(exceeded, met, missed) == phrase


def test_many_targets_in_other_words() -> None:
    assert many_targets(1, 1, 1, language="en") == "2/3 targets met or exceeded; 1 exceeded, 1 met, 1 missed"
    assert many_targets(0, 2, 0, noun="chỉ tiêu chủ yếu") == "đạt 2/2 chỉ tiêu chủ yếu"


@pytest.mark.parametrize(("exceeded", "met", "missed"), [(0, 0, 0), (-1, 2, 3)])
def test_no_targets_are_not_told(exceeded: int, met: int, missed: int) -> None:
    with pytest.raises(ValueError, match="exceeded="):
        many_targets(exceeded, met, missed)


def test_completed_things_are_told_with_their_number() -> None:
    assert completed(6, 6, "nhiệm vụ trọng tâm") == "hoàn thành 6/6 nhiệm vụ trọng tâm"
    with pytest.raises(ValueError, match="done=7"):
        completed(7, 6, "nhiệm vụ trọng tâm")


def test_both_languages_have_the_same_templates_with_the_same_places() -> None:
    def places(table: dict[str, str]) -> dict[str, set[str | None]]:
        return {
            name: {field for _, field, _, _ in Formatter().parse(template)} - {None} for name, template in table.items()
        }

    assert places(compare.VI) == places(compare.EN)
