from tongket.rating.rules import runs


def test_years_in_a_row_end_at_a_gap() -> None:
    assert runs([2020, 2016, 2017, 2018, 2022, 2019, 2024]) == [(2016, 2020), (2022, 2022), (2024, 2024)]
    assert runs([]) == []
