import { capturePicture } from './capture-picture.js'
import { ClientError } from './client-error.js'
import { askToRetry } from './offer-retry.js'
import { getTexts, t } from './text.js'
import { captureZoom } from './zoom.js'

/**
 * Repeats until an attempt passes or none are left. The user then continues and the check is rejected. Error 5002
 * occurs only on devices that evaluate liveness themselves.
 */
export async function captureLiveness(context, requirement) {
  const { api, screen } = context
  for (;;) {
    const isZoom = requirement.liveness_type === 'ZOOM'
    const send = isZoom ? await captureZoom(context) : await captureStatic(context)
    screen.showBusy(t('livenessSending'))
    const { id } = await api.addResource('liveness', {
      requirement_id: requirement.id,
      liveness_type: requirement.liveness_type,
    })
    await send(id)
    const verdict = await api.judgeLiveness(id)
    // A failed identity profile ends here.
    if (verdict.client_error) throw new ClientError(verdict.client_error)
    if (verdict.passed || !(await offerRetry(screen, verdict.attempts_remaining))) return
  }
}

async function captureStatic(context) {
  const { api, sdkConfig } = context
  const isEducated = sdkConfig.suppressed_screens?.includes('STATIC_LIVENESS_EDUCATION')
  const { blob } = await capturePicture(context, {
    title: t('liveness'),
    intro: t('livenessIntro'),
    tips: isEducated ? undefined : Object.values(getTexts('livenessTips')),
    facingMode: 'user',
    specimenUrl: api.faceUrl,
  })
  return (id) => api.sendLivenessImage(id, blob)
}

function offerRetry(screen, left) {
  return askToRetry(screen, {
    title: t('livenessFailed'),
    intro: t('livenessProblem'),
    testId: 'liveness-failed',
    left,
  })
}
