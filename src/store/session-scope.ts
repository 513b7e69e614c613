import type { ExpressionBuilder } from 'kysely'
import type { Schema } from './schema.js'

/** A session exists only at the target and for the application that created it. */
export interface SessionScope {
  target: string
  /** SDK id; undefined matches any. */
  application: string | undefined
}

/** Sessions created before the application was stored match any application. */
export function filterByScope({ target, application }: SessionScope) {
  return (eb: ExpressionBuilder<Schema, 'sessions'>) => {
    const matchesTarget = eb('target', '=', target)
    if (application === undefined) return matchesTarget
    const matchesApplication = eb.or([
      eb('application', 'is', null),
      eb('application', '=', application),
    ])
    return eb.and([matchesTarget, matchesApplication])
  }
}
