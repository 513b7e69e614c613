import { ApiError } from './api-error.js'
import type { NewMedia } from './media.js'
import type { FilePart } from './multipart.js'

const MAX_BYTES = 10_000_000
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47])
const JPEG = Buffer.from([0xff, 0xd8, 0xff])

/** Detected by the first bytes. */
export function parseImage(content: Buffer): NewMedia {
  if (content.length <= MAX_BYTES) {
    if (content.subarray(0, 3).equals(JPEG)) return { contentType: 'image/jpeg', content }
    if (content.subarray(0, 4).equals(PNG)) return { contentType: 'image/png', content }
  }
  throw new ApiError('UNPROCESSABLE_MEDIA')
}

// The official Node SDK sends image/jpg.
const SUPPORTED_CONTENT_TYPES: Partial<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/jpeg': 'image/jpeg',
  'image/png': 'image/png',
}

/** The content must match the declared content type. */
export function parseDeclaredImage({ content, contentType }: FilePart): NewMedia {
  const declared = SUPPORTED_CONTENT_TYPES[contentType ?? '']
  if (declared === undefined) throw new ApiError('UNSUPPORTED_TYPE')
  const image = parseImage(content)
  if (image.contentType !== declared) throw new ApiError('UNPROCESSABLE_MEDIA')
  return image
}

export function parsePdf(content: Buffer): NewMedia {
  if (content.length > MAX_BYTES || content.subarray(0, 5).toString('latin1') !== '%PDF-') {
    throw new ApiError('UNPROCESSABLE_MEDIA')
  }
  return { contentType: 'application/pdf', content }
}
