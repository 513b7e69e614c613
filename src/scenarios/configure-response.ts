import type { KeyObject } from 'node:crypto'
import { createYotiClient } from '../yoti/client.js'
import type { Scenario } from './scenario.js'

/** Sends a scenario's response configuration where sessions take one: under the sandbox's path. */
export function createConfigureResponse({
  application,
  apiUrl,
}: {
  application: { sdkId: string; key: KeyObject }
  apiUrl: string
}) {
  const sandboxUrl = apiUrl.replace(/(\/sandbox)?\/idverify\/v1$/, '/sandbox/idverify/v1')
  const yoti = createYotiClient({ ...application, apiUrl: sandboxUrl })
  return {
    configureResponse: async (sessionId: string, { responseConfig }: Scenario) => {
      if (responseConfig !== undefined)
        await yoti.configureSessionResponse(sessionId, responseConfig)
    },
    close: () => {
      yoti.close()
    },
  }
}
