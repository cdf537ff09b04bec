"""The one router of the room.

Endpoints that share a path must share a router: with one each, the first would answer the verbs of
the others with 405.
"""

from ninja import Router

router = Router(tags=["dossiers"])
