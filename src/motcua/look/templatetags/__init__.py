"""Template libraries of the look room."""
