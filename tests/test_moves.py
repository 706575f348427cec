"""`saving.move`, on posts: the simplest table of moves of the house."""

from typing import Any

import pytest
from django.utils.translation import override

from tongket.core.states import WrongState
from tongket.news.models import Post
from tongket.news.rules import MOVES, State
from tongket.org import saving
from tongket.org.models import HistoryRow


def make_post(cast: Any) -> Post:
    return Post.objects.create(unit=cast.unit("north"), section="NEWS", title="Tin", body="Nội dung")


def test_move_changes_the_state_and_keeps_what_was(cast: Any) -> None:
    post = make_post(cast)

    saving.move(post, MOVES, "publish", by=cast.person("north_clerk"), published_on=cast.today)

    kept = HistoryRow.objects.get(object_id=str(post.pk))
    again = Post.objects.get(pk=post.pk)
    assert (again.state, again.published_on, again.version) == (State.PUBLISHED, cast.today, 2)
    assert (post.state, post.published_on, post.version) == (State.PUBLISHED, cast.today, 2)
    assert (kept.version, kept.old, kept.by) == (
        1,
        {"state": "DRAFT", "published_on": None},
        cast.people["north_clerk"],
    )


@pytest.mark.parametrize(("language", "label"), [("vi", "đã đăng"), ("en", "published")])
@pytest.mark.parametrize("is_late", [False, True])
def test_wrong_state_is_named_as_the_reader_knows_it(cast: Any, is_late: bool, language: str, label: str) -> None:
    post = make_post(cast)
    late = Post.objects.get(pk=post.pk)
    saving.move(post, MOVES, "publish", by=None, published_on=cast.today)

    with override(language), pytest.raises(WrongState) as refusal:
        saving.move(late if is_late else post, MOVES, "publish", by=None, published_on=cast.today)

    with override(language):
        assert f"“{label}”" in str(refusal.value)


def test_change_meanwhile_is_a_conflict_that_shows_both(cast: Any) -> None:
    post = make_post(cast)
    theirs = Post.objects.get(pk=post.pk)
    saving.update(theirs, seen=1, by=None, title="Tin khác")

    with pytest.raises(saving.Conflict) as clash:
        saving.move(post, MOVES, "publish", by=None, published_on=cast.today)

    assert (clash.value.row.title, clash.value.mine["published_on"]) == ("Tin khác", cast.today)  # type: ignore[attr-defined]
    assert Post.objects.get(pk=post.pk).state == State.DRAFT


def test_what_the_person_saw_counts_not_what_was_read(cast: Any) -> None:
    post = make_post(cast)
    saving.update(post, seen=1, by=None, title="Tin khác")

    with pytest.raises(saving.Conflict):
        saving.move(post, MOVES, "publish", by=None, seen=1, published_on=cast.today)


def test_verb_that_the_table_does_not_know_is_a_slip(cast: Any) -> None:
    with pytest.raises(KeyError):
        saving.move(make_post(cast), MOVES, "burn", by=None)
