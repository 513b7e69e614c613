import { findStanding } from './accounts.js'

const confirm = (label) => html`
  <form method="post" action="/signup/confirm"><button>${label}</button></form>
`

const STANDINGS = {
  PENDING: {
    title: 'We are checking',
    text: 'This takes a minute or two. The page looks again by itself; you can also come back later.',
  },
  APPROVED: { title: 'You are confirmed', text: 'Thank you. Your account is ready.' },
  REVIEW: {
    title: 'Somebody is looking at it',
    text: 'There is nothing for you to do. We will write to you.',
  },
  REJECTED: {
    title: 'We could not confirm who you are',
    text: 'Please write to us, and we will find another way.',
  },
  NONE: {
    title: 'That was not finished',
    text: 'You can start again whenever you like.',
    action: confirm('Start again'),
  },
}

const UNFINISHED = {
  title: 'You have not finished yet',
  text: 'You can go on where you were. If you have just finished, wait a moment: the page looks again by itself.',
  action: confirm('Continue'),
}

const NEW = {
  title: 'One more step',
  text: 'Before you can use your account, confirm who you are with an identity document and your camera.',
  action: confirm('Confirm who you are'),
}

export const pages = {
  signup: () =>
    page(
      'Sign up',
      html`<form method="post" action="/signup">
        <label>Name <input name="name" autocomplete="name" maxlength="200" required /></label>
        <label>
          Email <input name="email" type="email" autocomplete="email" maxlength="200" required />
        </label>
        <button>Sign up</button>
      </form>`,
    ),
  account(user) {
    const session = findStanding(user)
    const { title, text, action = '' } = describe(session)
    const looksAgain = session?.outcome === 'PENDING'
    const body = html`<p>Signed up as ${user.name}, ${user.email}.</p>
      <p role="status">${text}</p>
      ${action}`
    return page(title, body, looksAgain ? `/signup/return?sessionId=${session.sessionId}` : '')
  },
  refusal: (text) =>
    page(
      'Not here',
      html`<p>${text}</p>
        <p><a href="/">Go to the signup page</a></p>`,
    ),
  unavailable: (isTooOften) =>
    page(
      'Please try again later',
      html`<p>
          ${
            isTooOften
              ? 'This was tried too often for now. Please try again tomorrow.'
              : 'We cannot check who you are at the moment. Nothing is lost: try again in a minute.'
          }
        </p>
        <p><a href="/">Go back</a></p>`,
    ),
}

function describe(session) {
  if (session === undefined) return NEW
  if (session.outcome === 'PENDING' && session.state === 'ONGOING') return UNFINISHED
  return STANDINGS[session.outcome]
}

function page(title, body, lookAgainAt = '') {
  const refresh = lookAgainAt && html`<meta http-equiv="refresh" content="3;url=${lookAgainAt}" />`
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        ${refresh}
        <title>${title}</title>
        <link rel="stylesheet" href="/pico.css" />
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html>`.markup
}

/** Escapes whatever is put into it, unless it came out of here. */
function html(strings, ...values) {
  const fill = (value) => value.markup ?? escape(String(value))
  return { markup: String.raw({ raw: strings }, ...values.map(fill)) }
}

function escape(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
