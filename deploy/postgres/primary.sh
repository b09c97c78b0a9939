#!/bin/sh
# Runs once, when the first start of the database makes it: who may stream, and from where.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" \
    --set password="$REPLICATION_PASSWORD" <<'SQL'
CREATE ROLE replication WITH REPLICATION LOGIN PASSWORD :'password';
SELECT pg_create_physical_replication_slot('replica');
SQL
echo "host replication replication samenet scram-sha-256" >>"$PGDATA/pg_hba.conf"
