import type { Readable } from 'node:stream'

export class BodyTooLargeError extends Error {}

/** @throws BodyTooLargeError */
export function readBody(body: Readable, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    body.on('data', (chunk: Buffer) => {
      size += chunk.length
      chunks.push(chunk)
      if (size > maxBytes) body.destroy(new BodyTooLargeError(`larger than ${maxBytes} bytes`))
    })
    body.on('error', reject)
    body.on('end', () => {
      resolve(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks))
    })
  })
}
