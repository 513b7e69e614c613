const BOOKLETS = ['PASSPORT', 'TRAVEL_DOCUMENT']
const CARDS_WITH_MRZ = ['NATIONAL_ID', 'RESIDENCE_PERMIT']
const ONE_SIDED_CARDS = ['PASS_CARD']

export interface DocumentKind {
  /** A booklet page with a two-line MRZ, otherwise a card. */
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
