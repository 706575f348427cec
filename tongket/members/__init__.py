"""Membership files: admission, movement, standing."""
