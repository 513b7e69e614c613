import { button, element } from './element.js'
import { ERROR_MEANINGS, text } from './text.js'

/** For developers: leaves with any error code of the web client. */
export function showLeaveMenu(leave) {
  const menu = document.querySelector('footer details')
  const items = Object.entries(ERROR_MEANINGS).map(([code, meaning]) =>
    element(
      'li',
      {},
      button(`${code} – ${meaning}`, `leave-error-${code}`, () => leave(Number(code)), 'plain'),
    ),
  )
  menu.append(element('p', {}, text.leaveIntro), element('ul', {}, ...items))
  menu.hidden = false
}
