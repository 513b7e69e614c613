import type { SessionSpec } from '../yoti/session-spec.js'
import type { SpecIssue } from '../yoti/describe-issues.js'
import { describeAcceptedDocuments } from './describe-accepted-documents.js'
import { isAccepted, listAcceptedDocuments } from './accepted-documents.js'
import type { Scenario } from './scenario.js'

/** Documents that the client would not offer for the requirement at the same position. */
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
        {
          path,
          message: `expected at most ${count} because the preset "${preset}" requires no more`,
        },
      ]
    }
    const { country, type, form, captureMethod } = document
    return [
      ...(isAccepted(accepted, document)
        ? []
        : [
            {
              path,
              message: `expected a document that the preset "${preset}" accepts (${describeAcceptedDocuments(accepted)}), got ${type} of ${country}`,
            },
          ]),
      ...(form === undefined || accepted.type === 'SUPPLEMENTARY_DOCUMENT'
        ? []
        : [
            {
              path: [...path, 'form'],
              message: `expected none for an identity document, got ${form}. Remove it`,
            },
          ]),
      ...(captureMethod !== 'UPLOAD' || allowsUpload
        ? []
        : [
            {
              path: [...path, 'captureMethod'],
              message: `expected CAMERA because the preset "${preset}" allows nothing else, got UPLOAD`,
            },
          ]),
    ]
  })
}
