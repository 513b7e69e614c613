import type { SessionResult } from '../../yoti/session-result.js'
import { REASONS } from './check-words.js'
import { titleDocument } from './document-title.js'
import { listSchemes, type Profile, type SchemeCompliance } from '../outcome/profile-schemes.js'
import {
  FAILURE_TYPES,
  PROFILE_REASONS,
  PROFILE_RESULTS,
  SCHEMES,
  TRUST_FRAMEWORKS,
} from './profile-words.js'
import { showRaw } from './raw-values.js'
import type { MediaUrl, ProfileView, Row, Tone } from './result-view.js'
import { humanise, sayIn } from './words.js'

const TONES: Readonly<Record<string, Tone>> = { DONE: 'good', ABORTED: 'bad' }

type FailureDetail = NonNullable<
  NonNullable<Profile['failure_reason']>['requirements_not_met_details']
>[number]

export function describeProfiles(result: SessionResult, mediaUrl: MediaUrl): ProfileView[] {
  const { identity_profile: simple, advanced_identity_profile: advanced } = result
  return [
    ...(simple === undefined ? [] : [describeProfile(simple, 'Identity profile', mediaUrl)]),
    ...(advanced === undefined
      ? []
      : [describeProfile(advanced, 'Advanced identity profile', mediaUrl)]),
  ]
}

function describeProfile(profile: Profile, title: string, mediaUrl: MediaUrl): ProfileView {
  const partly =
    profile.result === 'DONE' &&
    listSchemes(profile).some((scheme) => scheme.requirements_met === false)
  const reason = profile.failure_reason?.reason_code
  const mediaId = profile.identity_profile_report?.media?.id
  return {
    title,
    verdict: partly ? 'Met in part' : sayIn(PROFILE_RESULTS, profile.result),
    tone: partly ? 'attention' : (TONES[profile.result] ?? 'attention'),
    reason: reason && sayIn(PROFILE_REASONS, reason),
    details: [
      ...listSchemes(profile).map(describeScheme),
      ...(profile.failure_reason?.requirements_not_met_details ?? []).map(describeFailure),
    ],
    files:
      mediaId === undefined
        ? []
        : [{ mediaId, url: mediaUrl(mediaId), label: 'Identity profile report (JSON)' }],
    raw: showRaw(profile),
  }
}

function describeScheme(compliance: SchemeCompliance): Row {
  const { scheme, trust_framework: framework, requirements_not_met_info: info } = compliance
  const name = scheme === undefined ? 'Scheme' : sayIn(SCHEMES, scheme.type)
  const objective =
    scheme?.objective === undefined ? '' : `, ${humanise(scheme.objective).toLowerCase()}`
  const met = compliance.requirements_met === false ? 'Not met' : 'Met'
  const why = info ? `: ${sayIn(PROFILE_REASONS, info).toLowerCase()}` : ''
  const under = framework === undefined ? [] : [sayIn(TRUST_FRAMEWORKS, framework)]
  return { label: `${name}${objective}`, lines: [`${met}${why}`, ...under], monospace: false }
}

/** Yoti fills what it does not know with empty strings. */
function describeFailure(detail: FailureDetail): Row {
  const country = detail.document_country_iso_code
  const document = detail.document_type
    ? titleDocument({
        document_type: detail.document_type,
        ...(country ? { issuing_country: country } : {}),
      })
    : ''
  const why = detail.details ? sayIn({ ...PROFILE_REASONS, ...REASONS }, detail.details) : ''
  const lines = [why, document].filter((line) => line !== '')
  return {
    label: detail.failure_type ? sayIn(FAILURE_TYPES, detail.failure_type) : 'Requirement',
    lines: lines.length === 0 ? ['Not met'] : lines,
    monospace: false,
  }
}
