import { randomUUID } from 'node:crypto'
import type { Media } from './media.js'

export interface Breakdown {
  sub_check: string
  result: string
  details: { name: string; value: string }[]
  process?: 'AUTOMATED' | 'EXPERT_REVIEW'
}

export interface Report {
  recommendation: {
    value: string
    reason?: string | undefined
    recovery_suggestion?: string | undefined
  }
  breakdown: Breakdown[]
}

export interface Check {
  readonly id: string
  readonly type: string
  state: 'PENDING' | 'DONE'
  readonly resourcesUsed: string[]
  readonly createdAt: number
  updatedAt: number
  generatedMedia: Media[]
  report?: Report
  /** The data that was compared with a third party's. */
  generatedProfile?: Media
  watchlist?: { summary: Record<string, unknown>; rawResults: Media }
  /** In-branch only: the scheme that the document was checked against. */
  scheme?: string
}

export function createCheck(type: string, resourcesUsed: string[], now: number): Check {
  return {
    id: randomUUID(),
    type,
    state: 'PENDING',
    resourcesUsed,
    createdAt: now,
    updatedAt: now,
    generatedMedia: [],
  }
}
