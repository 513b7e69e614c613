import { Refusal } from './api.js'
import { button } from './element.js'
import { text } from './text.js'

/** Resolves to false when something was removed in another window meanwhile. */
export async function askToFinish({ api, screen }) {
  await screen.ask((answer) => ({
    title: text.finishTitle,
    intro: text.finishIntro,
    content: [button(text.finish, 'finish', answer, 'primary')],
  }))
  screen.showBusy(text.finishing)
  try {
    await api.finish()
    return true
  } catch (err) {
    if (err instanceof Refusal && err.code === 'INCOMPLETE') return false
    throw err
  }
}
