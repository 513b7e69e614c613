import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDatabase } from '../../src/store/database.js'

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

describe('a SQLite file', () => {
  let folder: string
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sqlite-'))
  })
  afterEach(() => {
    rmSync(folder, { recursive: true })
  })

  it('is for its owner alone, with all that SQLite puts beside it', async () => {
    const path = join(folder, 'data', 'kept.db')
    const database = await openDatabase(`file:${path}`)
    expect(modeOf(join(folder, 'data'))).toBe('700')
    expect([modeOf(path), modeOf(`${path}-wal`)]).toEqual(['600', '600'])
    await database.close()
  })

  it('is made private when it was not', async () => {
    const path = join(folder, 'open.db')
    writeFileSync(path, '', { mode: 0o644 })
    const database = await openDatabase(`file:${path}`)
    expect(modeOf(path)).toBe('600')
    await database.close()
  })
})
