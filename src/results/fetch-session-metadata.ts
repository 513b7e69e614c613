import { AppError } from '../errors.js'
import type { YotiClient } from '../yoti/client.js'
import type { SessionConfiguration, TrackedDevice } from '../yoti/session-metadata.js'

export interface SessionMetadata {
  configuration: SessionConfiguration | undefined
  devices: readonly TrackedDevice[]
}

export async function fetchSessionMetadata(
  yoti: Pick<YotiClient, 'getSessionConfiguration' | 'getTrackedDevices'>,
  sessionId: string,
): Promise<SessionMetadata> {
  const [configuration, devices] = await Promise.all([
    yoti.getSessionConfiguration(sessionId).catch(ignoreYotiError),
    yoti.getTrackedDevices(sessionId).catch(ignoreYotiError),
  ])
  return { configuration, devices: devices ?? [] }
}

/** The page is still useful without the metadata. */
function ignoreYotiError(err: unknown): undefined {
  if (!(err instanceof AppError)) throw err
}
