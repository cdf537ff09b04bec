"""The HTTP API of dossiers: parse, call one service or selector, render."""

from motcua.dossiers.rest import acts, book, filing, hooks, reads
from motcua.dossiers.rest.router import router

__all__ = ["acts", "book", "filing", "hooks", "reads", "router"]
