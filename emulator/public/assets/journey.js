import { captureIdDocument } from './step-id-document.js'
import { captureLiveness } from './step-liveness.js'
import { captureSupplementaryDocument } from './step-supplementary-document.js'
import { askConsent } from './step-consent.js'
import { askToFinish } from './step-finish.js'
import { findNextStep, planSteps, showProgress } from './progress.js'

const STEPS = {
  CONSENT: askConsent,
  ID_DOCUMENT: captureIdDocument,
  SUPPLEMENTARY_DOCUMENT: captureSupplementaryDocument,
  LIVENESS: captureLiveness,
  FINISH: askToFinish,
}

/** The session's state decides the next step, so the page can be reloaded. */
export async function travel(context, first) {
  let configuration = first
  for (;;) {
    const steps = planSteps(configuration)
    const current = findNextStep(steps, configuration)
    const { name, requirement } = steps[current]
    showProgress(steps, current)
    const now = { ...context, sdkConfig: configuration.sdk_config }
    const isFinished = await STEPS[name](now, requirement)
    if (isFinished) return
    configuration = await context.api.getConfiguration()
  }
}
