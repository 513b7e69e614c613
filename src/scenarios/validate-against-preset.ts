import type { SessionSpec } from '../yoti/session-spec.js'
import type { SpecIssue } from '../yoti/describe-issues.js'
import { validateDocuments } from './validate-documents.js'
import { validateResponseConfig } from './validate-response-config.js'
import type { Scenario } from './scenario.js'

/** Parts of a scenario that its preset does not request: they would have no effect, or never complete. */
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
    ? `expected true because the preset "${preset}" requests FACE_COMPARISON, got false`
    : `expected false because the preset "${preset}" does not request FACE_COMPARISON, got true`
  return [{ path: ['capture', 'referenceFace'], message }]
}
