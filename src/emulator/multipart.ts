import { ErrorAnswer } from './error-answer.js'

const HEAD_END = Buffer.from('\r\n\r\n')

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
    refuse('must be multipart')

  const headEnd = body.indexOf(HEAD_END, firstLineEnd)
  const head = headEnd < 0 ? '' : body.subarray(firstLineEnd + 2, headEnd).toString()
  const disposition = /^content-disposition:\s*form-data(;.*)$/im.exec(head)?.[1] ?? ''
  if (readParameter(disposition, 'name') !== field) refuse('must not be null')
  if (readParameter(disposition, 'filename') === undefined) refuse('must have a filename')

  const start = headEnd + HEAD_END.length
  const end = body.indexOf(
    Buffer.concat([Buffer.from('\r\n'), delimiter, Buffer.from('--')]),
    start,
  )
  if (end < 0) refuse('must be multipart')
  const declared = /^content-type:\s*([^;\s]+)/im.exec(head)?.[1]
  return { content: body.subarray(start, end), contentType: declared?.toLowerCase() }

  function refuse(message: string): never {
    throw new ErrorAnswer('PAYLOAD_VALIDATION', [{ property: field, message }])
  }
}

function readParameter(disposition: string, name: string): string | undefined {
  const match = new RegExp(`;\\s*${name}=(?:"([^"]+)"|([^";\\s]+))`, 'i').exec(disposition)
  return match?.[1] ?? match?.[2]
}
