import { humanise, type Texts } from '../http/texts.js'
import { listSchemes, type Profile, type SchemeCompliance } from '../outcome/evaluate-profiles.js'
import {
  getDocumentTitle,
  toFileLinks,
  toRawJson,
  toRow,
  type ResultContext,
  type Row,
  type Tone,
} from './result-view.js'

const RESULT_TONES: Readonly<Record<string, Tone>> = { DONE: 'good', ABORTED: 'bad' }

type FailureDetail = NonNullable<
  NonNullable<Profile['failure_reason']>['requirements_not_met_details']
>[number]

export function toProfileViews(context: ResultContext) {
  const { t } = context.texts
  const { identity_profile: simple, advanced_identity_profile: advanced } = context.result
  return [
    ...(simple === undefined ? [] : [toProfileView(simple, t('results.profile'), context)]),
    ...(advanced === undefined
      ? []
      : [toProfileView(advanced, t('results.advancedProfile'), context)]),
  ]
}

function toProfileView(profile: Profile, title: string, context: ResultContext) {
  const { texts } = context
  const { failure_reason: failure, result } = profile
  const schemes = listSchemes(profile)
  const isPartlyMet =
    result === 'DONE' && schemes.some(({ requirements_met: met }) => met === false)
  return {
    title,
    verdict: isPartlyMet ? texts.t('results.partlyMet') : texts.label('profileResult', result),
    tone: isPartlyMet ? 'attention' : (RESULT_TONES[result] ?? 'attention'),
    reason: failure?.reason_code && texts.label('reason', failure.reason_code),
    details: [
      ...schemes.map((scheme) => toSchemeRow(scheme, texts)),
      ...(failure?.requirements_not_met_details ?? []).map((detail) => toFailureRow(detail, texts)),
    ],
    files: toFileLinks(context, profile.identity_profile_report, texts.t('results.profileReport')),
    raw: toRawJson(profile),
  }
}

function toSchemeRow(compliance: SchemeCompliance, texts: Texts): Row {
  const { scheme, trust_framework: framework, requirements_not_met_info: info } = compliance
  const name = scheme === undefined ? texts.t('results.scheme') : texts.label('scheme', scheme.type)
  const objective =
    scheme?.objective === undefined ? '' : `, ${humanise(scheme.objective).toLowerCase()}`
  const met = texts.t(compliance.requirements_met === false ? 'results.notMet' : 'results.met')
  const reason = info ? `: ${texts.label('reason', info).toLowerCase()}` : ''
  return toRow(
    `${name}${objective}`,
    `${met}${reason}`,
    ...(framework === undefined ? [] : [texts.label('trustFramework', framework)]),
  )
}

/** Yoti sends empty strings for unknown values. */
function toFailureRow(detail: FailureDetail, texts: Texts): Row {
  const { failure_type: type, details: reason, document_type, document_country_iso_code } = detail
  const issuing_country = document_country_iso_code === '' ? undefined : document_country_iso_code
  const document = document_type ? getDocumentTitle({ document_type, issuing_country }, texts) : ''
  const lines = [reason ? texts.label('reason', reason) : '', document].filter(Boolean)
  return toRow(
    type ? texts.label('profileFailure', type) : texts.t('results.requirement'),
    ...(lines.length === 0 ? [texts.t('results.notMet')] : lines),
  )
}
