import { button, element } from './element.js'
import { t } from './text.js'

/**
 * Resolves to the video when the user is ready, or to undefined after Back.
 */
export function lookThrough(screen, stream, { title, intro, ready, testId, mirror, oval }) {
  return screen.ask((answer) => {
    const video = element('video', { autoplay: true, playsinline: true, testId: 'camera-preview' })
    video.muted = true
    video.srcObject = stream
    video.setAttribute('aria-label', t('preview'))
    const shutter = button(ready, testId, () => answer(video), 'primary')
    // An image taken before the first frame would be empty.
    shutter.disabled = true
    video.addEventListener('loadeddata', () => {
      shutter.disabled = false
    })
    return {
      title,
      intro,
      content: [
        element(
          'div',
          { class: `viewfinder${mirror ? ' mirror' : ''}` },
          video,
          oval && element('div', { class: `oval ${oval}`, 'aria-hidden': 'true' }),
        ),
        shutter,
        button(t('cancelCamera'), 'camera-cancel', () => answer(undefined), 'plain'),
      ],
      stream,
    }
  })
}
