from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from tongket.core.documents.profiles import profile_for, profiles


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(2018, 4, 3), "HD36"),
        (date(2025, 12, 31), "HD36"),
        (date(2026, 5, 26), "HD36"),
        (date(2026, 5, 27), "HD05"),
        (date(2040, 1, 1), "HD05"),
    ],
)
def test_profile_is_the_one_in_force_on_the_day_of_issue(day: date, key: str) -> None:
    assert profile_for(day).key == key


def test_profile_before_the_first_instruction_is_refused_in_words() -> None:
    with pytest.raises(LookupError, match=r"02/04/2018: the oldest one .*36-HD/VPTW.* is in force from 03/04/2018"):
        profile_for(date(2018, 4, 2))


def test_profiles_follow_one_another_without_gap_or_overlap() -> None:
    known = profiles()

    for earlier, later in pairwise(known):
        assert earlier.valid_until is not None
        assert earlier.valid_until + timedelta(days=1) == later.valid_from
    assert known[-1].valid_until is None


@pytest.mark.parametrize("profile", profiles(), ids=lambda profile: profile.key)
def test_profile_has_the_sizes_of_the_component_table(profile: object) -> None:
    sizes = {
        "margin_top_mm": 20, "margin_bottom_mm": 20, "margin_left_mm": 30, "margin_right_mm": 15,
        "title_size_pt": 15, "superior_size_pt": 14, "issuer_size_pt": 14, "symbol_size_pt": 14,
        "place_date_size_pt": 14, "authority_size_pt": 14, "office_size_pt": 14, "signer_name_size_pt": 14,
        "recipients_word_size_pt": 14, "recipient_size_pt": 12, "page_number_size_pt": 14,
        "first_line_indent_mm": 10, "paragraph_spacing_pt": 6, "hyphens": "-----",
    }  # fmt: skip

    assert {name: getattr(profile, name) for name in sizes} == sizes


def test_the_two_instructions_differ_where_the_component_table_says() -> None:
    old, new = profile_for(date(2025, 1, 1)), profile_for(date(2027, 1, 1))

    assert (old.recipient_separator, new.recipient_separator) == (",", ";")
    assert (old.ground_prefix, old.ground_end) == ("", ",")
    assert (new.ground_prefix, new.ground_end) == ("- ", ".")
    assert (old.body_size_pt, old.line_pitch_pt) == (14, 18)
    assert (new.body_size_pt, new.line_pitch_pt) == (15, 19)
    assert (old.appendix_note_is_printed, new.appendix_note_is_printed) == (False, True)
    assert (old.kind_symbols["regulation"], new.kind_symbols["regulation"]) == ("QĐi", "QĐ")


def test_profile_measures_the_text_area_of_both_directions() -> None:
    profile = profile_for(date(2027, 1, 1))

    assert (profile.text_width_mm, profile.landscape_text_width_mm) == (165, 257)


@pytest.mark.parametrize(
    "change",
    [
        {"body_size_pt": 13},
        {"body_size_pt": 16},
        {"line_pitch_pt": 17},
        {"line_pitch_pt": 23},
        {"paragraph_spacing_pt": 5},
        {"head_left_width_mm": 80},
    ],
)
def test_profile_changed_beyond_its_instruction_is_refused(change: dict[str, float]) -> None:
    profile = profile_for(date(2027, 1, 1))

    with pytest.raises(ValueError, match="HD05"):
        replace(profile, **change)  # type: ignore[arg-type]


def test_profile_with_a_pitch_beyond_the_new_instruction_is_fine_under_the_old_one() -> None:
    assert replace(profile_for(date(2025, 1, 1)), line_pitch_pt=24).line_pitch_pt == 24
