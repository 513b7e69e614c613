import type { SessionSpec } from '../yoti/session-spec.js'
import type { Contradiction } from '../yoti/session-spec-rules.js'
import { describeOffer } from './describe-offer.js'
import { isTaken, listOffers } from './offer.js'
import type { Scenario } from './scenario.js'

/** Documents that the client would not offer, at the place where the session asks for one. */
export function compareDocuments(
  { preset, capture: { documents = [] } }: Scenario,
  spec: SessionSpec,
): Contradiction[] {
  const offers = listOffers(spec)
  const mayUpload = spec.sdk_config?.allowed_capture_methods === 'CAMERA_AND_UPLOAD'
  return documents.flatMap((document, index): Contradiction[] => {
    const path = ['capture', 'documents', index]
    const offer = offers[index]
    if (offer === undefined) {
      const count = offers.length
      return [
        { path, message: `expected at most ${count}: the preset "${preset}" asks for no more` },
      ]
    }
    const { country, type, form, captureMethod } = document
    return [
      ...(isTaken(offer, document)
        ? []
        : [
            {
              path,
              message: `expected what the preset "${preset}" offers there (${describeOffer(offer)}), got ${type} of ${country}`,
            },
          ]),
      ...(form === undefined || offer.type === 'SUPPLEMENTARY_DOCUMENT'
        ? []
        : [
            {
              path: [...path, 'form'],
              message: `expected none for an identity document, got ${form}. Leave it out`,
            },
          ]),
      ...(captureMethod !== 'UPLOAD' || mayUpload
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
