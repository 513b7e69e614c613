import type { NewMedia } from '../sessions/media.js'
import { ApiError, createPropertyError } from './api-error.js'

const MAX_BYTES = 10_000_000
const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47])
const JPEG = Buffer.from([0xff, 0xd8, 0xff])
const PDF = Buffer.from('%PDF-')

// The official Node SDK sends image/jpg.
const IMAGE_TYPES: Partial<Record<string, string>> = {
  'image/jpg': 'image/jpeg',
  'image/jpeg': 'image/jpeg',
  'image/png': 'image/png',
}

/** Detected by the first bytes. */
export function parseImage(content: Buffer): NewMedia {
  if (startsWith(content, JPEG)) return { contentType: 'image/jpeg', content }
  if (startsWith(content, PNG)) return { contentType: 'image/png', content }
  throw new ApiError('UNPROCESSABLE_MEDIA')
}

export function parsePdf(content: Buffer): NewMedia {
  if (startsWith(content, PDF)) return { contentType: 'application/pdf', content }
  throw new ApiError('UNPROCESSABLE_MEDIA')
}

function startsWith(content: Buffer, magic: Buffer): boolean {
  return content.length <= MAX_BYTES && content.subarray(0, magic.length).equals(magic)
}

/** One image in a multipart body. It must be what its content type says. */
export function parseImagePart(body: Buffer, field: string): NewMedia {
  const { content, contentType = '' } = parseFilePart(body, field)
  const declared = IMAGE_TYPES[contentType.toLowerCase()]
  if (declared === undefined) throw new ApiError('UNSUPPORTED_TYPE')
  const image = parseImage(content)
  if (image.contentType !== declared) throw new ApiError('UNPROCESSABLE_MEDIA')
  return image
}

/**
 * Accepts one file. Takes the boundary from the first line of the body
 * because Yoti's PHP SDK sends no Content-Type header. As at Yoti, `filename` is required.
 */
function parseFilePart(body: Buffer, field: string) {
  const reject = (message: string) => createPropertyError(field, message)
  const delimiter = body.subarray(0, Math.max(body.indexOf('\r\n'), 0)).toString('latin1')
  const headEnd = body.indexOf('\r\n\r\n')
  const end = body.indexOf(`\r\n${delimiter}--`, headEnd + 4, 'latin1')
  if (!/^--./.test(delimiter) || headEnd < 0 || end < 0) throw reject('must be multipart')

  const head = body.subarray(delimiter.length, headEnd).toString()
  const disposition = /^content-disposition:\s*form-data(;.*)$/im.exec(head)?.[1] ?? ''
  if (readParameter(disposition, 'name') !== field) throw reject('must not be null')
  if (readParameter(disposition, 'filename') === undefined) throw reject('must have a filename')
  const contentType = /^content-type:\s*([^;\s]+)/im.exec(head)?.[1]
  return { content: body.subarray(headEnd + 4, end), contentType }
}

function readParameter(disposition: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}=(?:"([^"]+)"|([^";\\s]+))`, 'i').exec(disposition)
  return match?.[1] ?? match?.[2]
}
