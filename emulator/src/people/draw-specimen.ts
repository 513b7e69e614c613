import { findDocumentKind } from './document-kind.js'
import { drawBookletPage } from './draw-booklet.js'
import { drawCardBack, drawCardFront } from './draw-card.js'
import { drawFace, FACE_HEIGHT, FACE_WIDTH } from './draw-face.js'
import { drawLetter } from './draw-letter.js'
import { pickPalette } from './draw-paper.js'
import type { Person } from './person.js'
import { buildPrintedDocument, buildPrintedLetter } from './printed-fields.js'
import { createSvg } from './svg.js'

const LETTER_TYPE_PATTERN = /_(BILL|STATEMENT|LETTER|CERTIFICATE|FORM)$/

/** SVG marked SPECIMEN that does not resemble a real country's document. */
export function drawSpecimenDocument(
  person: Person,
  issuingCountry: string,
  documentType: string,
  side: 0 | 1,
  now: number,
): string {
  const palette = pickPalette(issuingCountry)
  if (LETTER_TYPE_PATTERN.test(documentType)) {
    return drawLetter(buildPrintedLetter(person, issuingCountry, documentType, now), palette)
  }
  const printed = buildPrintedDocument(person, issuingCountry, documentType, now)
  if (findDocumentKind(documentType).isBooklet) return drawBookletPage(person, printed, palette)
  return side === 0
    ? drawCardFront(person, printed, palette)
    : drawCardBack(person, printed, palette)
}

export function drawSpecimenFace(person: Person): string {
  return createSvg(FACE_WIDTH, FACE_HEIGHT, 'Specimen: a drawn face', drawFace(person))
}
