import { ClientError } from './client-error.js'

const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 } }
const PAUSE_BETWEEN_SHOTS = 120
const QUALITY = 0.88
// JPEG has no transparency, so draw a background.
const TABLE = '#cfc8bd'

/** Rejects with Yoti's client error 4000 (denied), 5000 (no camera) or 5010 (not usable). */
export async function openCamera(facingMode) {
  if (navigator.mediaDevices === undefined) throw new ClientError(5000)
  try {
    const constraints = { video: { facingMode, ...SIZE }, audio: false }
    return await navigator.mediaDevices.getUserMedia(constraints)
  } catch (err) {
    throw new ClientError(toCode(err.name), err)
  }
}

export function closeCamera(stream) {
  for (const track of stream.getTracks()) track.stop()
}

export async function takeShots(video, count) {
  const shots = []
  while (shots.length < count) {
    if (shots.length > 0) await pause(PAUSE_BETWEEN_SHOTS)
    shots.push(await toJpeg(video, video.videoWidth, video.videoHeight))
  }
  return shots
}

/** Fetches a drawing as SVG and converts it to JPEG. */
export async function photographSpecimen(url, margin = 0.05) {
  const response = await fetch(url).catch((err) => {
    throw new ClientError(3002, err)
  })
  if (!response.ok) throw new ClientError(3000)
  const address = URL.createObjectURL(await response.blob())
  try {
    const image = new Image()
    image.src = address
    await image.decode()
    return await toJpeg(image, image.naturalWidth, image.naturalHeight, margin)
  } finally {
    URL.revokeObjectURL(address)
  }
}

function toCode(name) {
  if (name === 'NotAllowedError' || name === 'SecurityError') return 4000
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 5000 : 5010
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}

/** `source` is anything that a canvas can draw. `margin` is relative to the width. */
function toJpeg(source, width, height, margin = 0) {
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
