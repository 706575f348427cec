import json
import unicodedata
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tongket.core import text
from tongket.sheets import cells, peoples

MINORITY: dict[str, list[str]] = json.loads(
    (Path(peoples.__file__).parent / "peoples.json").read_text(encoding="utf-8")
)["minority"]
FORMS: st.SearchStrategy[Literal["NFC", "NFD"]] = st.sampled_from(("NFC", "NFD"))
NAMES = [*MINORITY, *(spelling for spellings in MINORITY.values() for spelling in spellings)]


def test_list_holds_the_53_peoples_beside_the_kinh() -> None:
    assert len(MINORITY) == 53
    assert len(set(NAMES)) == len(NAMES), "no name stands there twice"
    assert "Kinh" not in NAMES


@pytest.mark.parametrize(
    "written",
    [
        *("Tày", "TÀY", "tay", "Khmer", "Khơ-me", "Êđê", "Ê - đê", "E de", "Gia-rai", "H'Mông", "Hmong", "Ta Ôi", "Mạ"),
        *("Sán Chay (Cao Lan)", "dân tộc Mường", "người Dao", "Bru-Vân Kiều", "Pà thẻn", "ma", "Hoa"),
    ],
)
def test_people_is_known_by_the_whole_name(written: str) -> None:
    assert peoples.is_minority(written)


@pytest.mark.parametrize(
    "written",
    [
        *("Chợ", "Là", "Mã", "La", "Cho", "Ro", "Kinh", "Thợ", "Hoả", "Van", "Y", "Ha", "Nhi", "Sán"),
        *("Tày Nùng", "Tày 1", "Thái Bình", "Việt Nam", "không", ""),
    ],
)
def test_part_of_a_name_or_another_word_is_no_people(written: str) -> None:
    assert not peoples.is_minority(written)


@pytest.mark.parametrize("written", ["Chợ", "Là", "Mã"])
def test_word_that_is_no_people_leaves_the_field_empty(written: str) -> None:
    assert cells.minority(written) == cells.Value(None, "minority")


@given(name=st.sampled_from(NAMES), form=FORMS, joint=st.sampled_from([" ", "-", " - ", ""]))
def test_every_name_is_known_however_it_is_typed(name: str, form: Literal["NFC", "NFD"], joint: str) -> None:
    typed = unicodedata.normalize(form, joint.join(name.split()))

    assert peoples.is_minority(typed)
    assert peoples.is_minority(typed.upper())
    assert peoples.is_minority(text.fold(typed))
    assert not peoples.is_minority(f"{typed}x")
