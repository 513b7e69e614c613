import { authenticity } from './reports/authenticity.js'
import { documentComparison, faceComparison } from './reports/comparison.js'
import { faceMatch } from './reports/face-match.js'
import { liveness } from './reports/liveness.js'
import type { ReportBuilder } from './reports/report-facts.js'
import { textData } from './reports/text-data.js'
import { synecticsFraud, thirdPartyFraud, thirdPartyIdentity } from './reports/third-party.js'
import { watchlist } from './reports/watchlist.js'

const BUILDERS: Partial<Record<string, ReportBuilder>> = {
  ID_DOCUMENT_AUTHENTICITY: authenticity,
  ID_DOCUMENT_TEXT_DATA_CHECK: textData,
  SUPPLEMENTARY_DOCUMENT_TEXT_DATA_CHECK: textData,
  LIVENESS: liveness,
  ID_DOCUMENT_FACE_MATCH: faceMatch,
  FACE_COMPARISON: faceComparison,
  ID_DOCUMENT_COMPARISON: documentComparison,
  THIRD_PARTY_IDENTITY: thirdPartyIdentity,
  THIRD_PARTY_IDENTITY_FRAUD_1: thirdPartyFraud,
  SYNECTICS_IDENTITY_FRAUD: synecticsFraud,
  WATCHLIST_SCREENING: watchlist,
  WATCHLIST_ADVANCED_CA: watchlist,
}

// In-branch checks and the face search have no breakdown.
const DEFAULT_BUILDER: ReportBuilder = {
  templates: ['SUCCESS', 'FAIL'],
  build: (template) => ({
    recommendation: { value: template === 'SUCCESS' ? 'APPROVE' : 'REJECT' },
    breakdown: [],
  }),
}

export function findReportBuilder(checkType: string): ReportBuilder {
  return BUILDERS[checkType] ?? DEFAULT_BUILDER
}
