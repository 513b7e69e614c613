import { button, element } from './element.js'
import { t } from './text.js'

const PAUSE_BETWEEN_LOOKS = 1000
const TOKEN_GONE = 2000

/**
 * Offers another device if the session allows it. Resolves to whether the user finished there, and rejects with any
 * error that ended the session meanwhile.
 */
export function offerHandoff({ api, screen }, { sessionId, sessionToken }) {
  const address = new URL(location.pathname, location.href)
  address.search = new URLSearchParams({ sessionID: sessionId, sessionToken, handedOff: 'true' })
  return new Promise((resolve, reject) => {
    let isHere = false
    screen.show({
      title: t('handoff'),
      intro: t('handoffIntro'),
      testId: 'handoff',
      content: [
        element(
          'a',
          { href: address.href, target: '_blank', rel: 'noopener', testId: 'handoff-address' },
          t('handoffAddress'),
        ),
        element('p', { class: 'quiet' }, t('handoffWaiting')),
        button(t('handoffStay'), 'handoff-stay', stay, 'primary'),
      ],
    })
    void watch()

    function stay() {
      isHere = true
      resolve(false)
    }
    async function watch() {
      while (!isHere) {
        await new Promise((wake) => setTimeout(wake, PAUSE_BETWEEN_LOOKS))
        await api.getConfiguration().catch((err) => {
          if (err.code === TOKEN_GONE) resolve(true)
          else reject(err)
          isHere = true
        })
      }
    }
  })
}
