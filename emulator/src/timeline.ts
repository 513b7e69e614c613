/** How long things take, in milliseconds: Yoti's own order, compressed so that a person can watch it. */
export interface Timeline {
  /** From an upload until the extra pictures of the same page are stored. */
  framesAfterUpload: number
  /** What the end user waits for; 0 answers at once, also while a manual clock stands still. */
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
