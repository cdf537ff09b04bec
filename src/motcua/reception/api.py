"""The door of the reception room."""
