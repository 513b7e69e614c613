import { button, element, list } from './element.js'
import { t } from './text.js'

/** Resolves to `{kind: 'camera' | 'upload' | 'specimen' | 'change', file?}`. */
export function chooseWay({ screen, leave }, subject) {
  const { title, intro, tips, files, canChange, problem } = subject
  return screen.ask((answer) => ({
    title,
    intro,
    problem: problem?.text,
    content: [
      tips && list(tips),
      button(t('startCamera'), 'camera-start', () => answer({ kind: 'camera' }), 'primary'),
      files && drawFileButton(files, (file) => answer({ kind: 'upload', file })),
      button(t('useSpecimen'), 'use-specimen', () => answer({ kind: 'specimen' })),
      // A camera error is not final when files are allowed.
      problem?.code &&
        !files &&
        button(
          t('leaveWith', { code: problem.code }),
          'leave-without-camera',
          () => leave(problem.code),
          'plain',
        ),
      canChange &&
        button(t('changeDocument'), 'change-document', () => answer({ kind: 'change' }), 'plain'),
    ],
  }))
}

function drawFileButton({ types, description }, choose) {
  const input = element('input', {
    type: 'file',
    id: 'file',
    class: 'visually-hidden',
    accept: types.join(','),
    testId: 'file-upload',
    'aria-describedby': 'file-hint',
    change: ({ target }) => target.files[0] && choose(target.files[0]),
  })
  return element(
    'div',
    { class: 'file' },
    input,
    element('label', { for: 'file', class: 'button secondary' }, t('chooseFile')),
    element('span', { class: 'quiet', id: 'file-hint' }, description),
  )
}
