"""The door of the portal room."""
