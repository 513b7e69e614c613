import type { Session } from '../session.js'
import type { Fault } from './fault.js'

/** One session, or all existing and future sessions with a user tracking id. */
export type FaultTarget = Session | { userTrackingId: string }

export interface FaultRegistry {
  /** Replaces earlier faults for the same target. An empty list removes them. */
  set(target: FaultTarget, faults: readonly Fault[]): void
  /** Consumes the next fault for this request. */
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
  // Skip reading the body when there are no faults.
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

/** The body of `POST /sessions` is not validated yet. */
function readTrackingId(body: Buffer): string | undefined {
  try {
    const value = JSON.parse(body.toString()) as { user_tracking_id?: unknown } | null
    const id = value?.user_tracking_id
    return typeof id === 'string' ? id : undefined
  } catch {
    return undefined
  }
}
