import { element } from './element.js'
import { t } from './text.js'

/** The remaining steps in order: consent if required, each requirement, finish. */
export function planSteps(configuration) {
  const { capture, sdk_config: sdkConfig } = configuration
  const required = capture.required_resources.filter(isForEndUser)
  const steps = required.map((requirement) => ({ name: requirement.type, requirement }))
  if (capture.biometric_consent !== 'NOT_REQUIRED') {
    const face = required.findIndex(({ type }) => type === 'LIVENESS')
    const early = sdkConfig.biometric_consent_flow === 'EARLY' || face < 0
    steps.splice(early ? 0 : face, 0, { name: 'CONSENT' })
  }
  return [...steps, { name: 'FINISH' }]
}

export function findNextStep(steps, { capture }) {
  return steps.findIndex(({ name, requirement }) => {
    if (name === 'CONSENT') return capture.biometric_consent === 'REQUIRED'
    return requirement === undefined || requirement.state !== 'COMPLETE'
  })
}

export function showProgress(steps, current) {
  const nav = document.querySelector('nav')
  const { name } = steps[current]
  nav.replaceChildren(
    element(
      'p',
      { testId: 'progress' },
      t('progress', { current: current + 1, total: steps.length, name: t(`steps.${name}`) }),
    ),
    element(
      'div',
      { class: 'track', 'aria-hidden': 'true' },
      ...steps.map((_step, index) => element('span', { class: index <= current ? 'done' : '' })),
    ),
  )
  nav.setAttribute('aria-label', t('progressName'))
  nav.hidden = false
}

const CAPTURED = ['ID_DOCUMENT', 'SUPPLEMENTARY_DOCUMENT', 'LIVENESS']

// The relying party supplies these, not the user.
function isForEndUser({ type, allowed_sources: sources = [{ type: 'END_USER' }] }) {
  return CAPTURED.includes(type) && sources.some((source) => source.type === 'END_USER')
}
