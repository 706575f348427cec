"""Badges of Party age: who reaches a mark, proposals, awards (R-BDG)."""
