import { findStanding, isConfirmed } from './accounts.js'

const confirm = (label, how = '') => html`
  <form method="post" action="/signup/confirm">
    <button name="how" value="${how}">${label}</button>
  </form>
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

const NOT_BACK = {
  title: 'You have not finished yet',
  text: 'One step is left: come back from the confirmation, in the browser in which you showed your document.',
  action: html`${confirm('Continue')}
    <hr />
    <details>
      <summary>That does not work?</summary>
      <p>It does in that one browser, for a day. You can also start again.</p>
      ${confirm('Start again', 'again')}
    </details>`,
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
  /** `address` is where the page looks again. */
  account(user, address = '/') {
    const session = findStanding(user)
    const { title, text, action = '' } = describe(session)
    const looksAgain = session?.outcome === 'PENDING'
    const body = html`<p>${text}</p>
      ${action}`
    const footer = html`<footer><small>Signed up as ${user.name}, ${user.email}.</small></footer>`
    return page(title, body, { lookAgainAt: looksAgain ? address : '', footer })
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
  if (session.outcome === 'APPROVED' && !isConfirmed(session)) return NOT_BACK
  return STANDINGS[session.outcome]
}

function page(title, body, { lookAgainAt = '', footer = '' } = {}) {
  const refresh =
    lookAgainAt &&
    html`<script type="module" src="/look-again.js"></script>
      <noscript><meta http-equiv="refresh" content="3;url=${lookAgainAt}" /></noscript>`
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        ${refresh}
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/pico.css" />
      </head>
      <body>
        <main data-look-again-at="${lookAgainAt}">
          <h1>${title}</h1>
          ${body}
        </main>
        ${footer}
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
