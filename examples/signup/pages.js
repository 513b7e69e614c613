import { findCurrentSession, isConfirmed } from './accounts.js'

const confirm = (label, how = '') => html`
  <form method="post" action="/signup/confirm">
    <button name="how" value="${how}">${label}</button>
  </form>
`

const OUTCOME_PAGES = {
  PENDING: {
    title: 'We’re checking your details',
    text: 'This takes a minute or two. This page updates automatically. You can also come back later.',
  },
  APPROVED: { title: 'Your identity is confirmed', text: 'Thank you. Your account is ready.' },
  REVIEW: {
    title: 'We’re reviewing your details',
    text: 'You don’t need to do anything. We’ll email you.',
  },
  REJECTED: {
    title: 'We couldn’t confirm your identity',
    text: 'Please contact us so that we can help.',
  },
  NONE: {
    title: 'Your identity check wasn’t finished',
    text: 'You can start again at any time.',
    action: confirm('Start again'),
  },
}

const UNFINISHED = {
  title: 'You haven’t finished yet',
  text: 'You can continue where you left off. If you have just finished, wait a moment. This page updates automatically.',
  action: confirm('Continue'),
}

const RETURN_REQUIRED = {
  title: 'You haven’t finished yet',
  text: 'There’s one step left: return from your identity check, in the browser that you used for it.',
  action: html`${confirm('Continue')}
    <hr />
    <details>
      <summary>Not working?</summary>
      <p>It works only in that browser, for one day. You can also start again.</p>
      ${confirm('Start again', 'again')}
    </details>`,
}

const NOT_STARTED = {
  title: 'One more step',
  text: 'Before you can use your account, confirm your identity with an identity document and your camera.',
  action: confirm('Confirm your identity'),
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
  account(user, pollUrl = '/') {
    const session = findCurrentSession(user)
    const { title, text, action = '' } = contentFor(session)
    const isPending = session?.outcome === 'PENDING'
    const body = html`<p>${text}</p>
      ${action}`
    const footer = html`<footer><small>Signed up as ${user.name}, ${user.email}.</small></footer>`
    return page(title, body, { pollUrl: isPending ? pollUrl : '', footer })
  },
  error: (text) =>
    page(
      'Something went wrong',
      html`<p>${text}</p>
        <p><a href="/">Go to the signup page</a></p>`,
    ),
  unavailable: (isRateLimited) =>
    page(
      'Please try again later',
      html`<p>
          ${
            isRateLimited
              ? 'There were too many attempts. Please try again tomorrow.'
              : 'We can’t check your identity at the moment. Please try again in a minute.'
          }
        </p>
        <p><a href="/">Go back</a></p>`,
    ),
}

function contentFor(session) {
  if (session === undefined) return NOT_STARTED
  if (session.outcome === 'PENDING' && session.state === 'ONGOING') return UNFINISHED
  if (session.outcome === 'APPROVED' && !isConfirmed(session)) return RETURN_REQUIRED
  return OUTCOME_PAGES[session.outcome]
}

function page(title, body, { pollUrl = '', footer = '' } = {}) {
  const refresh =
    pollUrl &&
    html`<script type="module" src="/poll-for-changes.js"></script>
      <noscript><meta http-equiv="refresh" content="3;url=${pollUrl}" /></noscript>`
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
        <main data-poll-url="${pollUrl}">
          <h1>${title}</h1>
          ${body}
        </main>
        ${footer}
      </body>
    </html>`.markup
}

/** Escapes values, except the results of `html` itself. */
function html(strings, ...values) {
  const fill = (value) => value.markup ?? escape(String(value))
  return { markup: String.raw({ raw: strings }, ...values.map(fill)) }
}

function escape(text) {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
