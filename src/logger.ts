import { writeSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { pino, type DestinationStream, type Logger } from 'pino'
import { serializeError } from './errors.js'
import { getRequestContext } from './request-context.js'

/** Enough for a reader that pauses. */
const MAX_BUFFERED_BYTES = 1_000_000

export function createLogger(level: string, destination?: DestinationStream): Logger {
  const mixin = () => {
    const traceId = getRequestContext()?.traceId
    return traceId === undefined ? {} : { traceId }
  }
  const options = { level, base: null, serializers: { err: serializeError }, mixin }
  return destination === undefined ? pino(options) : pino(options, destination)
}

export interface OutputStream {
  fd: number
  isTTY: boolean
  write(text: string): unknown
  /** Only terminals have it. */
  hasColors?(): boolean
}

/** Readable lines for a developer at a terminal; JSON lines for a pipe, a file or production. */
export async function openLogDestination(
  stream: OutputStream,
  nodeEnv: string | undefined,
  onDropped: () => void = () => undefined,
): Promise<DestinationStream> {
  if (!stream.isTTY || nodeEnv === 'production') return createLineWriter(stream.fd, onDropped)
  // Imported here because only a terminal needs it.
  const { prettyFactory } = await import('pino-pretty')
  const format = prettyFactory({
    colorize: stream.hasColors?.() ?? false,
    singleLine: true,
    translateTime: 'SYS:HH:MM:ss',
  })
  // pino-pretty's own stream is asynchronous and could lose the last lines before an exit.
  return { write: (line) => void stream.write(format(line)) }
}

/**
 * Synchronous, so that no line is lost before an exit. pino's own destination throws when the disk is
 * full, and blocks the process while the reader of a pipe stops.
 */
function createLineWriter(fd: number, onDropped: () => void): DestinationStream {
  const buffered: Buffer[] = []
  let bufferedBytes = 0

  const flush = (): void => {
    for (let next = buffered[0]; next !== undefined; next = buffered[0]) {
      const written = writeSync(fd, next)
      bufferedBytes -= written
      if (written < next.length) buffered[0] = next.subarray(written)
      else buffered.shift()
    }
  }
  return {
    write(line) {
      const bytes = Buffer.from(line)
      buffered.push(bytes)
      bufferedBytes += bytes.length
      try {
        flush()
      } catch (err) {
        const isReaderSlow = (err as NodeJS.ErrnoException).code === 'EAGAIN'
        if (isReaderSlow && bufferedBytes <= MAX_BUFFERED_BYTES) return
        // Keeps the rest of a line that was written in part.
        const last = buffered.at(-1)
        if (last?.length !== bytes.length) return
        buffered.pop()
        bufferedBytes -= bytes.length
        onDropped()
      }
    },
  }
}

export type AuditLog = ReturnType<typeof createAuditLog>

const MAX_WAITING_CHARACTERS = 1_000_000

/**
 * @param destination `stdout` (of the logger), `off`, or a file
 * @param logger also reports when the file cannot be written
 */
export function createAuditLog(destination: string, logger: Logger) {
  let waiting = ''
  let writing = Promise.resolve()
  const flush = async () => {
    const lines = waiting
    waiting = ''
    if (lines === '') return
    // By its path each time, because the file may have been rotated.
    await appendFile(destination, lines, { mode: 0o600 }).catch((err: unknown) => {
      logger.error({ err }, 'AUDIT_LOG cannot be written: lines were lost')
    })
  }
  const file = {
    write(line: string) {
      if (waiting.length < MAX_WAITING_CHARACTERS) waiting += line
      writing = writing.then(flush)
    },
  }
  const isFile = destination !== 'stdout' && destination !== 'off'
  // LOG_LEVEL does not apply.
  const audit = (isFile ? createLogger('info', file) : logger).child(
    { audit: true },
    { level: destination === 'off' ? 'silent' : 'info' },
  )
  return {
    write: (fields: object) => {
      audit.info(fields)
    },
    close: () => writing,
  }
}
