/** What the rest of a specification contains. */
interface SpecContents {
  /** Whether a check or a task of the type is requested. */
  requests: (type: string) => boolean
  documents: readonly { type: string }[]
  isInBranch: boolean
  hasApplicantProfile: boolean
}

interface ItemRule {
  /** Yoti requests an identity document for it. */
  needsDocument?: true
  /** May be repeated with another `config`: another search, pool or scheme. */
  isRepeatable?: true
  /** What else it needs, and whether the specification contains it. */
  requirement?: string
  isMet?: (contents: SpecContents) => boolean
}

export const CHECKS = {
  ID_DOCUMENT_AUTHENTICITY: { needsDocument: true },
  LIVENESS: {},
  ID_DOCUMENT_FACE_MATCH: {
    needsDocument: true,
    requirement: 'a LIVENESS check',
    isMet: ({ isInBranch, requests }) =>
      isInBranch || requests('LIVENESS') || requests('FACE_COMPARISON'),
  },
  FACE_COMPARISON: {
    requirement: 'a LIVENESS or face match check',
    isMet: ({ requests }) => requests('LIVENESS') || requests('ID_DOCUMENT_FACE_MATCH'),
  },
  ID_DOCUMENT_COMPARISON: {
    needsDocument: true,
    requirement: 'two documents in required_documents',
    isMet: ({ documents }) => documents.length > 1,
  },
  THIRD_PARTY_IDENTITY: {
    needsDocument: true,
    requirement: 'an ID_DOCUMENT_TEXT_DATA_EXTRACTION task',
    isMet: ({ isInBranch, requests }) => isInBranch || requests('ID_DOCUMENT_TEXT_DATA_EXTRACTION'),
  },
  WATCHLIST_SCREENING: { needsDocument: true },
  WATCHLIST_ADVANCED_CA: { needsDocument: true, isRepeatable: true },
  FAMILIAR_FACE_SEARCH: { isRepeatable: true },
  IBV_VISUAL_REVIEW_CHECK: { needsDocument: true },
  PROFILE_DOCUMENT_MATCH: {
    needsDocument: true,
    requirement: 'resources.applicant_profile',
    isMet: ({ hasApplicantProfile }) => hasApplicantProfile,
  },
  DOCUMENT_SCHEME_VALIDITY_CHECK: { needsDocument: true, isRepeatable: true },
} satisfies Record<string, ItemRule>

export const TASKS = {
  ID_DOCUMENT_TEXT_DATA_EXTRACTION: { needsDocument: true },
  SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION: {
    requirement: 'a SUPPLEMENTARY_DOCUMENT in required_documents',
    isMet: ({ documents }) => documents.some(({ type }) => type === 'SUPPLEMENTARY_DOCUMENT'),
  },
} satisfies Record<string, ItemRule>

interface SchemeRule {
  framework: (typeof TRUST_FRAMEWORKS)[number]
  objectives?: readonly string[]
}

export const TRUST_FRAMEWORKS = ['UK_TFIDA', 'YOTI_GLOBAL'] as const
const DBS = { framework: 'UK_TFIDA', objectives: ['BASIC', 'STANDARD', 'ENHANCED'] } as const
const IDENTITY = { framework: 'YOTI_GLOBAL', objectives: ['AL_L1', 'AL_M1'] } as const

export const SCHEMES = {
  DBS,
  DBS_RTW: DBS,
  RTW: { framework: 'UK_TFIDA' },
  RTR: { framework: 'UK_TFIDA' },
  IDENTITY,
  IDENTITY_PLUS_ADDRESS: IDENTITY,
  GBR_RTW_SHARECODE: { framework: 'YOTI_GLOBAL' },
  CAN_CRC: { framework: 'YOTI_GLOBAL' },
} satisfies Record<string, SchemeRule>

export const findItemRule = createFinder<ItemRule>({ ...CHECKS, ...TASKS })
export const findSchemeRule = createFinder<SchemeRule>(SCHEMES)

/** The word may be unknown, or the name of a property that every object has. */
function createFinder<Rule>(rules: Readonly<Record<string, Rule>>) {
  return (word: string) => (Object.hasOwn(rules, word) ? rules[word] : undefined)
}
