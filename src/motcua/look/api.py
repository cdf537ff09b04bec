"""The door of the look room."""
