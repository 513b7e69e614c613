import { Refusal } from './api.js'
import { capturePicture } from './capture-picture.js'
import { t } from './text.js'

const IMAGES = ['image/jpeg', 'image/png']
const UNUSABLE = ['UNPROCESSABLE_MEDIA', 'PAYLOAD_TOO_LARGE']

/**
 * Repeats the capture while the image is rejected. Resolves to the result of `send`, or undefined when the user
 * chooses another document.
 */
export async function sendPicture(context, subject, send) {
  let problem
  for (;;) {
    const picture = await capturePicture(context, { ...subject, problem })
    if (picture === undefined) return undefined
    context.screen.showBusy(t('sending'))
    try {
      return await send(picture)
    } catch (err) {
      if (!(err instanceof Refusal && UNUSABLE.includes(err.code))) throw err
      problem = { text: t('unusablePicture') }
    }
  }
}

/** Undefined when the session allows the camera only. */
export function findAllowedFiles(allowedCaptureMethods, { pdf }) {
  if (allowedCaptureMethods !== 'CAMERA_AND_UPLOAD') return undefined
  return pdf
    ? { types: [...IMAGES, 'application/pdf'], description: t('imageOrPdfFiles') }
    : { types: IMAGES, description: t('imageFiles') }
}
