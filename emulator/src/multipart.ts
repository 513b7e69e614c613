import { ApiError } from './api-error.js'

const HEADER_END = Buffer.from('\r\n\r\n')

export interface FilePart {
  content: Buffer
  /** What the sender says it is; lower case, without parameters. */
  contentType: string | undefined
}

/**
 * The one file part of a multipart body. The boundary is read from the body's first line,
 * since Yoti's PHP client sends no Content-Type header; `filename` is mandatory, as at Yoti.
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
