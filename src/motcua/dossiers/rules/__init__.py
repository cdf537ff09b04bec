"""What the law says of a dossier, as pure functions: no Django, no clock, no settings."""
