/** Delays in milliseconds. Checks finish in the same order as at Yoti, but soon enough to watch. */
export interface Timeline {
  /** From an upload until the extra frames of the same page are stored. */
  framesAfterUpload: number
  /** The user waits for this. With 0 the response does not need a timer, so a manual clock may stand still. */
  textExtraction: number
  livenessAttempt: number
  /** From finish until the first check without expert review is done. */
  automatedChecks: number
  /** From finish until the first check with expert review is done. */
  expertChecks: number
  betweenChecks: number
}

export const DEFAULT_TIMELINE: Timeline = {
  framesAfterUpload: 300,
  textExtraction: 0,
  livenessAttempt: 0,
  automatedChecks: 1800,
  expertChecks: 4500,
  betweenChecks: 700,
}

export function accelerateTimeline(speed: number): Partial<Timeline> {
  return Object.fromEntries(
    Object.entries(DEFAULT_TIMELINE).map(([name, ms]) => [name, Math.round(ms / speed)]),
  )
}
