import type { SessionSpec } from '../yoti/session-spec.js'
import type { SpecIssue } from '../yoti/session-spec-rules.js'
import { validateDocuments } from './validate-documents.js'
import { validateResponseConfig } from './validate-response-config.js'
import type { Scenario } from './scenario.js'

/** Finds what the preset does not request: it would have no effect, or the scenario would never end. */
export function validateAgainstPreset(scenario: Scenario, spec: SessionSpec): SpecIssue[] {
  return [
    ...validateResponseConfig(scenario, spec),
    ...validateDocuments(scenario, spec),
    ...validateReferenceFace(scenario, spec),
  ]
}

function validateReferenceFace({ preset, capture }: Scenario, spec: SessionSpec): SpecIssue[] {
  const isRequested = (spec.requested_checks ?? []).some(({ type }) => type === 'FACE_COMPARISON')
  if (capture.referenceFace === isRequested) return []
  const message = isRequested
    ? `expected true, because the preset "${preset}" has a FACE_COMPARISON and the client waits for the picture, got false`
    : `expected false, because the preset "${preset}" has no FACE_COMPARISON, got true`
  return [{ path: ['capture', 'referenceFace'], message }]
}
