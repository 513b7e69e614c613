import type { RequestedCheck, SessionSpec } from '../yoti/session-spec.js'

export interface StartDescription {
  needsDocument: boolean
  /** What will be checked, and why. */
  checks: { title: string; why: string }[]
  collected: string[]
  /** Minutes that the person has. */
  minutes: number
  /** When Yoti deletes it, in words. */
  deleted: string
}

export interface StartRetention {
  /** Both in seconds. */
  clientSessionTokenTtl: number
  resourcesTtl: number
  /** Milliseconds after a session ended; undefined: nothing is erased by itself. */
  eraseAfter: number | undefined
}

const CHECKS: Record<RequestedCheck['type'], { title: string; why: string }> = {
  ID_DOCUMENT_AUTHENTICITY: {
    title: 'Your document is genuine',
    why: 'to see that it is real, valid and unaltered',
  },
  LIVENESS: {
    title: 'You are really there',
    why: 'so that nobody can use a picture of you',
  },
  ID_DOCUMENT_FACE_MATCH: {
    title: 'The document is yours',
    why: 'by comparing your face with its photo',
  },
  FACE_COMPARISON: {
    title: 'You are the person we know',
    why: 'by comparing your face with a picture that we already hold',
  },
  ID_DOCUMENT_COMPARISON: {
    title: 'Your two documents agree',
    why: 'by comparing the names and dates of birth on them',
  },
  THIRD_PARTY_IDENTITY: {
    title: 'Your details are known elsewhere',
    why: 'by asking a reference agency about your name and address',
  },
  WATCHLIST_SCREENING: {
    title: 'You are on no sanctions list',
    why: 'because the law asks us to look',
  },
  WATCHLIST_ADVANCED_CA: {
    title: 'You are on no watchlist',
    why: 'because the law asks us to look',
  },
  FAMILIAR_FACE_SEARCH: {
    title: 'You are not somebody else here already',
    why: 'by looking for your face among those we know',
  },
  IBV_VISUAL_REVIEW_CHECK: {
    title: 'A person looks at your document',
    why: 'in the branch that you visit',
  },
  DOCUMENT_SCHEME_VALIDITY_CHECK: {
    title: 'Your document is accepted here',
    why: 'because the scheme allows certain documents only',
  },
  PROFILE_DOCUMENT_MATCH: {
    title: 'Your document fits your details',
    why: 'by comparing it with what you told us',
  },
}

const PROFILE = {
  title: 'Your identity, by a recognised scheme',
  why: 'so that others may rely on it too',
}

const COLLECTED: Record<string, string> = {
  ID_DOCUMENT: 'pictures of your identity document',
  LIVENESS: 'a picture of your face',
  ID_DOCUMENT_TEXT_DATA_EXTRACTION:
    'what is written on the document, such as your name and date of birth',
  SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION:
    'what is written on the supporting document, such as your address',
  SUPPLEMENTARY_DOCUMENT: 'a supporting document, such as a utility bill',
}

const NEED_DOCUMENT = new Set<string>([
  'ID_DOCUMENT_AUTHENTICITY',
  'ID_DOCUMENT_FACE_MATCH',
  'ID_DOCUMENT_COMPARISON',
  'ID_DOCUMENT_TEXT_DATA_EXTRACTION',
  'THIRD_PARTY_IDENTITY',
  'WATCHLIST_SCREENING',
  'WATCHLIST_ADVANCED_CA',
  'IBV_VISUAL_REVIEW_CHECK',
  'DOCUMENT_SCHEME_VALIDITY_CHECK',
  'PROFILE_DOCUMENT_MATCH',
])

/** What the start page says before anything is asked of the person. */
export function describeStart(spec: SessionSpec, retention: StartRetention): StartDescription {
  const checks = spec.requested_checks?.map(({ type }) => type) ?? []
  const tasks = spec.requested_tasks?.map(({ type }) => type) ?? []
  const documents = listDocuments(spec, [...checks, ...tasks])
  const profile = asksForProfile(spec) ? ['LIVENESS', 'ID_DOCUMENT_TEXT_DATA_EXTRACTION'] : []
  const collected = [...documents, ...checks, ...tasks, ...profile].flatMap(
    (type) => COLLECTED[type] ?? [],
  )
  return {
    needsDocument: documents.length > 0,
    checks: [
      ...[...new Set(checks)].map((type) => CHECKS[type]),
      ...(asksForProfile(spec) ? [PROFILE] : []),
    ],
    collected: [...new Set(collected)],
    minutes: Math.floor(retention.clientSessionTokenTtl / 60),
    deleted: describeDeletion(retention),
  }
}

/** Without `required_documents`, Yoti asks for one ID document where a check or task needs it. */
function listDocuments(spec: SessionSpec, types: readonly string[]): string[] {
  if (spec.required_documents !== undefined) return spec.required_documents.map(({ type }) => type)
  const needed = asksForProfile(spec) || types.some((type) => NEED_DOCUMENT.has(type))
  return needed ? ['ID_DOCUMENT'] : []
}

function asksForProfile(spec: SessionSpec): boolean {
  return (
    spec.identity_profile_requirements !== undefined ||
    spec.advanced_identity_profile_requirements !== undefined
  )
}

/** Yoti's own clock starts with the first picture, or when the time to finish ends: the later one is said. */
function describeDeletion(retention: StartRetention): string {
  const { clientSessionTokenTtl, resourcesTtl, eraseAfter } = retention
  if (eraseAfter === undefined || eraseAfter >= (clientSessionTokenTtl + resourcesTtl) * 1000) {
    return `${describeDuration(resourcesTtl)} after your time to finish ended, at the latest`
  }
  return eraseAfter === 0
    ? 'as soon as your check has ended'
    : `${describeDuration(eraseAfter / 1000)} after your check has ended`
}

/** For example `604800` as `7 days`; partial units are rounded up, never kept longer than said. */
export function describeDuration(seconds: number): string {
  const [count, unit] =
    seconds >= 2 * 86_400
      ? [Math.ceil(seconds / 86_400), 'day']
      : [Math.ceil(seconds / 3600), 'hour']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
