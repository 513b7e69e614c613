#!/bin/sh
# The image of PostgreSQL runs this once, when it creates the database.
set -eu
psql --no-psqlrc --set=ON_ERROR_STOP=1 --username=postgres --dbname="$POSTGRES_DB" \
  --set=server_password="$(cat /run/secrets/server_password)" \
  --set=migrate_password="$(cat /run/secrets/migrate_password)" \
  --file=/etc/relying-party/roles.sql
