"""Cell meetings, conferences, congresses: attendance, photos."""
