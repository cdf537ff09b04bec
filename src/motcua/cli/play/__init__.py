"""The demonstration: synthetic people file, real officers' posts are played to the end."""
