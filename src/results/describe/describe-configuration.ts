import type { RequiredResource, SessionConfiguration } from '../../yoti/session-configuration.js'
import { CHECK_TITLES } from './check-words.js'
import { DOCUMENT_TYPES } from './document-words.js'
import { showRaw } from './raw-values.js'
import type { Row, SurroundingsView } from './result-view.js'
import { humanise, sayIn, type Words } from './words.js'

const RESOURCES: Words = {
  ID_DOCUMENT: 'Identity document',
  SUPPLEMENTARY_DOCUMENT: 'Supporting document',
  LIVENESS: 'Face of the person',
  FACE_CAPTURE: 'Reference picture of the face',
  APPLICANT_PROFILE: 'Details of the person',
}

const STATES: Words = { REQUIRED: 'Not given', IN_PROGRESS: 'Begun', COMPLETE: 'Given' }

const ATTEMPTS: Words = {
  GENERIC: 'Attempts left when a picture cannot be used',
  RECLASSIFICATION: 'Attempts left when the document is not the one that was chosen',
}

const CONSENTS: Words = {
  REQUIRED: 'Asked for, not given',
  NOT_REQUIRED: 'Not asked for',
  CAPTURED: 'Given',
}

/** What the session asked for, and what of it was given. */
export function describeConfiguration(configuration: SessionConfiguration): SurroundingsView {
  const { requested_checks: checks = [], capture = {} } = configuration
  const { biometric_consent: consent, required_resources: resources = [] } = capture
  return {
    rows: [
      ...(checks.length === 0
        ? []
        : [row('Checks', ...checks.map((type) => sayIn(CHECK_TITLES, type)))]),
      ...(consent === undefined
        ? []
        : [row('Consent to the face check', sayIn(CONSENTS, consent))]),
      ...resources.map(describeResource),
    ],
    raw: showRaw(shorten(configuration)),
  }
}

function describeResource(resource: RequiredResource): Row {
  const { state, document_types: types = [], attempts_remaining: attempts = {} } = resource
  const countries = resource.supported_countries?.length
  return row(
    sayIn(RESOURCES, resource.type),
    ...(state === undefined ? [] : [sayIn(STATES, state)]),
    ...(types.length === 0 ? [] : [types.map((type) => sayIn(DOCUMENT_TYPES, type)).join(', ')]),
    ...(countries === undefined
      ? []
      : [`From ${countries} ${countries === 1 ? 'country' : 'countries'}`]),
    ...Object.entries(attempts).map(
      ([kind, left]) =>
        `${ATTEMPTS[kind] ?? `Attempts left, ${humanise(kind).toLowerCase()}`}: ${left}`,
    ),
  )
}

/** Without every document of every country, which would be most of the page. */
function shorten({ capture, ...rest }: SessionConfiguration): object {
  const { required_resources: resources = [], ...others } = capture ?? {}
  const shortened = resources.map(({ supported_countries: countries = [], ...resource }) => ({
    ...resource,
    ...(countries.length === 0 ? {} : { supported_countries: countries.map(({ code }) => code) }),
  }))
  return { ...rest, capture: { ...others, required_resources: shortened } }
}

function row(label: string, ...lines: string[]): Row {
  return { label, lines, monospace: false }
}
