"""The best way to give each row one column at most: the Hungarian method, for small tables of gains."""

from collections.abc import Sequence

_INFINITE = float("inf")


def assign(gains: Sequence[Sequence[float]]) -> list[int | None]:
    """For each row its column, so that the sum of the gains is the highest; None where it would gain nothing."""
    height = len(gains)
    width = len(gains[0]) if gains else 0
    if not height or not width:
        return [None] * height
    size = max(height, width)
    costs = [[-gains[row][at] if row < height and at < width else 0.0 for at in range(size)] for row in range(size)]
    of_rows, of_columns = [0.0] * (size + 1), [0.0] * (size + 1)
    row_of, way = [0] * (size + 1), [0] * (size + 1)
    for row in range(1, size + 1):
        row_of[0], at = row, 0
        least, is_used = [_INFINITE] * (size + 1), [False] * (size + 1)
        while True:
            is_used[at] = True
            current, delta, following = row_of[at], _INFINITE, 0
            for column in range(1, size + 1):
                if is_used[column]:
                    continue
                cost = costs[current - 1][column - 1] - of_rows[current] - of_columns[column]
                if cost < least[column]:
                    least[column], way[column] = cost, at
                if least[column] < delta:
                    delta, following = least[column], column
            for column in range(size + 1):
                if is_used[column]:
                    of_rows[row_of[column]] += delta
                    of_columns[column] -= delta
                else:
                    least[column] -= delta
            at = following
            if not row_of[at]:
                break
        while at:
            row_of[at] = row_of[way[at]]
            at = way[at]
    result: list[int | None] = [None] * height
    for column in range(1, width + 1):
        row = row_of[column] - 1
        if 0 <= row < height and gains[row][column - 1] > 0:
            result[row] = column - 1
    return result
