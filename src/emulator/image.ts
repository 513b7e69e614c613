import { ErrorAnswer } from './error-answer.js'
import type { NewMedia } from './media.js'

const MAX_BYTES = 10_000_000
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47])
const JPEG = Buffer.from([0xff, 0xd8, 0xff])

/** A JPEG or PNG picture by its first bytes, whatever it was called (Yoti's Node client says image/jpg). */
export function parseImage(content: Buffer): NewMedia {
  if (content.length <= MAX_BYTES) {
    if (content.subarray(0, 3).equals(JPEG)) return { contentType: 'image/jpeg', content }
    if (content.subarray(0, 4).equals(PNG)) return { contentType: 'image/png', content }
  }
  throw new ErrorAnswer('UNPROCESSABLE_MEDIA')
}

export function parsePdf(content: Buffer): NewMedia {
  if (content.length > MAX_BYTES || content.subarray(0, 5).toString('latin1') !== '%PDF-') {
    throw new ErrorAnswer('UNPROCESSABLE_MEDIA')
  }
  return { contentType: 'application/pdf', content }
}
