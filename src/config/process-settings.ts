import { z } from 'zod'
import { onOffSchema, integerInRange, type Environment } from './environment.js'

export interface ProcessSettings {
  logLevel: string
  shutdownTimeoutSeconds: number
  rateLimit: boolean
}

export function readProcessSettings({ read }: Environment): ProcessSettings {
  return {
    logLevel: read(
      'LOG_LEVEL',
      z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
      'info',
      'fatal, error, warn, info, debug, trace or silent',
    ),
    shutdownTimeoutSeconds: read(
      'SHUTDOWN_TIMEOUT',
      integerInRange(0, 600),
      10,
      'seconds, 0 to 600',
    ),
    rateLimit: read('RATE_LIMIT', onOffSchema, true, 'on or off'),
  }
}
