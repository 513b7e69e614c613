import type { SessionSpec } from '../yoti/session-spec.js'
import type { SpecIssue } from '../yoti/spec-issue.js'
import { validateDocuments } from './validate-documents.js'
import { validateResponseConfig } from './validate-response-config.js'
import type { Scenario } from './scenario.js'

/** What a scenario says of things that its preset does not ask for: it would have no effect, or never end. */
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
    ? `expected true, since the preset "${preset}" has a FACE_COMPARISON and the client waits for the picture, got false`
    : `expected false, since the preset "${preset}" has no FACE_COMPARISON, got true`
  return [{ path: ['capture', 'referenceFace'], message }]
}
