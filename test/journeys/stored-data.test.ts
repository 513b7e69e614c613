import { describe, expect, it } from '@jest/globals'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { openDatabase } from '../../src/store/database.js'
import { startPostgres } from '../support/postgres.js'
import { startStack } from '../support/start-stack.js'
import { createVisitor } from '../support/visitor.js'
import { API_ENV, callApi, capture, CHECKS_DONE_MS, SHOP_SECRET } from './journey.js'

const DAY_MS = 24 * 3_600_000

/** Every cell of every table, as text. */
async function readAll(url: string): Promise<string[]> {
  const database = await openDatabase(url)
  const tables = await database.db.introspection.getTables()
  const rows = await Promise.all(
    tables.map(({ name }) => sql`select * from ${sql.table(name)}`.execute(database.db)),
  )
  await database.close()
  return rows.flatMap((result) =>
    (result.rows as object[]).flatMap((row) => Object.values(row).map(String)),
  )
}

describe.each(['sqlite', 'postgres'])('the database after a complete journey on %s', (engine) => {
  it('contains the outcome but no personal data, and no user reference after erasure', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'stored-'))
    await using postgres = engine === 'postgres' ? await startPostgres() : undefined
    const url = (await postgres?.createDatabase()) ?? `file:${join(directory, 'sessions.db')}`
    const env = { ...API_ENV, DATABASE_URL: url }

    let sessionId: string
    let secrets: string[]
    {
      await using stack = await startStack({ env })
      const request = { userReference: 'user-unmistakable' }
      const key = { 'idempotency-key': 'key-1' }
      const created = await callApi(stack, 'POST', '/api/sessions', request, key)
      const { body } = created
      sessionId = body.sessionId
      const visitor = createVisitor(stack.baseUrl)
      const path = new URL(body.url).pathname
      await visitor.get(path)
      await capture(stack, created)
      await stack.advanceTime(CHECKS_DONE_MS)
      const read = async (what: string): Promise<unknown> =>
        (await callApi(stack, 'GET', `/api/sessions/${sessionId}/${what}`)).body
      const result = await read('result')
      const documents = await Promise.all(
        listJsonMedia(result).map((mediaId) => read(`media/${mediaId}`)),
      )
      const texts = [result, ...documents].flatMap(listTexts)
      const token = path.split('/').at(-1) ?? ''
      secrets = [body.clientSessionToken, token, visitor.cookie ?? '', SHOP_SECRET, ...texts]
      expect(secrets).not.toContain('')
    }
    expect(secrets.length).toBeGreaterThan(20)
    const cells = await readAll(url)
    expect(cells).toContain(sessionId)
    expect(cells).toContain('APPROVED')
    expect(cells).toContain('user-unmistakable')
    for (const secret of secrets) {
      expect(cells.filter((cell) => cell.includes(secret))).toEqual([])
    }

    {
      await using stack = await startStack({ env })
      await callApi(stack, 'DELETE', `/api/sessions/${sessionId}`)
      await stack.advanceTime(9 * DAY_MS)
    }
    const receipt = await readAll(url)
    expect(receipt).toContain('ERASED')
    expect(receipt).toContain('APPROVED')
    expect(receipt.filter((cell) => cell.includes('user-unmistakable'))).toEqual([])
    rmSync(directory, { recursive: true })
  })
})

/** The ids of what was read from documents. */
function listJsonMedia(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const { id, type } = value as { id?: unknown; type?: unknown }
  const own = typeof id === 'string' && type === 'JSON' ? [id] : []
  return [...own, ...Object.values(value).flatMap(listJsonMedia)]
}

/** Yoti's personal data: all texts that are not part of the protocol. */
function listTexts(value: unknown): string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(listTexts)
  if (typeof value !== 'string' || value.length < 4 || value === 'user-unmistakable') return []
  const isWord = /^[A-Z][A-Z0-9_]*$/.test(value) || /^[a-z0-9_]{1,12}$/.test(value)
  return isWord || IMPERSONAL_TEXT.test(value) ? [] : [value]
}

/** Session ids and times are also stored by this server. */
const IMPERSONAL_TEXT = /^\d{4}-\d\d-\d\dT|^[0-9a-f]{8}-/
