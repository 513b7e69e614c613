import type { ExpressionBuilder } from 'kysely'
import type { Schema } from './schema.js'

/** Which Yoti made a session, and for which application: no other knows of it. */
export interface SessionScope {
  target: string
  /** undefined for any. */
  application: string | undefined
}

/** Those from before the application was kept are everybody's. */
export function filterByScope({ target, application }: SessionScope) {
  return (eb: ExpressionBuilder<Schema, 'sessions'>) => {
    const ofTarget = eb('target', '=', target)
    if (application === undefined) return ofTarget
    const ofApplication = eb.or([
      eb('application', 'is', null),
      eb('application', '=', application),
    ])
    return eb.and([ofTarget, ofApplication])
  }
}
