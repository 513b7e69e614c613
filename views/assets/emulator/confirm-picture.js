import { button, element } from './element.js'
import { text } from './text.js'

/** Shows what would be sent; fulfils with whether the person wants to send it. */
export async function confirmPicture(screen, { blob, name }) {
  const address = URL.createObjectURL(blob)
  const isImage = blob.type.startsWith('image/')
  const confirmed = await screen.ask((answer) => ({
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
      button(text.confirmPicture, 'confirm-picture', () => answer(true), 'primary'),
      button(text.retake, 'retake', () => answer(false)),
    ],
  }))
  URL.revokeObjectURL(address)
  return confirmed
}
