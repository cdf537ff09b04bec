"""The pages of the worklist and of one dossier."""
