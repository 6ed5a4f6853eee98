"""The application as a web worker process serves it: it ends when the server that started it is gone."""

import signal

from gugus.config.wsgi import application
from gugus.operate.processes import follow_parent

__all__ = ["application"]

# A worker whose main process was killed would go on holding the port, and the next start would find it taken.
follow_parent(signal.SIGTERM)
