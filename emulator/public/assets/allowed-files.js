import { text } from './text.js'

const IMAGES = ['image/jpeg', 'image/png']

/** Undefined when the session allows the camera only. */
export function findAllowedFiles(allowedCaptureMethods, { pdf }) {
  if (allowedCaptureMethods !== 'CAMERA_AND_UPLOAD') return undefined
  return pdf
    ? { types: [...IMAGES, 'application/pdf'], description: text.imageOrPdfFiles }
    : { types: IMAGES, description: text.imageFiles }
}
