import type { SessionSpec } from '../yoti/session-spec.js'
import type { SpecIssue } from '../yoti/spec-issue.js'
import { describeAcceptedDocuments } from './describe-accepted-documents.js'
import { isAccepted, listAcceptedDocuments } from './accepted-documents.js'
import type { Scenario } from './scenario.js'

/** Documents that the client would not offer, at the place where the session asks for one. */
export function validateDocuments(
  { preset, capture: { documents = [] } }: Scenario,
  spec: SessionSpec,
): SpecIssue[] {
  const acceptedDocuments = listAcceptedDocuments(spec)
  const allowsUpload = spec.sdk_config?.allowed_capture_methods === 'CAMERA_AND_UPLOAD'
  return documents.flatMap((document, index): SpecIssue[] => {
    const path = ['capture', 'documents', index]
    const accepted = acceptedDocuments[index]
    if (accepted === undefined) {
      const count = acceptedDocuments.length
      return [
        { path, message: `expected at most ${count}: the preset "${preset}" asks for no more` },
      ]
    }
    const { country, type, form, captureMethod } = document
    return [
      ...(isAccepted(accepted, document)
        ? []
        : [
            {
              path,
              message: `expected what the preset "${preset}" offers there (${describeAcceptedDocuments(accepted)}), got ${type} of ${country}`,
            },
          ]),
      ...(form === undefined || accepted.type === 'SUPPLEMENTARY_DOCUMENT'
        ? []
        : [
            {
              path: [...path, 'form'],
              message: `expected none for an identity document, got ${form}. Leave it out`,
            },
          ]),
      ...(captureMethod !== 'UPLOAD' || allowsUpload
        ? []
        : [
            {
              path: [...path, 'captureMethod'],
              message: `expected CAMERA, which is all that the preset "${preset}" allows, got UPLOAD`,
            },
          ]),
    ]
  })
}
