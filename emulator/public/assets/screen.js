import { closeCamera } from './camera.js'
import { element } from './element.js'
import { text } from './text.js'

/**
 * What the person sees: one step at a time, its heading focused. The last one stays.
 * The camera is on only while steps that show its stream follow each other.
 */
export function createScreen() {
  const main = document.querySelector('main')
  const status = document.querySelector('[role="status"]')
  let stream
  let closed = false

  function show(step) {
    if (closed) return
    const { title, intro, problem, content = [], testId, busy = false } = step
    if (stream && stream !== step.stream) closeCamera(stream)
    stream = step.stream
    main.dataset.testid = testId ?? 'step'
    main.setAttribute('aria-busy', String(busy))
    const heading = element('h1', { tabindex: '-1' }, title)
    main.replaceChildren(
      heading,
      ...[
        problem && element('p', { class: 'problem', testId: 'problem' }, problem),
        intro && element('p', { class: 'intro' }, intro),
        ...content,
      ].filter(Boolean),
    )
    document.title = `${title} – ${text.pageName}`
    status.textContent = problem ?? (busy ? title : '')
    scrollTo(0, 0)
    heading.focus({ preventScroll: true })
  }

  return {
    show,
    /** `build(answer)` gives the step; the promise fulfils with what the step answers. */
    ask: (build) => new Promise((resolve) => show(build(resolve))),
    showBusy(title) {
      show({ title, busy: true, content: [element('div', { class: 'spinner' })] })
    },
    isClosed: () => closed,
    /** Shows the last step: whatever still runs changes nothing any more. */
    close(step) {
      show(step)
      closed = true
      for (const hidden of document.querySelectorAll('nav, footer details')) hidden.hidden = true
    },
  }
}
