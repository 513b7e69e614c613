import type { Session } from '../session.js'
import type { Fault } from './fault.js'

/** Whom a fault is for: one session, or all sessions that carry a user tracking id, existing or yet to come. */
export type FaultTarget = Session | { userTrackingId: string }

export interface FaultRegistry {
  /** Replaces what was set for the same addressee; an empty list ends it. */
  set(target: FaultTarget, faults: readonly Fault[]): void
  /** The next fault for this request, counted as used. */
  take(
    endpoint: string,
    request: { session?: Session | undefined; body: Buffer },
  ): Fault | undefined
}

interface ActiveFault {
  fault: Fault
  left: number
}

const MAX_TRACKING_IDS = 1_000

export function createFaultRegistry(): FaultRegistry {
  const faultsBySession = new WeakMap<Session, ActiveFault[]>()
  const faultsByTrackingId = new Map<string, ActiveFault[]>()
  // Nobody who sets no faults pays for them.
  let isUsed = false

  function setTrackingFaults(userTrackingId: string, activeFaults: ActiveFault[]): void {
    faultsByTrackingId.delete(userTrackingId)
    if (activeFaults.length > 0) faultsByTrackingId.set(userTrackingId, activeFaults)
    if (faultsByTrackingId.size > MAX_TRACKING_IDS) {
      const [oldest = ''] = faultsByTrackingId.keys()
      faultsByTrackingId.delete(oldest)
    }
  }

  return {
    set(target, faults) {
      isUsed ||= faults.length > 0
      const activeFaults = faults.map((fault) => ({ fault, left: countUses(fault) }))
      if ('id' in target) faultsBySession.set(target, activeFaults)
      else setTrackingFaults(target.userTrackingId, activeFaults)
    },
    take(endpoint, { session, body }) {
      if (!isUsed) return undefined
      const tracking = session ? session.spec.user_tracking_id : readTrackingId(body)
      const candidates = [
        ...((session && faultsBySession.get(session)) ?? []),
        ...(faultsByTrackingId.get(tracking ?? '') ?? []),
      ]
      const next = candidates.find(({ fault, left }) => left > 0 && fault.endpoint === endpoint)
      if (next === undefined) return undefined
      next.left -= 1
      return next.fault
    },
  }
}

function countUses({ times }: Fault): number {
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
