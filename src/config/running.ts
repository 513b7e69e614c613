import { z } from 'zod'
import { onOrOff, wholeNumber, type Environment } from './environment.js'

/** How the process behaves. */
export interface Running {
  logLevel: string
  /** Seconds that open requests get to finish. */
  shutdownTimeout: number
  /** Off for load tests only. */
  rateLimit: boolean
}

export function readRunning({ read }: Environment): Running {
  return {
    logLevel: read(
      'LOG_LEVEL',
      z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
      'info',
      'fatal, error, warn, info, debug, trace or silent',
    ),
    shutdownTimeout: read('SHUTDOWN_TIMEOUT', wholeNumber(0, 600), 10, 'seconds, 0 to 600'),
    rateLimit: read('RATE_LIMIT', onOrOff, true, 'on or off'),
  }
}
