"""Settings of the test run: no secrets, no network, a database that conftest.py starts and points to."""

import os

os.environ.update(
    GUGUS_MODE="test",
    GUGUS_ROLE="app",
    GUGUS_DATABASE_URL="postgresql://postgres@/gugus_test?host=/not-started",
    GUGUS_KEYRING="",
    GUGUS_SECRET_KEY_FILE="",
    GUGUS_DATA_DIR="/nonexistent",
    GUGUS_SECURITY_CONTACT="mailto:keamanan@example.go.id",
    GUGUS_HOSTS="testserver,127.0.0.1,localhost",
)

from gugus.config.settings import *  # noqa: F403
from gugus.operate.translations import compile_all

MIDDLEWARE = [name for name in MIDDLEWARE if "whitenoise" not in name]  # noqa: F405

compile_all()  # a fresh clone has no compiled catalogues, and Django reads them once
