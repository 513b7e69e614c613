import { describe, expect, it } from '@jest/globals'
import { closeSync, mkdtempSync, openSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger, openLogDestination } from '../src/logger.js'
import { waitFor } from './support/wait-for.js'

const FIELDS = { method: 'GET', route: '/sessions/:sessionId', status: 200 }

async function logTo(isTTY: boolean, nodeEnv: string, hasColors = false) {
  const file = join(mkdtempSync(join(tmpdir(), 'logger ')), 'out')
  const fd = openSync(file, 'w')
  let terminal = ''
  const stream = {
    fd,
    isTTY,
    hasColors: () => hasColors,
    write: (text: string) => (terminal += text),
  }
  const logger = createLogger('info', await openLogDestination(stream, nodeEnv))
  logger.info(FIELDS, 'request')
  logger.error({ err: new TypeError('a message that may hold personal data') }, 'request failed')
  await waitFor('the last line', () =>
    (terminal + readFileSync(file, 'utf8')).includes('request failed'),
  )
  closeSync(fd)
  const written = { terminal, file: readFileSync(file, 'utf8') }
  expect(JSON.stringify(written)).not.toContain('personal data')
  return written
}

describe('openLogDestination', () => {
  it('writes one readable line per entry when the output is a terminal', async () => {
    const { terminal, file } = await logTo(true, 'development')
    expect(terminal).toMatch(
      /^\[\d\d:\d\d:\d\d\] INFO: request \{"method":"GET","route":"\/sessions\/:sessionId","status":200\}\n/,
    )
    expect(terminal).toMatch(/ERROR: request failed[^]*"name": "TypeError"[^]*"stack"/)
    expect(terminal).not.toContain('\u001b')
    expect(file).toBe('')
  })

  it('uses colours when the terminal has them', async () => {
    expect((await logTo(true, 'development', true)).terminal).toContain('\u001b[32mINFO')
  })

  it.each([
    ['the output is a pipe or a file', false, 'development'],
    ['NODE_ENV is production', true, 'production'],
  ])('writes JSON lines when %s', async (_when, isTTY, nodeEnv) => {
    const { terminal, file } = await logTo(isTTY, nodeEnv)
    const [request, failure] = file.split('\n').filter(Boolean)
    expect(JSON.parse(request ?? '')).toEqual({
      level: 30,
      time: expect.any(Number) as unknown,
      ...FIELDS,
      msg: 'request',
    })
    expect(JSON.parse(failure ?? '')).toMatchObject({ level: 50, err: { name: 'TypeError' } })
    expect(terminal).toBe('')
  })
})
