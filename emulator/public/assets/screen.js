import { closeCamera } from './pictures.js'
import { element } from './element.js'
import { t } from './text.js'

/**
 * Shows one step at a time and focuses its heading. The last one stays.
 * The camera stays on only between consecutive steps that show its stream.
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
    document.title = `${title} – ${t('pageName')}`
    status.textContent = problem ?? (busy ? title : '')
    scrollTo(0, 0)
    heading.focus({ preventScroll: true })
  }

  return {
    show,
    /** `build(answer)` returns the step. The promise resolves to the argument of `answer`. */
    ask: (build) => new Promise((resolve) => show(build(resolve))),
    showBusy(title) {
      show({ title, busy: true, content: [element('div', { class: 'spinner' })] })
    },
    isClosed: () => closed,
    /** Shows the last step. Later calls change nothing. */
    close(step) {
      show(step)
      closed = true
      for (const hidden of document.querySelectorAll('nav, footer details')) hidden.hidden = true
    },
  }
}
