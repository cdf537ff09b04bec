"""Who may file for me, and for whom I may file."""
