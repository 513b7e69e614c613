import type { NewMedia } from '../sessions/media.js'

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
export const PDF = Buffer.from(`%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
xref
0 4
0000000000 65535 f\r
0000000009 00000 n\r
0000000052 00000 n\r
0000000101 00000 n\r
trailer<</Root 1 0 R/Size 4>>
startxref
164
%%EOF
`)

export const photograph: NewMedia = { contentType: 'image/jpeg', content: JPEG }
export const pictureFile: NewMedia = { contentType: 'image/png', content: PNG }
export const pdfFile: NewMedia = { contentType: 'application/pdf', content: PDF }
export const facemap: NewMedia = {
  contentType: 'application/octet-stream',
  content: Buffer.concat([Buffer.from('emulated facemap\n'), JPEG]),
}
