"""The door of the desk room."""
