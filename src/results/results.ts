import type { Session } from '../sessions/session.js'
import type { ResultView } from './describe/result-view.js'

export { listCountries, type Country } from './describe/country-name.js'
export { nameDocumentType } from './describe/document-title.js'

export interface ProgressStep {
  type: string
  title: string
  state: 'waiting' | 'running' | 'done'
  /** The state in words. */
  label: string
}

/** What other domains may ask of results. */
export interface Results {
  /**
   * The view model of `views/results/results.ejs`, read from Yoti for this one page and never kept.
   * Resolves to undefined when Yoti has deleted the session.
   */
  describe(session: Session): Promise<ResultView | undefined>
  /** The steps of the waiting page, from what we keep of the checks. */
  listProgress(session: Session): ProgressStep[]
}
