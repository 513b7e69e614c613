import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import { YotiProtocolError } from './errors.js'

/** A response without its body. */
export interface ResponseHead {
  endpoint: string
  status: number
  header: (name: string) => string | undefined
}

const DECODERS = new Map([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
])

/**
 * Unpacks a body that a proxy packed although the request refused it.
 *
 * @throws YotiProtocolError if the encoding is unknown or the content larger than `maxBytes`
 */
export async function decodeBody(
  content: Buffer,
  { endpoint, header }: ResponseHead,
  maxBytes: number,
): Promise<Buffer> {
  const encoding = getEncoding(header)
  if (encoding === undefined) return content
  try {
    const decode = DECODERS.get(encoding)
    if (decode !== undefined) return await decode(content, { maxOutputLength: maxBytes })
  } catch {
    // The same error as for an unknown encoding.
  }
  throw new YotiProtocolError(endpoint, 'expected a body that is not encoded, or in gzip.')
}

/** @returns undefined if the body is not encoded */
export function getEncoding(header: ResponseHead['header']): string | undefined {
  const encoding = header('content-encoding')?.trim().toLowerCase()
  return encoding === 'identity' || encoding === '' ? undefined : encoding
}
