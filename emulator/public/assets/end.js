import { button, element } from './element.js'
import { getTexts, t } from './text.js'

/** Ends the page once: redirects if the session has a URL, otherwise sends a message to the embedding page. */
export function createEnd(screen) {
  let urls = {}

  function endBy(url, parameter, value, orElse) {
    if (screen.isClosed()) return
    if (url) {
      screen.close({ title: t('leaving') })
      location.assign(withParameter(url, parameter, value))
    } else {
      orElse()
    }
  }

  return {
    redirectTo({ success_url: successUrl, error_url: errorUrl }) {
      urls = { successUrl, errorUrl }
    },
    succeed(sessionId) {
      endBy(urls.successUrl, 'sessionID', sessionId, () => {
        screen.close({ testId: 'finished', title: t('finished'), intro: t('finishedIntro') })
        tellEmbedder({ eventType: 'SUCCESS' })
      })
    },
    leave(code) {
      endBy(urls.errorUrl, 'yotiErrorCode', code, () => {
        screen.close({
          testId: 'error-screen',
          title: t('failed'),
          intro: getTexts('errors')[code],
          content: [
            element('p', {}, t('failedIntro')),
            element('p', { class: 'quiet', testId: 'error-code' }, t('errorCode', { code })),
          ],
        })
        showInAddress(code)
        tellEmbedder({ eventType: 'ERROR', eventCode: code })
      })
    },
  }
}

/** For developers: leaves with any error code of the web client. */
export function showLeaveMenu(leave) {
  const menu = document.querySelector('footer details')
  const items = Object.entries(getTexts('errors')).map(([code, meaning]) =>
    element(
      'li',
      {},
      button(`${code} – ${meaning}`, `leave-error-${code}`, () => leave(Number(code)), 'plain'),
    ),
  )
  menu.replaceChildren(
    menu.querySelector('summary'),
    element('p', {}, t('leaveIntro')),
    element('ul', {}, ...items),
  )
  menu.hidden = false
}

// URLSearchParams would reserialise the existing query.
function withParameter(address, name, value) {
  const url = new URL(address, location.href)
  url.search += `${url.search ? '&' : '?'}${name}=${encodeURIComponent(value)}`
  return url.href
}

function showInAddress(code) {
  const url = new URL(location.href)
  url.searchParams.set('yotiErrorCode', code)
  history.replaceState(null, '', url)
}

// The message contains no secrets, and the embedding page's origin may be unknown.
function tellEmbedder(message) {
  if (parent !== window) parent.postMessage(message, '*')
}
