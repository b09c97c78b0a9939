#!/bin/sh
# Writes the one account that the pooler knows, in memory, and becomes the pooler.
set -eu
umask 077
printf '"patchwork" "%s"\n' "$POSTGRES_PASSWORD" >/tmp/users.txt
exec pgbouncer /etc/patchwork-pooler/pgbouncer.ini
