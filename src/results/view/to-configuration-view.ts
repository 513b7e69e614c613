import type { RequiredResource, SessionConfiguration } from '../../yoti/session-metadata.js'
import { CHECK_TITLES } from '../../labels/check-labels.js'
import { DOCUMENT_TYPES } from '../../labels/document-types.js'
import { toRawJson } from './raw-json.js'
import type { Row, MetadataView } from './result-view.js'
import { humanise, label, type Labels } from '../../labels/labels.js'

const RESOURCE_LABELS: Labels = {
  ID_DOCUMENT: 'Identity document',
  SUPPLEMENTARY_DOCUMENT: 'Supporting document',
  LIVENESS: 'Liveness capture',
  FACE_CAPTURE: 'Reference photo of the face',
  APPLICANT_PROFILE: 'Applicant details',
}

const STATE_LABELS: Labels = {
  REQUIRED: 'Not provided',
  IN_PROGRESS: 'In progress',
  COMPLETE: 'Provided',
}

const ATTEMPT_LABELS: Labels = {
  GENERIC: 'Attempts left if a photo cannot be used',
  RECLASSIFICATION: 'Attempts left if the document is not the one that was chosen',
}

const CONSENT_LABELS: Labels = {
  REQUIRED: 'Requested, not given',
  NOT_REQUIRED: 'Not requested',
  CAPTURED: 'Given',
}

/** What the session requested, and what was provided. */
export function toConfigurationView(configuration: SessionConfiguration): MetadataView {
  const { requested_checks: checks = [], capture = {} } = configuration
  const { biometric_consent: consent, required_resources: resources = [] } = capture
  return {
    rows: [
      ...(checks.length === 0
        ? []
        : [toRow('Checks', ...checks.map((type) => label(CHECK_TITLES, type)))]),
      ...(consent === undefined
        ? []
        : [toRow('Consent to biometric data', label(CONSENT_LABELS, consent))]),
      ...resources.map(toResourceRow),
    ],
    raw: toRawJson(omitSupportedDocuments(configuration)),
  }
}

function toResourceRow(resource: RequiredResource): Row {
  const { state, document_types: types = [], attempts_remaining: attempts = {} } = resource
  const countries = resource.supported_countries?.length
  return toRow(
    label(RESOURCE_LABELS, resource.type),
    ...(state === undefined ? [] : [label(STATE_LABELS, state)]),
    ...(types.length === 0 ? [] : [types.map((type) => label(DOCUMENT_TYPES, type)).join(', ')]),
    ...(countries === undefined
      ? []
      : [`From ${countries} ${countries === 1 ? 'country' : 'countries'}`]),
    ...Object.entries(attempts).map(
      ([kind, left]) =>
        `${ATTEMPT_LABELS[kind] ?? `Attempts left, ${humanise(kind).toLowerCase()}`}: ${left}`,
    ),
  )
}

/** The supported documents of all countries would fill most of the page. */
function omitSupportedDocuments({ capture, ...rest }: SessionConfiguration): object {
  const { required_resources: resources = [], ...otherFields } = capture ?? {}
  const shortened = resources.map(({ supported_countries: countries = [], ...resource }) => ({
    ...resource,
    ...(countries.length === 0 ? {} : { supported_countries: countries.map(({ code }) => code) }),
  }))
  return { ...rest, capture: { ...otherFields, required_resources: shortened } }
}

function toRow(label: string, ...lines: string[]): Row {
  return { label, lines, monospace: false }
}
