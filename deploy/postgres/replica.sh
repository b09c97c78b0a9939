#!/bin/sh
# A copy of the primary that follows it: taken whole at the first start, then streamed.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
    until PGPASSWORD="$REPLICATION_PASSWORD" pg_basebackup --host db --username replication --pgdata "$PGDATA" \
        --slot replica --wal-method stream --write-recovery-conf; do
        echo "The primary is not ready; trying again" >&2
        rm -rf "${PGDATA:?}"/*
        sleep 2
    done
    chmod 0700 "$PGDATA"
fi
exec postgres -c hot_standby=on -c hot_standby_feedback=on
