import type { RequestedCheck, SessionSpec } from '../yoti/session-spec.js'
import { asksForProfile, listRequiredDocuments } from './required-documents.js'

export interface StartDescription {
  needsDocument: boolean
  /** What will be checked, and why. */
  checks: { title: string; why: string }[]
  collected: string[]
  /** Minutes that the person has. */
  minutes: number
  /** How long Yoti keeps it, in words. */
  kept: string
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

/** What the start page says before anything is asked of the person. */
export function describeStart(
  spec: SessionSpec,
  clientSessionTokenTtl: number,
  resourcesTtl: number,
): StartDescription {
  const checks = spec.requested_checks?.map(({ type }) => type) ?? []
  const tasks = spec.requested_tasks?.map(({ type }) => type) ?? []
  const documents = listRequiredDocuments(spec).map(({ type }) => type)
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
    minutes: Math.floor(clientSessionTokenTtl / 60),
    kept: describeDuration(resourcesTtl),
  }
}

/** For example `604800` as `7 days`; partial units are rounded up, never kept longer than said. */
export function describeDuration(seconds: number): string {
  const [count, unit] =
    seconds >= 2 * 86_400
      ? [Math.ceil(seconds / 86_400), 'day']
      : [Math.ceil(seconds / 3600), 'hour']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
