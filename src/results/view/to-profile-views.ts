import type { SessionResult } from '../../yoti/session-result.js'
import { REASONS } from '../../labels/check-labels.js'
import { getDocumentTitle } from './document-title.js'
import {
  listSchemes,
  type Profile,
  type SchemeCompliance,
} from '../../outcome/evaluate-profiles.js'
import {
  FAILURE_TYPES,
  PROFILE_REASONS,
  PROFILE_RESULTS,
  SCHEMES,
  TRUST_FRAMEWORKS,
} from '../../labels/profile-labels.js'
import { toRawJson } from './raw-json.js'
import type { MediaUrl, ProfileView, Row, Tone } from './result-view.js'
import { humanise, label } from '../../labels/labels.js'

const RESULT_TONES: Readonly<Record<string, Tone>> = { DONE: 'good', ABORTED: 'bad' }

type FailureDetail = NonNullable<
  NonNullable<Profile['failure_reason']>['requirements_not_met_details']
>[number]

export function toProfileViews(result: SessionResult, mediaUrl: MediaUrl): ProfileView[] {
  const { identity_profile: simple, advanced_identity_profile: advanced } = result
  return [
    ...(simple === undefined ? [] : [toProfileView(simple, 'Identity profile', mediaUrl)]),
    ...(advanced === undefined
      ? []
      : [toProfileView(advanced, 'Advanced identity profile', mediaUrl)]),
  ]
}

function toProfileView(profile: Profile, title: string, mediaUrl: MediaUrl): ProfileView {
  const partlyMet =
    profile.result === 'DONE' &&
    listSchemes(profile).some((scheme) => scheme.requirements_met === false)
  const reason = profile.failure_reason?.reason_code
  const mediaId = profile.identity_profile_report?.media?.id
  return {
    title,
    verdict: partlyMet ? 'Partly met' : label(PROFILE_RESULTS, profile.result),
    tone: partlyMet ? 'attention' : (RESULT_TONES[profile.result] ?? 'attention'),
    reason: reason && label(PROFILE_REASONS, reason),
    details: [
      ...listSchemes(profile).map(toSchemeRow),
      ...(profile.failure_reason?.requirements_not_met_details ?? []).map(toFailureRow),
    ],
    files:
      mediaId === undefined
        ? []
        : [{ mediaId, url: mediaUrl(mediaId), label: 'Identity profile report (JSON)' }],
    raw: toRawJson(profile),
  }
}

function toSchemeRow(compliance: SchemeCompliance): Row {
  const { scheme, trust_framework: framework, requirements_not_met_info: info } = compliance
  const name = scheme === undefined ? 'Scheme' : label(SCHEMES, scheme.type)
  const objective =
    scheme?.objective === undefined ? '' : `, ${humanise(scheme.objective).toLowerCase()}`
  const met = compliance.requirements_met === false ? 'Not met' : 'Met'
  const reason = info ? `: ${label(PROFILE_REASONS, info).toLowerCase()}` : ''
  const frameworkLines = framework === undefined ? [] : [label(TRUST_FRAMEWORKS, framework)]
  return {
    label: `${name}${objective}`,
    lines: [`${met}${reason}`, ...frameworkLines],
    monospace: false,
  }
}

/** Yoti sends empty strings for unknown values. */
function toFailureRow(detail: FailureDetail): Row {
  const country = detail.document_country_iso_code
  const document = detail.document_type
    ? getDocumentTitle({
        document_type: detail.document_type,
        ...(country ? { issuing_country: country } : {}),
      })
    : ''
  const reason = detail.details ? label({ ...PROFILE_REASONS, ...REASONS }, detail.details) : ''
  const lines = [reason, document].filter((line) => line !== '')
  return {
    label: detail.failure_type ? label(FAILURE_TYPES, detail.failure_type) : 'Requirement',
    lines: lines.length === 0 ? ['Not met'] : lines,
    monospace: false,
  }
}
