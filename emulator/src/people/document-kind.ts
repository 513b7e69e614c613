const BOOKLETS = ['PASSPORT', 'TRAVEL_DOCUMENT']
const CARDS_WITH_MRZ = ['NATIONAL_ID', 'RESIDENCE_PERMIT']
const ONE_SIDED_CARDS = ['PASS_CARD']

/** How the document is made: what decides its fields, its sides and how it is drawn. */
export interface DocumentKind {
  /** A page of a booklet with an MRZ of two lines; else a card. */
  isBooklet: boolean
  hasMrz: boolean
  sides: 1 | 2
}

export function findDocumentKind(documentType: string): DocumentKind {
  const isBooklet = BOOKLETS.includes(documentType)
  return {
    isBooklet,
    hasMrz: isBooklet || CARDS_WITH_MRZ.includes(documentType),
    sides: isBooklet || ONE_SIDED_CARDS.includes(documentType) ? 1 : 2,
  }
}
