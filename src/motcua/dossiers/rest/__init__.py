"""The HTTP API of dossiers: parse, call one service or selector, render."""

from ninja import Router

from motcua.dossiers.rest.acts import router as acts
from motcua.dossiers.rest.filing import router as filing
from motcua.dossiers.rest.hooks import router as hooks
from motcua.dossiers.rest.reads import router as reads

router = Router()
router.add_router("", reads)
router.add_router("", filing)
router.add_router("", acts)
router.add_router("", hooks)

__all__ = ["router"]
