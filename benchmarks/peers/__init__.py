"""The engines that the dossier is measured beside, each doing the same five human steps."""
