import { ApiError } from './api-error.js'

const HEADER_END = Buffer.from('\r\n\r\n')

export interface FilePart {
  content: Buffer
  /** As declared by the sender, in lower case, without parameters. */
  contentType: string | undefined
}

/**
 * Accepts one file. Takes the boundary from the first line of the body
 * because Yoti's PHP SDK sends no Content-Type header. As at Yoti, `filename` is required.
 */
export function parseFilePart(body: Buffer, field: string): FilePart {
  const firstLineEnd = body.indexOf('\r\n')
  const delimiter = body.subarray(0, Math.max(firstLineEnd, 0))
  if (delimiter.length < 3 || delimiter.subarray(0, 2).toString() !== '--')
    reject('must be multipart')

  const headEnd = body.indexOf(HEADER_END, firstLineEnd)
  const head = headEnd < 0 ? '' : body.subarray(firstLineEnd + 2, headEnd).toString()
  const disposition = /^content-disposition:\s*form-data(;.*)$/im.exec(head)?.[1] ?? ''
  if (readParameter(disposition, 'name') !== field) reject('must not be null')
  if (readParameter(disposition, 'filename') === undefined) reject('must have a filename')

  const start = headEnd + HEADER_END.length
  const end = body.indexOf(
    Buffer.concat([Buffer.from('\r\n'), delimiter, Buffer.from('--')]),
    start,
  )
  if (end < 0) reject('must be multipart')
  const declared = /^content-type:\s*([^;\s]+)/im.exec(head)?.[1]
  return { content: body.subarray(start, end), contentType: declared?.toLowerCase() }

  function reject(message: string): never {
    throw new ApiError('PAYLOAD_VALIDATION', [{ property: field, message }])
  }
}

function readParameter(disposition: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}=(?:"([^"]+)"|([^";\\s]+))`, 'i').exec(disposition)
  return match?.[1] ?? match?.[2]
}
