import { humanise, type Texts, type TextValues } from '../http/texts.js'
import {
  listRequiredDocuments,
  requestsIdentityProfile,
  type RequestedItem,
  type SessionSpec,
} from '../yoti/session-spec.js'

export interface RetentionPeriods {
  /** Both TTLs are in seconds. */
  clientSessionTokenTtl: number
  resourcesTtl: number
  /** undefined if nothing is erased automatically. */
  eraseAfterMs: number | undefined
}

/** What the start page and the privacy page say about the checks of a session. */
export function toStartView(spec: SessionSpec, retention: RetentionPeriods, texts: Texts) {
  return {
    steps: listSteps(spec),
    needs: texts.list(listNeeds(spec, texts)),
    checks: listStartChecks(spec, texts),
    collected: listCollectedData(spec, texts),
    /** Who asks for consent to the use of the face, if it is used. */
    consent: getConsent(spec),
    recipients: listRecipients(spec, texts),
    decision: involvesExperts(spec) ? 'experts' : 'software',
    /** The user’s time limit. */
    minutes: Math.floor(retention.clientSessionTokenTtl / 60),
    /** When Yoti deletes the data, as the end of a sentence. */
    deleted: formatDeletionTime(retention, texts),
  }
}

/** Of the user, as named in `views/partials/steps.ejs`. */
function listSteps(spec: SessionSpec): string[] {
  const hasDocument = listRequiredDocuments(spec).length > 0
  return [...(hasDocument ? ['document'] : []), ...(getConsent(spec) ? ['face'] : []), 'result']
}

function listNeeds(spec: SessionSpec, { t }: Texts): string[] {
  const count = listIdDocuments(spec).length
  return [
    ...(count === 0 ? [] : [t('needs.idDocuments', { count })]),
    ...listSupportingDocuments(spec).map((type) =>
      t(type === 'PROOF_OF_ADDRESS' ? 'needs.proofOfAddress' : 'needs.supportingDocument'),
    ),
    t('needs.camera'),
  ]
}

export function listIdDocuments(spec: SessionSpec) {
  return listRequiredDocuments(spec).filter(({ type }) => type === 'ID_DOCUMENT')
}

function listSupportingDocuments(spec: SessionSpec) {
  return listRequiredDocuments(spec).flatMap((document) => {
    if (document.type !== 'SUPPLEMENTARY_DOCUMENT') return []
    const isProof = document.objective?.type === 'PROOF_OF_ADDRESS'
    return isProof ? 'PROOF_OF_ADDRESS' : 'SUPPLEMENTARY_DOCUMENT'
  })
}

function listStartChecks(spec: SessionSpec, texts: Texts) {
  const { t, find } = texts
  const ids = listIdDocuments(spec)
  const acceptsExpired = ids.some(({ filter }) => filter?.allow_expired_documents === true)
  // A check that the catalogue does not explain has only a title.
  const explain = (type: string, values: TextValues = {}) => ({
    title: find(`startChecks.${type}.title`, values) ?? humanise(type),
    why: find(`startChecks.${type}.why`, values) ?? '',
  })
  const all = [
    ...(spec.requested_checks ?? []).map((check) =>
      explain(check.type, {
        count: Math.max(ids.length, 1),
        context: getVariant(check, acceptsExpired),
        watchlists:
          check.type === 'WATCHLIST_SCREENING' && formatWatchlists(check.config?.categories, texts),
      }),
    ),
    ...listSupportingDocuments(spec).map((type) => explain(type)),
    ...listSchemeTypes(spec).map((type) => ({
      title: find(`schemes.${type}`) ?? t('schemes.any'),
      why: t('schemes.why'),
    })),
  ]
  return [...new Map(all.map((each) => [`${each.title} ${each.why}`, each])).values()]
}

