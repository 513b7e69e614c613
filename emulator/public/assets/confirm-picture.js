import { button, element } from './element.js'
import { text } from './text.js'

/**
 * Shows the image before it is sent. Resolves to `send`, `retake`, or `add-page` when more pages are allowed.
 */
export async function confirmPicture(screen, { blob, name }, { mayAddPage = false } = {}) {
  const address = URL.createObjectURL(blob)
  const isImage = blob.type.startsWith('image/')
  const answered = await screen.ask((answer) => ({
    title: isImage ? text.confirm : text.confirmFile,
    intro: isImage && text.confirmIntro,
    content: [
      isImage
        ? element('img', {
            class: 'picture',
            src: address,
            alt: text.pictureAlternative,
            testId: 'picture',
          })
        : element('p', { class: 'picture', testId: 'picture' }, text.pdfChosen(name)),
      button(text.confirmPicture, 'confirm-picture', () => answer('send'), 'primary'),
      mayAddPage && isImage && button(text.addPage, 'add-page', () => answer('add-page')),
      button(text.retake, 'retake', () => answer('retake')),
    ],
  }))
  URL.revokeObjectURL(address)
  return answered
}
