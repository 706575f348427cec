"""Tổng Kết: the records of a working year, and the year-end review that comes out of them."""

__version__ = "0.1.0"
