import { Refusal } from './api.js'
import { capturePicture } from './capture-picture.js'
import { text } from './text.js'

const UNUSABLE = ['UNPROCESSABLE_MEDIA', 'PAYLOAD_TOO_LARGE']

/**
 * Captures and sends, again while the picture itself is refused. Fulfils with what `send` fulfils with, or with
 * undefined when the person wants to use another document.
 */
export async function sendPicture(context, subject, send) {
  let problem
  for (;;) {
    const picture = await capturePicture(context, { ...subject, problem })
    if (picture === undefined) return undefined
    context.screen.showBusy(text.sending)
    try {
      return await send(picture)
    } catch (err) {
      if (!(err instanceof Refusal && UNUSABLE.includes(err.code))) throw err
      problem = { text: text.unusablePicture }
    }
  }
}
