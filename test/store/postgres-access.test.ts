import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { openDatabase } from '../../src/store/database.js'
import { generateCertificate } from '../../tools/certificate/certificate.js'
import { checkDatabase } from '../../tools/doctor/database.js'
import { callApi, API_ENV } from '../journeys/journey.js'
import { startPostgres, type Postgres } from '../support/postgres.js'
import { startStack } from '../support/start-stack.js'
import { startTool } from '../tools/run-tool.js'

const folder = mkdtempSync(join(tmpdir(), 'postgres access '))
let postgres: Postgres

beforeAll(async () => {
  postgres = await startPostgres()
})
afterAll(() => postgres[Symbol.asyncDispose]())

async function execute(url: string, statements: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statements).finally(() => client.end())
}

const change = (url: string, fields: Partial<URL>) => Object.assign(new URL(url), fields).href

describe('MIGRATE=off', () => {
  it('needs no rights to change tables, after npm run migrate with its own role', async () => {
    const url = await postgres.createDatabase()
    const migratorUrl = change(url, { username: 'migrator', password: 'migrator' })
    const serverUrl = change(url, { username: 'server', password: 'server' })
    await execute(
      url,
      `create role migrator login password 'migrator';
       create role server login password 'server';
       grant usage, create on schema public to migrator;
       grant usage on schema public to server;
       alter default privileges for role migrator in schema public
         grant select, insert, update, delete on tables to server`,
    )
    const problem = /the database lacks 001-sessions-and-work, [^.]*\. Run "npm run/
    await expect(openDatabase(serverUrl, false)).rejects.toThrow(problem)
    expect(await checkDatabase(serverUrl, false, false)).toMatchObject({ status: 'fail' })

    const env = { DATABASE_URL_FILE: join(folder, 'url') }
    writeFileSync(env.DATABASE_URL_FILE, `${migratorUrl}\n`)
    const { output, code } = await startTool('migrate', { cwd: folder, env }).ended
    expect([code, output]).toEqual([0, expect.stringMatching(/^All \d+ migrations are applied/)])
    await expect(execute(serverUrl, 'create table planted (id int)')).rejects.toThrow('permission')

    await using stack = await startStack({
      env: { ...API_ENV, DATABASE_URL: serverUrl, MIGRATE: 'off' },
    })
    const { status } = await callApi(stack, 'POST', '/api/sessions', { userReference: 'user-1' })
    expect(status).toBe(201)
    await stack.advanceTime(60_000)
    expect((await fetch(`${stack.baseUrl}/readyz`)).status).toBe(200)
    expect(await checkDatabase(serverUrl, false, false)).toMatchObject({ status: 'ok' })
  })
})

describe('PostgreSQL over TLS', () => {
  it('is used with sslmode and sslrootcert, and rejects a certificate of another authority', async () => {
    const { key, cert } = generateCertificate(['localhost'], Date.now())
    const certFile = join(folder, 'root.pem')
    writeFileSync(certFile, cert)
    // PostgreSQL requires that its own user owns the key.
    const save = (text: string, file: string) =>
      `copy (select unnest(string_to_array($pem$${text.trim()}$pem$, e'\\n'))) to program 'umask 077; cat > ${file}'`
    await execute(postgres.url, save(key, 'server.key'))
    await execute(postgres.url, save(cert, 'server.crt'))
    await execute(postgres.url, 'alter system set ssl = on')
    await execute(postgres.url, 'select pg_reload_conf()')

    const url = change(await postgres.createDatabase(), { hostname: 'localhost' })
    const search = `?sslmode=verify-full&sslrootcert=${encodeURIComponent(certFile)}`
    const database = await openDatabase(change(url, { search }))
    const { rows } = await sql<{ ssl: boolean }>`
      select ssl from pg_stat_ssl where pid = pg_backend_pid()`.execute(database.db)
    expect(rows).toEqual([{ ssl: true }])
    await database.close()
    await expect(openDatabase(change(url, { search: '?sslmode=verify-full' }))).rejects.toThrow(
      'its TLS certificate is not trusted',
    )
  })
})
