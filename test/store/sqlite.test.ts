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

  it('is created with mode 600, like its WAL file, in a folder with mode 700', async () => {
    const path = join(folder, 'data', 'kept.db')
    const database = await openDatabase(`file:${path}`)
    expect(modeOf(join(folder, 'data'))).toBe('700')
    expect([modeOf(path), modeOf(`${path}-wal`)]).toEqual(['600', '600'])
    await database.close()
  })

  it('is changed to mode 600 when it has mode 644', async () => {
    const path = join(folder, 'open.db')
    writeFileSync(path, '', { mode: 0o644 })
    const database = await openDatabase(`file:${path}`)
    expect(modeOf(path)).toBe('600')
    await database.close()
  })
})
