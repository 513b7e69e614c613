import { humanise, type Texts } from '../http/texts.js'
import { listSchemes, type Profile, type SchemeCompliance } from '../outcome/evaluate-profiles.js'
import {
  getDocumentTitle,
  hasLines,
  toLinks,
  toRawJson,
  toRow,
  type Item,
  type ResultContext,
  type Row,
  type Tone,
} from './result-view.js'

const RESULT_TONES: Readonly<Record<string, Tone>> = { DONE: 'good', ABORTED: 'bad' }

export function toProfileViews(context: ResultContext): Item[] {
  const { result, t } = context
  const { identity_profile: simple, advanced_identity_profile: advanced } = result
  return [
    ...(simple ? [toProfileView(simple, t('results.profile'), context)] : []),
    ...(advanced ? [toProfileView(advanced, t('results.advancedProfile'), context)] : []),
  ]
}

function toProfileView(profile: Profile, title: string, context: ResultContext): Item {
  const { t, label } = context
  const { failure_reason: failure, result } = profile
  const { reason_code: reason, requirements_not_met_details: details = [] } = failure ?? {}
  const schemes = listSchemes(profile)
  const isPartlyMet = result === 'DONE' && schemes.some((each) => each.requirements_met === false)
  return {
    title,
    verdict: isPartlyMet ? t('results.partlyMet') : label('profileResult', result),
    tone: isPartlyMet ? 'attention' : (RESULT_TONES[result] ?? 'attention'),
    reason: reason && label('reason', reason),
    rows: [
      ...schemes.map((scheme) => toSchemeRow(scheme, context)),
      ...details.map((detail) => toFailureRow(detail, context)),
    ],
    files: toLinks(context, profile.identity_profile_report, 'results.profileReport'),
    raw: toRawJson(profile),
  }
}

function toSchemeRow(compliance: SchemeCompliance, { t, label }: Texts): Row {
  const { scheme, trust_framework: framework, requirements_not_met_info: info } = compliance
  const { type, objective } = scheme ?? {}
  const name = type === undefined ? t('results.scheme') : label('scheme', type)
  const met = t(compliance.requirements_met === false ? 'results.notMet' : 'results.met')
  return toRow(
    objective === undefined ? name : `${name}, ${humanise(objective).toLowerCase()}`,
    info ? `${met}: ${label('reason', info).toLowerCase()}` : met,
    framework && label('trustFramework', framework),
  )
}

type FailureDetails = NonNullable<Profile['failure_reason']>['requirements_not_met_details']

/** Yoti sends empty strings for unknown values. */
function toFailureRow(detail: NonNullable<FailureDetails>[number], texts: Texts): Row {
  const { t, label } = texts
  const { failure_type: type, details: reason, document_type } = detail
  const issuing_country = detail.document_country_iso_code
  const row = toRow(
    type ? label('profileFailure', type) : t('results.requirement'),
    reason && label('reason', reason),
    document_type && getDocumentTitle({ document_type, issuing_country }, texts),
  )
  return hasLines(row) ? row : toRow(row.label, t('results.notMet'))
}
