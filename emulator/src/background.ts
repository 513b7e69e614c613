import type { SessionClock } from './session-clock.js'
import type { Session } from './session.js'
import type { Timeline } from './timeline.js'

export type NotificationTopic =
  | 'resource_update'
  | 'task_completion'
  | 'check_completion'
  | 'session_completion'
  | 'client_session_token_deleted'

export type Notify = (
  session: Session,
  topic: NotificationTopic,
  about?: { resource_id?: string; task_id?: string; check_id?: string },
) => void

export interface Background {
  readonly timeline: Timeline
  readonly notify: Notify
  now(session: Session): number
  /** Runs later, unless the session has been deleted or the emulator closed by then. */
  schedule(session: Session, ms: number, run: () => void): void
  wait(session: Session, ms: number): Promise<void>
  close(): void
}

export function createBackground(dependencies: {
  clock: SessionClock
  timeline: Timeline
  notify: Notify
  isKnown: (session: Session) => boolean
}): Background {
  const { clock, timeline, notify, isKnown } = dependencies
  const pending = new Set<() => void>()

  function startTimer(session: Session, ms: number, run: () => void): void {
    const cancel = clock.setTimer(
      session,
      () => {
        pending.delete(cancel)
        run()
      },
      ms,
    )
    pending.add(cancel)
  }

  return {
    timeline,
    notify,
    now: clock.now,
    schedule(session, ms, run) {
      startTimer(session, ms, () => {
        if (isKnown(session)) run()
      })
    },
    async wait(session, ms) {
      if (ms === 0) return
      await new Promise<void>((resolve) => {
        startTimer(session, ms, resolve)
      })
    },
    close() {
      for (const cancel of pending) cancel()
      pending.clear()
    },
  }
}
