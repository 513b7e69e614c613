import { ClientError } from './client-error.js'
import { toJpeg } from './jpeg.js'

const SIZE = { width: { ideal: 1280 }, height: { ideal: 720 } }
const PAUSE_BETWEEN_SHOTS = 120

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

function toCode(name) {
  if (name === 'NotAllowedError' || name === 'SecurityError') return 4000
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 5000 : 5010
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
