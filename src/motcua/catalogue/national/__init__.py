"""The national catalogue: read from the package's data, with its traps found and kept."""
