"""The same roster imported by django-import-export: its modes as they come, and tuned as its manual says."""

import time
from pathlib import Path
from typing import Any

from common import TODAY
from spent import Spent


def import_file(file: Path, *, use_bulk: bool, is_tuned: bool) -> dict[str, Any]:
    """Import the file by one resource for each table, in the order of their keys."""
    from import_export.formats.base_formats import XLSX

    from tongket.members.models import Member

    with Spent() as spent:
        began = time.perf_counter()
        data = XLSX().create_dataset(file.read_bytes())
        for resource_class in resources(use_bulk=use_bulk, is_tuned=is_tuned, with_numbers="Số CCCD" in data.headers):
            result = resource_class().import_data(data, raise_errors=True, use_transactions=True)
            assert not result.has_errors()
        done = time.perf_counter()
    assert Member.objects.count() == len(data)
    return {"seconds": done - began, "cpu": spent.cpu}


def resources(*, use_bulk: bool, is_tuned: bool, with_numbers: bool) -> list[Any]:
    import uuid

    from import_export import fields, widgets
    from import_export import resources as library
    from import_export.instance_loaders import CachedInstanceLoader, ModelInstanceLoader

    from tongket.core import text
    from tongket.members.models import Member, Private, Spell
    from tongket.members.private_keys import identity_key
    from tongket.org.models import Person, Unit
    from tongket.rosters.fields import name_fold

    units = {unit.place.name: unit for unit in Unit.objects.select_related("place")}
    sexes = {"Nam": "M", "Nữ": "F"}
    education = {"THPT": "12/12", "Đại học": "ĐH", "Cao đẳng": "CĐ", "Thạc sĩ": "ThS"}
    theory = {"Sơ cấp": "SC", "Trung cấp": "TC", "Cao cấp": "CC"}

    class Id(widgets.Widget):
        def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
            return uuid.uuid5(uuid.NAMESPACE_OID, f"{self.table}{row['Số thẻ đảng viên']}")

        def __init__(self, table: str) -> None:
            super().__init__()
            self.table = table

    class Known(widgets.Widget):
        def __init__(self, known: Any) -> None:
            super().__init__()
            self.known = known

        def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
            return self.known(value)

    class ByCode(widgets.ForeignKeyWidget):  # type: ignore[misc]  # it comes without types
        """Its own widget, over the indexed code instead of the name, which has no index."""

        def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
            return super().clean(f"B-{int(value.rsplit(' ', 1)[1]) - 1}", row, **kwargs)

    def field(name: str, column: str, known: Any) -> Any:
        return fields.Field(attribute=name, column_name=column, widget=Known(known))

    def day(value: Any) -> Any:
        return value.date() if value else None

    def resource_of(table: Any, columns: dict[str, Any], keys: dict[str, str]) -> Any:
        class Meta:
            model = table
            import_id_fields = ("id",)
            batch_size = 1000
            instance_loader_class = CachedInstanceLoader if is_tuned else ModelInstanceLoader

        Meta.use_bulk, Meta.skip_diff = use_bulk, is_tuned  # type: ignore[attr-defined]
        Meta.fields = ("id", *keys, *columns)  # type: ignore[attr-defined]
        declared = {
            name: fields.Field(attribute=name, column_name="Số thẻ đảng viên", widget=Id(of))
            for name, of in keys.items()
        }
        body = {"Meta": Meta, **declared, **columns}
        return type(f"{table.__name__}Resource", (library.ModelResource,), body)

    def cell() -> Any:
        if is_tuned:
            return field("unit", "Chi bộ", units.__getitem__)
        return fields.Field("unit", "Chi bộ", ByCode(Unit, "code"))

    order = field("name_order", "Họ và tên", text.name_order)
    fold = field("name_fold", "Họ và tên", name_fold)
    member_columns = {
        "name_fold": fold,
        "name_rev": field("name_rev", "Họ và tên", lambda name: text.reverse_name(name_fold(name))),
        "name_order": order,
        "unit": cell(),
        "state": field("state", "Ngày chính thức", lambda value: "OFFICIAL" if value else "PROBATIONARY"),
        "card_number": field("card_number", "Số thẻ đảng viên", str),
        "sex": field("sex", "Giới tính", sexes.__getitem__),
        "born_on": field("born_on", "Ngày sinh", day),
        "party_age_from_on": field("party_age_from_on", "Ngày vào Đảng", day),
        "ceremony_on": field("ceremony_on", "Ngày kết nạp (lễ)", day),
        "official_on": field("official_on", "Ngày chính thức", day),
        "education": field("education", "Học vấn", education.__getitem__),
        "theory": field("theory", "Lý luận chính trị", theory.__getitem__),
    }
    all_resources = [
        resource_of(
            Person,
            {"full_name": field("full_name", "Họ và tên", str), "name_fold": fold, "name_order": order},
            {"id": "person"},
        ),
        resource_of(Member, member_columns, {"id": "member", "person_id": "person"}),
        resource_of(
            Spell,
            {
                "unit": cell(),
                "from_on": field("from_on", "Chi bộ", lambda value: TODAY),
                "official_from_on": field(
                    "official_from_on", "Ngày chính thức", lambda value: TODAY if value else None
                ),
                "opened_by": field("opened_by", "Chi bộ", lambda value: "opening"),
            },
            {"id": "spell", "member_id": "member"},
        ),
        resource_of(
            Private,
            {
                "unit": cell(),
                "identity_number": field("identity_number", "Số CCCD", str),
                "identity_key": field("identity_key", "Số CCCD", identity_key),
                "phone": field("phone", "Điện thoại", str),
            },
            {"id": "private", "member_id": "member"},
        ),
    ]
    return all_resources if with_numbers else all_resources[:-1]
