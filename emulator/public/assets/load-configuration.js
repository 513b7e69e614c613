import { Refusal } from './api.js'
import { element } from './element.js'
import { t } from './text.js'

const PAUSE_BETWEEN_LOOKS = 2000

/** Waits for the reference face of the relying party, without which the session has no configuration. */
export function loadConfiguration({ api, screen }) {
  return new Promise((resolve, reject) => {
    let isReported = false
    void look()

    async function look() {
      try {
        resolve(await api.getConfiguration())
      } catch (err) {
        if (!(err instanceof Refusal && err.code === 'SESSION_NOT_READY')) reject(err)
        else if (!screen.isClosed()) waitOn()
      }
    }
    function waitOn() {
      if (!isReported) {
        screen.show({
          title: t('notReady'),
          intro: t('notReadyIntro'),
          testId: 'not-ready',
          busy: true,
          content: [element('div', { class: 'spinner' })],
        })
      }
      isReported = true
      setTimeout(() => void look(), PAUSE_BETWEEN_LOOKS)
    }
  })
}
