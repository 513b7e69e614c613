import type { Session } from '../sessions/session.js'
import type { ResultView } from './view/result-view.js'

export { listCountries, type Country } from './view/country-name.js'
export { getDocumentTypeName } from './view/document-title.js'

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
  getResultView(session: Session): Promise<ResultView | undefined>
  /** The steps of the waiting page, from what we keep of the checks. */
  getProgressSteps(session: Session): ProgressStep[]
}
