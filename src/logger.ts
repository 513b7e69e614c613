import { writeSync } from 'node:fs'
import { pino, type DestinationStream, type Logger } from 'pino'
import { serializeError } from './errors.js'

/** Enough for a reader that pauses. */
const MAX_BUFFERED_BYTES = 1_000_000

export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = { level, base: null, serializers: { err: serializeError } }
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
