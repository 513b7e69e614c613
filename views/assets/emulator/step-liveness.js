import { capturePicture } from './capture-picture.js'
import { button, element } from './element.js'
import { text } from './text.js'
import { captureZoom } from './zoom.js'

/**
 * Attempts until one passes or none is left. A person without attempts goes on all the same: Yoti's check then says
 * REJECT, and only a device that judges by itself would leave with 5002.
 */
export async function captureLiveness(context, requirement) {
  const { api, screen } = context
  for (;;) {
    const isZoom = requirement.liveness_type === 'ZOOM'
    const send = isZoom ? await captureZoom(context) : await captureStatic(context)
    screen.showBusy(text.livenessSending)
    const { id } = await api.addResource('liveness', {
      requirement_id: requirement.id,
      liveness_type: requirement.liveness_type,
    })
    await send(id)
    const { passed, attempts_remaining: left } = await api.judgeLiveness(id)
    if (passed || left <= 0) return
    await offerRetry(screen, left)
  }
}

async function captureStatic(context) {
  const { api, sdkConfig } = context
  const isEducated = sdkConfig.suppressed_screens?.includes('STATIC_LIVENESS_EDUCATION')
  const { blob } = await capturePicture(context, {
    title: text.liveness,
    intro: text.livenessIntro,
    tips: isEducated ? undefined : text.livenessTips,
    facingMode: 'user',
    specimenUrl: api.faceUrl,
  })
  return (id) => api.sendLivenessImage(id, blob)
}

function offerRetry(screen, left) {
  return screen.ask((answer) => ({
    title: text.livenessFailed,
    testId: 'liveness-failed',
    content: [
      element('p', { testId: 'attempts-left' }, text.attemptsLeft(left)),
      button(text.tryAgain, 'try-again', answer, 'primary'),
    ],
  }))
}
