import type { RequestedCheck, SessionSpec } from '../yoti/session-spec.js'
import { listRequiredDocuments } from '../yoti/list-required-documents.js'
import { listSchemeChecks, type StartCheck } from './start-schemes.js'

export type { StartCheck } from './start-schemes.js'

/** How a session looks to the checks that depend on more than themselves. */
interface DocumentFacts {
  idDocumentCount: number
  /** Whether one that has expired is taken. */
  acceptsExpired: boolean
}

type ToStartCheck<Type extends RequestedCheck['type']> = (
  check: Extract<RequestedCheck, { type: Type }>,
  facts: DocumentFacts,
) => StartCheck

const fixedText = (title: string, why: string) => () => ({ title, why })

const CHECK_TEXTS: { [Type in RequestedCheck['type']]: ToStartCheck<Type> } = {
  ID_DOCUMENT_AUTHENTICITY: (_check, { idDocumentCount, acceptsExpired }) => ({
    title: idDocumentCount > 1 ? 'Your documents are genuine' : 'Your document is genuine',
    why: `to see that ${idDocumentCount > 1 ? 'they are' : 'it is'} real${acceptsExpired ? '' : ', valid'} and unaltered`,
  }),
  LIVENESS: fixedText('You are really there', 'so that nobody can use a picture of you'),
  ID_DOCUMENT_FACE_MATCH: (_check, { idDocumentCount }) => ({
    title: idDocumentCount > 1 ? 'The documents are yours' : 'The document is yours',
    why: `by comparing your face with ${idDocumentCount > 1 ? 'their photos' : 'its photo'}`,
  }),
  FACE_COMPARISON: fixedText(
    'You are the person we know',
    'by comparing your face with a picture that we already hold',
  ),
  ID_DOCUMENT_COMPARISON: (_check, { idDocumentCount }) => ({
    title: 'Your two documents agree',
    why: `by comparing the names ${idDocumentCount > 1 ? 'and dates of birth ' : ''}on them`,
  }),
  THIRD_PARTY_IDENTITY: fixedText(
    'Your details are known elsewhere',
    'by asking a reference agency about your name and address',
  ),
  WATCHLIST_SCREENING: ({ config: { categories = [] } }) => ({
    title: 'You are on no watchlist',
    why: `by looking for your name in ${formatWatchlists(categories)}`,
  }),
  WATCHLIST_ADVANCED_CA: fixedText(
    'You are on no watchlist',
    'by looking for your name, also in other spellings, in watchlists',
  ),
  FAMILIAR_FACE_SEARCH: ({ config }) => ({
    title:
      config.approval_criteria === 'MATCH'
        ? 'You are somebody we know'
        : 'You are not somebody else here already',
    why: 'by looking for your face among those we know',
  }),
  IBV_VISUAL_REVIEW_CHECK: fixedText(
    'A person looks at your document',
    'in the branch that you visit',
  ),
  DOCUMENT_SCHEME_VALIDITY_CHECK: fixedText(
    'Your document is accepted here',
    'because the scheme allows certain documents only',
  ),
  PROFILE_DOCUMENT_MATCH: fixedText(
    'Your document fits your details',
    'by comparing it with what you told us',
  ),
}

const WATCHLIST_TEXTS: Readonly<Record<string, string>> = {
  SANCTIONS: 'lists of sanctions, warnings and people in public office',
  'ADVERSE-MEDIA': 'unfavourable news',
}

/** What will be checked, and how or why, each once. */
export function listStartChecks(spec: SessionSpec): StartCheck[] {
  const documents = listRequiredDocuments(spec)
  const idDocuments = documents.filter(({ type }) => type === 'ID_DOCUMENT')
  const facts = {
    idDocumentCount: idDocuments.length,
    acceptsExpired: idDocuments.some(({ filter }) => filter?.allow_expired_documents === true),
  }
  const checks = (spec.requested_checks ?? []).map((check) => toStartCheck(check, facts))
  const supporting = documents.flatMap((document) =>
    document.type === 'SUPPLEMENTARY_DOCUMENT'
      ? [toSupportingDocumentCheck(document.objective.type)]
      : [],
  )
  const all = [...checks, ...supporting, ...listSchemeChecks(spec)]
  return [...new Map(all.map((each) => [`${each.title} ${each.why}`, each])).values()]
}

function toStartCheck(check: RequestedCheck, facts: DocumentFacts): StartCheck {
  const describe = CHECK_TEXTS[check.type] as (
    check: RequestedCheck,
    facts: DocumentFacts,
  ) => StartCheck
  return describe(check, facts)
}

function toSupportingDocumentCheck(objective: string): StartCheck {
  return objective === 'PROOF_OF_ADDRESS'
    ? { title: 'Where you live', why: 'by a document with your name and address' }
    : { title: 'A supporting document', why: 'because what you apply for asks for one' }
}

function formatWatchlists(categories: readonly string[]): string {
  const known = categories.map((category) => WATCHLIST_TEXTS[category] ?? 'watchlists')
  return known.length === 0 ? 'watchlists' : new Intl.ListFormat('en-GB').format(known)
}
