import { pino, type DestinationStream, type Logger } from 'pino'
import { serializeError } from './errors.js'

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
): Promise<DestinationStream> {
  if (!stream.isTTY || nodeEnv === 'production') return pino.destination(stream.fd)
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
