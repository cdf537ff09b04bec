"""Notices in the account, and how one wants to be told."""
