#!/bin/sh
# Writes, in memory, the one account that the pooler knows, the server and its limits, and becomes the pooler.
set -eu
umask 077
cd /tmp
seconds="${PATCHWORK_STATEMENT_SECONDS:-15}"
# The limits of config/postgres.py.
limits="SET statement_timeout = ''${seconds}s''; SET lock_timeout = ''5s''"
limits="$limits; SET idle_in_transaction_session_timeout = ''60s''"
printf '"patchwork" "%s"\n' "$POSTGRES_PASSWORD" >users.txt
cat >server.ini <<INI
[databases]
patchwork = host=db port=5432 dbname=patchwork connect_query='$limits'
[pgbouncer]
; For a server that takes a statement and never answers.
query_timeout = $((seconds * 2))
INI
exec pgbouncer /etc/patchwork-pooler/pgbouncer.ini
