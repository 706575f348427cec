"""What inspectors enter. Units and members are picked from those that the person may read (S-15)."""
