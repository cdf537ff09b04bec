"""Publishing procedures: what a new version changes, and whom it does not touch."""
