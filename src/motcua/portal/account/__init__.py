"""A person's own dossiers and papers."""
