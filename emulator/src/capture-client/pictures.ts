import type { MediaContent } from './api-call.js'

/** Eight by eight grey pixels. */
export const JPEG = Buffer.from(
  [
    'ffd8',
    'ffe000104a46494600010100000100010000',
    `ffdb004300${'01'.repeat(64)}`,
    'ffc0000b080008000801011100',
    `ffc400140001${'00'.repeat(16)}`,
    `ffc400141001${'00'.repeat(16)}`,
    'ffda0008010100003f003f',
    'ffd9',
  ].join(''),
  'hex',
)

/** One grey pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB2kUIOwAAAABJRU5ErkJggg==',
  'base64',
)

/** One empty page. */
export const PDF = buildPdf([
  '<</Type/Catalog/Pages 2 0 R>>',
  '<</Type/Pages/Kids[3 0 R]/Count 1>>',
  '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>',
])

export const photograph: MediaContent = { contentType: 'image/jpeg', content: JPEG }
export const pictureFile: MediaContent = { contentType: 'image/png', content: PNG }
export const pdfFile: MediaContent = { contentType: 'application/pdf', content: PDF }
export const facemap: MediaContent = {
  contentType: 'application/octet-stream',
  content: Buffer.concat([Buffer.from('emulated facemap\n'), JPEG]),
}

function buildPdf(objects: readonly string[]): Buffer {
  let text = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = text.length
    text += `${index + 1} 0 obj${object}endobj\n`
    return `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const size = objects.length + 1
  const table = `xref\n0 ${size}\n0000000000 65535 f \n${offsets.join('')}`
  return Buffer.from(
    `${text}${table}trailer<</Root 1 0 R/Size ${size}>>\nstartxref\n${text.length}\n%%EOF\n`,
    'latin1',
  )
}
