"""What goes out on paper: proposal, decision with its list, certificates."""
