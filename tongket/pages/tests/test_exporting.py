"""Files going out."""

from tongket.pages import exporting


def test_file_is_named_so_that_every_system_can_keep_it() -> None:
    header = exporting.attached_as('Huy hiệu đợt 03/02/2022: "mới".xlsx')

    assert header.startswith('attachment; filename="huy hieu dot 03-02-2022- -moi-.xlsx"')
    assert "2F" not in header
