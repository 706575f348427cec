"""The picture of the rooms shows the imports as they are."""

import re

from tests.house.code import script

rooms = script("rooms")


def test_picture_of_the_rooms_shows_the_imports_of_today() -> None:
    assert rooms.PICTURE.read_text(encoding="utf-8") == rooms.picture(), "run scripts/rooms.py"


def test_each_import_is_a_dot_and_nothing_else_is() -> None:
    packages = ["core", "org", "web"]

    picture = rooms.drawn(packages, {"core": set(), "org": {"core"}, "web": {"core", "org"}})

    dots = re.findall(r"<title>(\w+) imports (\w+)</title>", picture)
    assert dots == [("org", "core"), ("web", "core"), ("web", "org")]
    assert [packages.index(line) > packages.index(across) for line, across in dots] == [True] * 3


def test_room_says_what_it_holds_in_its_own_words() -> None:
    assert rooms.words("sheets") == "Tables read out of foreign files, however their office keeps them"
