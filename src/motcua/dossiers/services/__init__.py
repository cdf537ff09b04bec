"""The verbs of a dossier: each one transaction with one ledger entry."""
