import { button, element } from './element.js'
import { text } from './text.js'

/**
 * The step that shows what the camera sees. Fulfils with the video once the person is ready, or with undefined after
 * Back.
 */
export function lookThrough(screen, stream, { title, intro, ready, testId, mirror, oval }) {
  return screen.ask((answer) => {
    const video = element('video', { autoplay: true, playsinline: true, testId: 'camera-preview' })
    video.muted = true
    video.srcObject = stream
    video.setAttribute('aria-label', text.preview)
    const shutter = button(ready, testId, () => answer(video), 'primary')
    // A picture taken before the first frame is there would be empty.
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
        button(text.cancelCamera, 'camera-cancel', () => answer(undefined), 'plain'),
      ],
      stream,
    }
  })
}
