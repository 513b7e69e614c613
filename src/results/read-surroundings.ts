import { AppError } from '../errors.js'
import type { YotiClient } from '../yoti/client.js'
import type { SessionConfiguration } from '../yoti/session-configuration.js'
import type { TrackedDevice } from '../yoti/tracked-devices.js'

/** What is around a session's result. What Yoti does not hand over is left out. */
export interface Surroundings {
  configuration: SessionConfiguration | undefined
  devices: readonly TrackedDevice[]
}

export async function readSurroundings(
  yoti: Pick<YotiClient, 'getSessionConfiguration' | 'getTrackedDevices'>,
  sessionId: string,
): Promise<Surroundings> {
  const [configuration, devices] = await Promise.all([
    yoti.getSessionConfiguration(sessionId).catch(leaveOut),
    yoti.getTrackedDevices(sessionId).catch(leaveOut),
  ])
  return { configuration, devices: devices ?? [] }
}

/** The page is worth having without it. */
function leaveOut(err: unknown): undefined {
  if (!(err instanceof AppError)) throw err
}
