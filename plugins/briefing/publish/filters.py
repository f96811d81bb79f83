"""What templates may use beside Jinja's own. A filter is a function of this file and a line in FILTERS."""

from __future__ import annotations

from collections.abc import Callable, Mapping


def grouped(number: int) -> str:
    """A count with its thousands set apart by a comma.

    >>> grouped(12345)
    '12,345'
    """
    return f"{number:,}"


FILTERS: Mapping[str, Callable] = {"grouped": grouped}
