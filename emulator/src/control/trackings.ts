import type { DeliveryRule } from '../notifications/delivery-rule.js'
import type { Session } from '../sessions/session.js'
import type { ActiveFault } from './faults.js'

export interface TrackingSettings {
  faults?: readonly ActiveFault[]
  deliveryRules?: readonly DeliveryRule[]
  advanceSeconds?: number
}

/** Means every user. */
export const ALL_USERS = '*'

const MAX_TRACKING_IDS = 1_000

/** Settings by user tracking id, which may be made before the session exists. */
export function createTrackings() {
  const settingsById = new Map<string, TrackingSettings>()
  const find = (id = '') => [id, ALL_USERS].flatMap((one) => settingsById.get(one) ?? [])

  return {
    set(userTrackingId: string, changed: TrackingSettings): void {
      const settings = { ...settingsById.get(userTrackingId), ...changed }
      settingsById.delete(userTrackingId)
      settingsById.set(userTrackingId, settings)
      const [oldest = ''] = settingsById.keys()
      if (settingsById.size > MAX_TRACKING_IDS) settingsById.delete(oldest)
    },

    clear(userTrackingId?: string): void {
      if (userTrackingId === undefined) settingsById.clear()
      else settingsById.delete(userTrackingId)
    },

    listFaults: (userTrackingId: string | undefined) =>
      find(userTrackingId).flatMap(({ faults = [] }) => faults),

    applyTo: (session: Session): void => {
      const settings = find(session.spec.user_tracking_id)
      for (const { deliveryRules = [], advanceSeconds = 0 } of settings) {
        session.deliveryRules = [...session.deliveryRules, ...deliveryRules]
        if (advanceSeconds > 0) void session.clock.advance(advanceSeconds * 1000)
      }
    },
  }
}
