"""What every other package builds on; it knows no word of the domain and imports no other package of ours."""
