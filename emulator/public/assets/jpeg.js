const QUALITY = 0.88
// JPEG has no transparency, so draw a background.
const TABLE = '#cfc8bd'

/** `source` is anything that a canvas can draw. `margin` is relative to the width. */
export function toJpeg(source, width, height, margin = 0) {
  const canvas = document.createElement('canvas')
  const edge = Math.round(width * margin)
  canvas.width = width + 2 * edge
  canvas.height = height + 2 * edge
  const context = canvas.getContext('2d')
  context.fillStyle = TABLE
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(source, edge, edge, width, height)
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', QUALITY))
}
