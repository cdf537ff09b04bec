"""A pytest plugin: a data folder and a real PostgreSQL for every run.

It is loaded with ``-p``, before pytest-django reads the settings. The environment is set when the
module is imported, and parallel workers inherit it; the controlling process starts the server.
With ``DATABASE_URL`` the tests run on that server instead; with ``MOTCUA_TEST_PROGRAMS``, on a
server made by the PostgreSQL programs in that folder, such as Debian's.
"""

import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from motcua.cli.postgres import FLEETING, Cluster

IS_WORKER = "PYTEST_XDIST_WORKER" in os.environ
OWN_SERVER = "DATABASE_URL" not in os.environ and not IS_WORKER

if not IS_WORKER:
    os.environ["MOTCUA_HOME"] = tempfile.mkdtemp(prefix="motcua-tests-")
    os.environ["MOTCUA_PROCESS"] = "tests"
    os.environ["MOTCUA_PUBLIC_REQUESTS"] = "1000000"  # every test asks from one address
HOME = Path(os.environ["MOTCUA_HOME"])
CLUSTER = Cluster(data=HOME / "postgres", socket=HOME / "postgres", options=FLEETING)
if programs := os.environ.pop("MOTCUA_TEST_PROGRAMS", None):
    # The rules of sorting inside the server came with version 17; older ones have the system's.
    CLUSTER = replace(CLUSTER, programs=Path(programs), locale=("--locale=C.UTF-8",))
if OWN_SERVER:
    os.environ["DATABASE_URL"] = CLUSTER.url("postgres")


def pytest_configure(config):
    """Start the server, once a run."""
    if IS_WORKER:
        return
    (HOME / "static").mkdir()  # else whitenoise warns, and a warning is an error
    config.add_cleanup(lambda: shutil.rmtree(HOME, ignore_errors=True))
    if OWN_SERVER:
        config.add_cleanup(CLUSTER.stop)  # cleanups run last in, first out
        CLUSTER.start()
