import { label, type Labels } from './labels.js'

export const DOCUMENT_TYPES: Labels = {
  PASSPORT: 'Passport',
  DRIVING_LICENCE: 'Driving licence',
  NATIONAL_ID: 'National identity card',
  STATE_ID: 'State identity card',
  RESIDENCE_PERMIT: 'Residence permit',
  PASS_CARD: 'PASS card',
  TRAVEL_DOCUMENT: 'Travel document',
  AADHAAR: 'Aadhaar card',
  POSTAL_ID: 'Postal identity card',
  SSS_ID_CARD: 'SSS identity card',
  UTILITY_BILL: 'Utility bill',
  BANK_STATEMENT: 'Bank statement',
  COUNCIL_TAX_BILL: 'Council tax bill',
  PHONE_BILL: 'Phone bill',
  MOBILE_PHONE_BILL: 'Mobile phone bill',
  DVLA_FORM: 'DVLA form',
}

/** `DRIVING_LICENCE` becomes "Driving licence". */
export function getDocumentTypeName(type: string): string {
  return label(DOCUMENT_TYPES, type)
}
