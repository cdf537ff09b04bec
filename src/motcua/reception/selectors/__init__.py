"""Reads of the queue."""
