"""Settings of the tests, with a replica and with what a process of the web server asks of PostgreSQL.

`PRIMARY` and `REPLICA` in the environment are the addresses of the two servers.
"""

import os

os.environ["DATABASE_URL"] = os.environ["PRIMARY"]

from config import postgres
from tests.settings import *  # noqa: F403
from tests.settings import DATABASES

_replicas = postgres.replicas([os.environ["REPLICA"]], of=DATABASES["default"])
DATABASES |= _replicas
REPLICAS = list(_replicas)
postgres.serve_pages(DATABASES, pooler=False, connections=4, seconds=15)
