import { Refusal } from './api.js'
import { button, element } from './element.js'
import { captureIdDocument } from './step-id-document.js'
import { captureLiveness } from './step-liveness.js'
import { captureSupplementaryDocument } from './step-supplementary-document.js'
import { findNextStep, planSteps, showProgress } from './progress.js'
import { t } from './text.js'

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

async function askConsent({ api, screen, sdkConfig }) {
  const policy = sdkConfig.privacy_policy_url
  await screen.ask((answer) => ({
    title: t('consent'),
    intro: t('consentIntro'),
    content: [
      element('p', {}, t('consentElse')),
      policy &&
        element(
          'p',
          {},
          element(
            'a',
            { href: policy, target: '_blank', rel: 'noopener', testId: 'privacy-policy' },
            t('privacyPolicy'),
          ),
        ),
      button(t('consentAccept'), 'consent-accept', answer, 'primary'),
    ],
  }))
  await api.giveConsent()
}

/** Resolves to false when something was removed in another window meanwhile. */
async function askToFinish({ api, screen, stopWatching }) {
  await screen.ask((answer) => ({
    title: t('finishTitle'),
    intro: t('finishIntro'),
    content: [button(t('finish'), 'finish', answer, 'primary')],
  }))
  screen.showBusy(t('finishing'))
  await stopWatching()
  try {
    await api.finish()
    return true
  } catch (err) {
    if (err instanceof Refusal && err.code === 'INCOMPLETE') return false
    throw err
  }
}
