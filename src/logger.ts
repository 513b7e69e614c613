import { pino, type DestinationStream, type Logger } from 'pino'
import { serializeError } from './errors.js'

export function createLogger(level: string, destination?: DestinationStream): Logger {
  const options = { level, base: null, serializers: { err: serializeError } }
  return destination === undefined ? pino(options) : pino(options, destination)
}
