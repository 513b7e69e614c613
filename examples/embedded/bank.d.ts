import type { Express } from 'express'
import type { ServerContext } from '../../src/context.js'

export const MOUNT_PATH: string

export function createBank(
  context: ServerContext,
  options: {
    /** Signs the cookie of the bank's login. */
    sessionSecret: string
  },
): Express
