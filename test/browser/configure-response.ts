import { createYotiClient, type YotiClient } from '../../src/yoti/client.js'
import type { Stack } from '../support/start-stack.js'

type Yoti = Pick<Stack, 'application' | 'emulator'>
type Configuration = Parameters<YotiClient['configureSessionResponse']>[1]

/** What QA does at the sandbox to see a rejection. */
export async function configureRejection(yoti: Yoti, sessionId: string): Promise<void> {
  await configure(yoti, sessionId, {
    check_reports: {
      ID_DOCUMENT_AUTHENTICITY: [{ result: { report_template: 'TAMPERED' } }],
      ID_DOCUMENT_FACE_MATCH: [{ result: { report_template: 'FAIL' } }],
    },
  })
}

/** Checks that outlast the user's visit. */
export async function configureSlowChecks(yoti: Yoti, sessionId: string): Promise<void> {
  await configure(yoti, sessionId, { check_reports: { async_report_delay: 30 } })
}

async function configure(
  { application, emulator }: Yoti,
  sessionId: string,
  configuration: Configuration,
): Promise<void> {
  const sandbox = createYotiClient({ ...application, apiUrl: emulator.sandboxUrl })
  await sandbox.configureSessionResponse(sessionId, configuration)
  sandbox.close()
}
