import { chooseWay } from './choose-way.js'
import { button, element } from './element.js'
import { openCamera, photographSpecimen, takeShots } from './pictures.js'
import { t } from './text.js'
import { lookThrough } from './viewfinder.js'

const EXTRA_SHOTS = 2

/**
 * Repeats until the user accepts an image. `subject` is `{title, intro, tips, facingMode,
 * specimenUrl, files?, canChange?, mayAddPage?, problem?}`; `files` are the allowed file types. Resolves to
 * `{blob, method, extraShots, isLast}`, or undefined when the user chooses another document.
 */
export async function capturePicture(context, subject) {
  let { problem } = subject
  for (;;) {
    const way = await chooseWay(context, { ...subject, problem })
    if (way.kind === 'change') return undefined
    const taken = await take(context.screen, subject, way)
    problem = taken.problem
    if (taken.blob === undefined) continue
    const answer = await confirmPicture(context.screen, taken, subject)
    if (answer !== 'retake') return { ...taken, isLast: answer === 'send' }
  }
}

/** Resolves to an image or a problem, or to neither after Back. */
function take(screen, subject, way) {
  switch (way.kind) {
    case 'camera':
      return photograph(screen, subject)
    case 'specimen':
      return drawSpecimen(screen, subject)
    case 'upload':
      return checkFile(way.file, subject.files)
  }
}

async function photograph(screen, { title, facingMode }) {
  let stream
  try {
    stream = await openCamera(facingMode)
  } catch ({ code }) {
    return { problem: { code, text: t(`cameraProblems.${code}`) } }
  }
  const mirror = facingMode === 'user'
  const look = { title, ready: t('takePicture'), testId: 'camera-capture', mirror }
  const video = await lookThrough(screen, stream, look)
  if (video === undefined) return {}
  const [blob, ...extraShots] = await takeShots(video, 1 + EXTRA_SHOTS)
  return { blob, method: 'CAMERA', extraShots }
}

// A specimen counts as an upload if the session allows files, otherwise as a camera image.
async function drawSpecimen(screen, { specimenUrl, files }) {
  screen.showBusy(t('drawingSpecimen'))
  const blob = await photographSpecimen(specimenUrl)
  return files
    ? { blob, method: 'UPLOAD', extraShots: [] }
    : { blob, method: 'CAMERA', extraShots: Array(EXTRA_SHOTS).fill(blob) }
}

function checkFile(file, files) {
  return files.types.includes(file.type)
    ? { blob: file, name: file.name, method: 'UPLOAD', extraShots: [] }
    : { problem: { text: t('wrongFile', { files: files.description }) } }
}

/**
 * Shows the image before it is sent. Resolves to `send`, `retake`, or `add-page` when more pages are allowed.
 */
async function confirmPicture(screen, { blob, name }, { mayAddPage = false } = {}) {
  const address = URL.createObjectURL(blob)
  const isImage = blob.type.startsWith('image/')
  const answered = await screen.ask((answer) => ({
    title: isImage ? t('confirm') : t('confirmFile'),
    intro: isImage && t('confirmIntro'),
    content: [
      isImage
        ? element('img', {
            class: 'picture',
            src: address,
            alt: t('pictureAlternative'),
            testId: 'picture',
          })
        : element('p', { class: 'picture', testId: 'picture' }, t('pdfChosen', { name })),
      button(t('confirmPicture'), 'confirm-picture', () => answer('send'), 'primary'),
      mayAddPage && isImage && button(t('addPage'), 'add-page', () => answer('add-page')),
      button(t('retake'), 'retake', () => answer('retake')),
    ],
  }))
  URL.revokeObjectURL(address)
  return answered
}
