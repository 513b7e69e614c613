import { describe, expect, it } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { closeSync, constants, mkdtempSync, openSync, readFileSync, readSync } from 'node:fs'
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

  it('drops and counts lines when the disk is full', async () => {
    const stream = { fd: openSync('/dev/full', 'w'), isTTY: false, write: () => true }
    let dropped = 0
    const logger = createLogger(
      'info',
      await openLogDestination(stream, 'production', () => (dropped += 1)),
    )
    logger.info('one')
    logger.info('two')
    expect(dropped).toBe(2)
    closeSync(stream.fd)
  })

  it('buffers lines while the reader of a pipe stops, then drops and counts them', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'logger ')), 'pipe')
    execFileSync('mkfifo', [path])
    const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
    const fd = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK)
    let dropped = 0
    const stream = { fd, isTTY: false, write: () => true }
    const logger = createLogger(
      'info',
      await openLogDestination(stream, 'production', () => (dropped += 1)),
    )
    const pad = 'x'.repeat(9000)
    for (let line = 0; line < 200; line++) logger.info({ line, pad }, 'line')
    expect(dropped).toBeGreaterThan(0)

    let read = ''
    const buffer = Buffer.alloc(65_536)
    const lines = () => read.split('\n').filter(Boolean)
    while (lines().length < 200 - dropped + 1) {
      try {
        read += buffer.toString('utf8', 0, readSync(reader, buffer))
      } catch (err) {
        // The pipe is empty: the next line writes the buffered ones, too.
        if ((err as { code?: string }).code !== 'EAGAIN') throw err
        logger.info('next')
      }
    }
    const messages = lines().map((line) => (JSON.parse(line) as { msg: string }).msg)
    expect(messages.filter((msg) => msg === 'line')).toHaveLength(200 - dropped)

    closeSync(reader)
    const before = dropped
    logger.info('after the reader closed the pipe')
    expect(dropped).toBe(before + 1)
    closeSync(fd)
  })
})
