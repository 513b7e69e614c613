import { createPublicKey, type KeyObject } from 'node:crypto'
import type { ResponseConfig } from './response-config.js'

export interface Application {
  readonly sdkId: string
  readonly publicKey: KeyObject
  /** Sandbox: applies to every session of this application that has none of its own. */
  responseConfig: ResponseConfig | undefined
}

export interface Applications {
  find(sdkId: string): Application | undefined
}

export function createApplications(
  registered: readonly { sdkId: string; publicKey: string }[],
): Applications {
  const bySdkId = new Map<string, Application>(
    registered.map(({ sdkId, publicKey }) => [
      sdkId.toLowerCase(),
      { sdkId, publicKey: createPublicKey(publicKey), responseConfig: undefined },
    ]),
  )
  return { find: (sdkId) => bySdkId.get(sdkId.toLowerCase()) }
}