/** A check whose text depends on its configuration. */
function getVariant(check: RequestedItem, acceptsExpired: boolean): string | undefined {
  if (check.type === 'FAMILIAR_FACE_SEARCH') return check.config?.approval_criteria
  return check.type === 'ID_DOCUMENT_AUTHENTICITY' && acceptsExpired ? 'expired' : undefined
}

function formatWatchlists(categories: readonly string[] = [], texts: Texts) {
  const any = texts.t('watchlists.any')
  const names = categories.map((category) => texts.find(`watchlists.${category}`) ?? any)
  return names.length === 0 ? any : texts.list(names)
}

function listSchemeTypes(spec: SessionSpec): string[] {
  const simple = spec.identity_profile_requirements
  const { profiles = [] } = spec.advanced_identity_profile_requirements ?? {}
  return [
    ...(simple === undefined ? [] : [simple.scheme.type]),
    ...profiles.flatMap(({ schemes }) => schemes.map(({ type }) => type)),
  ]
}

/** What an identity profile collects, whatever else is requested. */
const PROFILE_DATA = ['LIVENESS', 'ID_DOCUMENT_TEXT_DATA_EXTRACTION', 'scheme']

/** The data that Yoti holds about the user. */
function listCollectedData(spec: SessionSpec, { find }: Texts): string[] {
  const { requested_checks: checks = [], requested_tasks: tasks = [] } = spec
  const types = [...listRequiredDocuments(spec), ...checks, ...tasks].map(({ type }) => type)
  const all = [...types, ...(requestsIdentityProfile(spec) ? PROFILE_DATA : []), 'device']
  return [...new Set(all.flatMap((type) => find(`collected.${type}`) ?? []))]
}

const FACE_CHECKS = [
  'LIVENESS',
  'ID_DOCUMENT_FACE_MATCH',
  'FACE_COMPARISON',
  'FAMILIAR_FACE_SEARCH',
]

function getConsent(spec: SessionSpec): 'yoti' | 'business' | undefined {
  const types = (spec.requested_checks ?? []).map(({ type }) => type)
  const usesFace = requestsIdentityProfile(spec) || FACE_CHECKS.some((type) => types.includes(type))
  if (!usesFace) return undefined
  return spec.block_biometric_consent === true ? 'business' : 'yoti'
}

/** Apart from Yoti. */
function listRecipients({ requested_checks: checks = [] }: SessionSpec, { find }: Texts): string[] {
  return [...new Set(checks.flatMap(({ type }) => find(`privacy.recipients.${type}`) ?? []))]
}

/** People at Yoti check if the specification does not exclude it. */
function involvesExperts({ requested_checks: checks = [] }: SessionSpec): boolean {
  const configs = checks.map(({ config }) => (config ?? {}) as { manual_check?: string })
  return configs.some(({ manual_check: check = 'NEVER' }) => check !== 'NEVER')
}

/** Yoti’s retention starts with the first photo or at the token’s expiry; the page gives the later end. */
function formatDeletionTime(retention: RetentionPeriods, texts: Texts): string {
  const { clientSessionTokenTtl, resourcesTtl, eraseAfterMs } = retention
  const latest = clientSessionTokenTtl + resourcesTtl
  const byYoti = texts.t('deleted.withinOfStarting', { duration: formatDuration(latest, texts) })
  if (eraseAfterMs === undefined || eraseAfterMs >= latest * 1000) return byYoti
  const when =
    eraseAfterMs === 0
      ? texts.t('deleted.atEnd')
      : texts.t('deleted.afterEnd', { duration: formatDuration(eraseAfterMs / 1000, texts) })
  return texts.t('deleted.orDecided', { when, latest: byYoti })
}

/** For example `604800` as `7 days`; rounds up, so that data is never kept longer than the page says. */
function formatDuration(seconds: number, { t }: Texts): string {
  return seconds >= 2 * 86_400
    ? t('duration.days', { count: Math.ceil(seconds / 86_400) })
    : t('duration.hours', { count: Math.ceil(seconds / 3600) })
}
