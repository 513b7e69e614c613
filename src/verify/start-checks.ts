import type { RequestedCheck, SessionSpec } from '../yoti/session-spec.js'
import { listRequiredDocuments } from './required-documents.js'
import { describeSchemes } from './start-schemes.js'

export interface StartCheck {
  title: string
  why: string
}

/** How a session looks to the checks that depend on more than themselves. */
interface Documents {
  idDocuments: number
  /** Whether one that has expired is taken. */
  expired: boolean
}

type Describe<Type extends RequestedCheck['type']> = (
  check: Extract<RequestedCheck, { type: Type }>,
  documents: Documents,
) => StartCheck

const say = (title: string, why: string) => () => ({ title, why })

const CHECKS: { [Type in RequestedCheck['type']]: Describe<Type> } = {
  ID_DOCUMENT_AUTHENTICITY: (_check, { idDocuments, expired }) => ({
    title: idDocuments > 1 ? 'Your documents are genuine' : 'Your document is genuine',
    why: `to see that ${idDocuments > 1 ? 'they are' : 'it is'} real${expired ? '' : ', valid'} and unaltered`,
  }),
  LIVENESS: say('You are really there', 'so that nobody can use a picture of you'),
  ID_DOCUMENT_FACE_MATCH: (_check, { idDocuments }) => ({
    title: idDocuments > 1 ? 'The documents are yours' : 'The document is yours',
    why: `by comparing your face with ${idDocuments > 1 ? 'their photos' : 'its photo'}`,
  }),
  FACE_COMPARISON: say(
    'You are the person we know',
    'by comparing your face with a picture that we already hold',
  ),
  ID_DOCUMENT_COMPARISON: (_check, { idDocuments }) => ({
    title: 'Your two documents agree',
    why: `by comparing the names ${idDocuments > 1 ? 'and dates of birth ' : ''}on them`,
  }),
  THIRD_PARTY_IDENTITY: say(
    'Your details are known elsewhere',
    'by asking a reference agency about your name and address',
  ),
  WATCHLIST_SCREENING: ({ config: { categories = [] } }) => ({
    title: 'You are on no watchlist',
    why: `by looking for your name in ${listSources(categories)}`,
  }),
  WATCHLIST_ADVANCED_CA: say(
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
  IBV_VISUAL_REVIEW_CHECK: say('A person looks at your document', 'in the branch that you visit'),
  DOCUMENT_SCHEME_VALIDITY_CHECK: say(
    'Your document is accepted here',
    'because the scheme allows certain documents only',
  ),
  PROFILE_DOCUMENT_MATCH: say(
    'Your document fits your details',
    'by comparing it with what you told us',
  ),
}

const SOURCES: Readonly<Record<string, string>> = {
  SANCTIONS: 'lists of sanctions, warnings and people in public office',
  'ADVERSE-MEDIA': 'unfavourable news',
}

/** What will be checked, and how or why, each once. */
export function describeStartChecks(spec: SessionSpec): StartCheck[] {
  const documents = listRequiredDocuments(spec)
  const idDocuments = documents.filter(({ type }) => type === 'ID_DOCUMENT')
  const facts = {
    idDocuments: idDocuments.length,
    expired: idDocuments.some(({ filter }) => filter?.allow_expired_documents === true),
  }
  const checks = (spec.requested_checks ?? []).map((check) => describeCheck(check, facts))
  const supporting = documents.flatMap((document) =>
    document.type === 'SUPPLEMENTARY_DOCUMENT' ? [describeSupporting(document.objective.type)] : [],
  )
  const all = [...checks, ...supporting, ...describeSchemes(spec)]
  return [...new Map(all.map((each) => [`${each.title} ${each.why}`, each])).values()]
}

function describeCheck(check: RequestedCheck, facts: Documents): StartCheck {
  const describe = CHECKS[check.type] as (check: RequestedCheck, facts: Documents) => StartCheck
  return describe(check, facts)
}

function describeSupporting(objective: string): StartCheck {
  return objective === 'PROOF_OF_ADDRESS'
    ? { title: 'Where you live', why: 'by a document with your name and address' }
    : { title: 'A supporting document', why: 'because what you apply for asks for one' }
}

function listSources(categories: readonly string[]): string {
  const known = categories.map((category) => SOURCES[category] ?? 'watchlists')
  return known.length === 0 ? 'watchlists' : new Intl.ListFormat('en-GB').format(known)
}
