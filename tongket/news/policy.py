"""Who reads and writes posts (docs/reference/rights.md)."""

from django.utils.translation import gettext_lazy as _

from tongket.news.models import Post
from tongket.org import corrections
from tongket.org.access import LINE, OWN, TREE, declare
from tongket.pages import menu

declare("post.read", _("read published posts"), data_class="D1", grants={"self": LINE})
declare(
    "post.write",
    _("write posts"),
    data_class="D1",
    writes=True,
    grants={"lead_cell": OWN, "office": TREE, "org": TREE},
)

menu.add(_("News"), "news:list", "post.read", group="end", order=330, icon="newspaper")

# How each table is put right (docs/reference/corrections.md).
corrections.add(Post, ["news:rewrite"], ["news:withdraw"], because="open: reasons", issue=14)
