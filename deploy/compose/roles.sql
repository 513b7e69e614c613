-- The migration role owns the tables. The server's role reads and writes rows and cannot change tables.
create role relying_party_migrate login password :'migrate_password';
create role relying_party login password :'server_password';
revoke all on schema public from public;
grant usage, create on schema public to relying_party_migrate;
grant usage on schema public to relying_party;
alter default privileges for role relying_party_migrate in schema public
  grant select, insert, update, delete on tables to relying_party;
alter default privileges for role relying_party_migrate in schema public
  grant usage on sequences to relying_party;
