import type { RequestedItem, SessionSpec } from '../yoti/session-spec.js'
import { listRequiredDocuments } from '../yoti/required-documents.js'
import { listSchemeChecks, type StartCheck } from './start-schemes.js'

export type { StartCheck } from './start-schemes.js'

interface DocumentFacts {
  idDocumentCount: number
  acceptsExpired: boolean
}

type ToStartCheck = (check: RequestedItem, facts: DocumentFacts) => StartCheck

const fixedText = (title: string, why: string) => () => ({ title, why })

const UNKNOWN_CHECK = fixedText('Another check', 'because your application needs it')

const CHECK_TEXTS: Readonly<Record<string, ToStartCheck>> = {
  ID_DOCUMENT_AUTHENTICITY: (_check, { idDocumentCount, acceptsExpired }) => ({
    title: idDocumentCount > 1 ? 'Your documents are genuine' : 'Your document is genuine',
    why: `to confirm that ${idDocumentCount > 1 ? 'they are' : 'it is'} real${acceptsExpired ? '' : ', in date'} and unaltered`,
  }),
  LIVENESS: fixedText('You’re a real person', 'not a photo of someone'),
  ID_DOCUMENT_FACE_MATCH: (_check, { idDocumentCount }) => ({
    title: idDocumentCount > 1 ? 'The documents belong to you' : 'The document belongs to you',
    why: `by comparing your face with ${idDocumentCount > 1 ? 'their photos' : 'its photo'}`,
  }),
  FACE_COMPARISON: fixedText(
    'You’re the person we know',
    'by comparing your face with a photo we already hold',
  ),
  ID_DOCUMENT_COMPARISON: (_check, { idDocumentCount }) => ({
    title: 'Your two documents match',
    why: `by comparing the names ${idDocumentCount > 1 ? 'and dates of birth ' : ''}on them`,
  }),
  THIRD_PARTY_IDENTITY: fixedText(
    'Your details match other records',
    'by checking your name and address with a reference agency',
  ),
  WATCHLIST_SCREENING: ({ config: { categories = [] } = {} }) => ({
    title: 'You aren’t on a watchlist',
    why: `by searching ${formatWatchlists(categories)} for your name`,
  }),
  WATCHLIST_ADVANCED_CA: fixedText(
    'You aren’t on a watchlist',
    'by searching watchlists for your name and other spellings of it',
  ),
  FAMILIAR_FACE_SEARCH: ({ config }) => ({
    title:
      config?.approval_criteria === 'MATCH'
        ? 'You’re someone we know'
        : 'You aren’t already registered under another name',
    why: 'by searching for your face among those we know',
  }),
  IBV_VISUAL_REVIEW_CHECK: fixedText(
    'A member of staff looks at your document',
    'in the branch you visit',
  ),
  DOCUMENT_SCHEME_VALIDITY_CHECK: fixedText(
    'Your document is accepted here',
    'because the scheme only allows certain documents',
  ),
  PROFILE_DOCUMENT_MATCH: fixedText(
    'Your document matches your details',
    'by comparing it with the details you gave us',
  ),
}

const WATCHLIST_TEXTS: Readonly<Record<string, string>> = {
  SANCTIONS: 'lists of sanctions, warnings and people in public office',
  'ADVERSE-MEDIA': 'negative news reports',
}

export function listStartChecks(spec: SessionSpec): StartCheck[] {
  const documents = listRequiredDocuments(spec)
  const idDocuments = documents.filter(({ type }) => type === 'ID_DOCUMENT')
  const facts = {
    idDocumentCount: idDocuments.length,
    acceptsExpired: idDocuments.some(({ filter }) => filter?.allow_expired_documents === true),
  }
  const checks = (spec.requested_checks ?? []).map((check) =>
    (CHECK_TEXTS[check.type] ?? UNKNOWN_CHECK)(check, facts),
  )
  const supporting = documents.flatMap((document) =>
    document.type === 'SUPPLEMENTARY_DOCUMENT'
      ? [toSupportingDocumentCheck(document.objective?.type)]
      : [],
  )
  const all = [...checks, ...supporting, ...listSchemeChecks(spec)]
  return [...new Map(all.map((each) => [`${each.title} ${each.why}`, each])).values()]
}

function toSupportingDocumentCheck(objective: string | undefined): StartCheck {
  return objective === 'PROOF_OF_ADDRESS'
    ? { title: 'Where you live', why: 'from a document with your name and address' }
    : { title: 'A supporting document', why: 'because your application needs one' }
}

function formatWatchlists(categories: readonly string[]): string {
  const known = categories.map((category) => WATCHLIST_TEXTS[category] ?? 'watchlists')
  return known.length === 0 ? 'watchlists' : new Intl.ListFormat('en-GB').format(known)
}
