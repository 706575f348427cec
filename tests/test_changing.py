"""A row is changed only where it is still as it was seen, to what the ORM would have written, on both databases."""

from typing import Any

import pytest

from tongket.core.changing import change
from tongket.news.models import Post
from tongket.org import saving


def make_post(cast: Any) -> Post:
    return Post.objects.create(unit=cast.unit("north"), section="NEWS", title="Tin", body="Nội dung")


def test_change_writes_values_of_each_kind_and_counts_the_version(cast: Any) -> None:
    post, south = make_post(cast), cast.unit("south")

    is_changed = change(
        post,
        {"unit": south, "title": "Tin mới", "state": "PUBLISHED", "published_on": cast.today},
        seen={"version": 1, "title": "Tin"},
    )

    again = Post.objects.get(pk=post.pk)
    assert is_changed
    assert (again.unit, again.title, again.published_on, again.version) == (south, "Tin mới", cast.today, 2)
    assert (again.body, post.title, post.version) == ("Nội dung", "Tin", 1)


@pytest.mark.parametrize("seen", [{"version": 2}, {"version": 1, "state": "PUBLISHED"}])
def test_change_leaves_a_row_alone_that_is_no_longer_as_seen(cast: Any, seen: dict[str, Any]) -> None:
    post, other = make_post(cast), make_post(cast)

    assert not change(post, {"title": "Tin mới"}, seen=seen)
    assert change(other, {"title": "Tin khác", "published_on": None}, seen={"version": 1})

    assert set(Post.objects.values_list("title", "version")) == {("Tin", 1), ("Tin khác", 2)}


def test_together_is_part_of_the_transaction_around_it(cast: Any, django_assert_num_queries: Any) -> None:
    post = make_post(cast)

    with django_assert_num_queries(1), saving.together():
        change(post, {"title": "Tin mới"}, seen={"version": 1})

    assert Post.objects.get().title == "Tin mới"
