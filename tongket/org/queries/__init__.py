"""What is asked about units and persons from more than one place."""
