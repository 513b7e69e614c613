import type { Session } from '../session.js'
import type { Fault } from './fault.js'

/** Whom a fault is for: one session, or all sessions that carry a user tracking id, existing or yet to come. */
export type Addressee = Session | { userTrackingId: string }

export interface FaultBook {
  /** Replaces what was set for the same addressee; an empty list ends it. */
  set(addressee: Addressee, faults: readonly Fault[]): void
  /** The next fault for this request, counted as used. */
  take(endpoint: string, whom: { session?: Session | undefined; body: Buffer }): Fault | undefined
}

interface ArmedFault {
  fault: Fault
  left: number
}

const MOST_TRACKINGS = 1_000

export function createFaultBook(): FaultBook {
  const ofSessions = new WeakMap<Session, ArmedFault[]>()
  const ofTrackings = new Map<string, ArmedFault[]>()
  // Nobody who sets no faults pays for them.
  let isUsed = false

  function setTracking(userTrackingId: string, armed: ArmedFault[]): void {
    ofTrackings.delete(userTrackingId)
    if (armed.length > 0) ofTrackings.set(userTrackingId, armed)
    if (ofTrackings.size > MOST_TRACKINGS) {
      const [oldest = ''] = ofTrackings.keys()
      ofTrackings.delete(oldest)
    }
  }

  return {
    set(addressee, faults) {
      isUsed ||= faults.length > 0
      const armed = faults.map((fault) => ({ fault, left: count(fault) }))
      if ('id' in addressee) ofSessions.set(addressee, armed)
      else setTracking(addressee.userTrackingId, armed)
    },
    take(endpoint, { session, body }) {
      if (!isUsed) return undefined
      const tracking = session ? session.spec.user_tracking_id : readTrackingId(body)
      const candidates = [
        ...((session && ofSessions.get(session)) ?? []),
        ...(ofTrackings.get(tracking ?? '') ?? []),
      ]
      const next = candidates.find(({ fault, left }) => left > 0 && fault.endpoint === endpoint)
      if (next === undefined) return undefined
      next.left -= 1
      return next.fault
    },
  }
}

function count({ times }: Fault): number {
  return times === 'always' ? Infinity : times
}

/** From the body of `POST /sessions`, which may be anything. */
function readTrackingId(body: Buffer): string | undefined {
  try {
    const value = JSON.parse(body.toString()) as { user_tracking_id?: unknown } | null
    const id = value?.user_tracking_id
    return typeof id === 'string' ? id : undefined
  } catch {
    return undefined
  }
}
