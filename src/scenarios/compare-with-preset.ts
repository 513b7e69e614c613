import type { SessionSpec } from '../yoti/session-spec.js'
import type { Contradiction } from '../yoti/session-spec-rules.js'
import { compareDocuments } from './compare-documents.js'
import { compareResponses } from './compare-responses.js'
import type { Scenario } from './scenario.js'

/** What a scenario says of things that its preset does not ask for: it would have no effect, or never end. */
export function compareWithPreset(scenario: Scenario, spec: SessionSpec): Contradiction[] {
  return [
    ...compareResponses(scenario, spec),
    ...compareDocuments(scenario, spec),
    ...compareFace(scenario, spec),
  ]
}

function compareFace({ preset, capture }: Scenario, spec: SessionSpec): Contradiction[] {
  const isAsked = (spec.requested_checks ?? []).some(({ type }) => type === 'FACE_COMPARISON')
  if (capture.referenceFace === isAsked) return []
  const message = isAsked
    ? `expected true, since the preset "${preset}" has a FACE_COMPARISON and the client waits for the picture, got false`
    : `expected false, since the preset "${preset}" has no FACE_COMPARISON, got true`
  return [{ path: ['capture', 'referenceFace'], message }]
}
