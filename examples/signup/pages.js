import { findCurrentSession, isConfirmed } from './accounts.js'

/** The pages in one language. */
export function createPages({ language, direction, t }) {
  const page = (title, body, options) => layOut({ language, direction }, title, body, options)
  const confirm = (label, how = '') => html`
    <form method="post" action="/signup/confirm">
      <button name="how" value="${how}">${label}</button>
    </form>
  `

  const describeSession = (session) => {
    if (session === undefined) {
      return {
        title: t('notStarted.title'),
        text: t('notStarted.text'),
        action: confirm(t('notStarted.action')),
      }
    }
    if (session.outcome === 'PENDING' && session.state === 'ONGOING') {
      return {
        title: t('unfinished.title'),
        text: t('unfinished.text'),
        action: confirm(t('continue')),
      }
    }
    if (session.outcome === 'APPROVED' && !isConfirmed(session)) {
      return {
        title: t('unfinished.title'),
        text: t('returnRequired.text'),
        action: html`${confirm(t('continue'))}
          <hr />
          <details>
            <summary>${t('returnRequired.notWorking')}</summary>
            <p>${t('returnRequired.again')}</p>
            ${confirm(t('startAgain'), 'again')}
          </details>`,
      }
    }
    return {
      title: t(`outcomes.${session.outcome}.title`),
      text: t(`outcomes.${session.outcome}.text`),
      action: session.outcome === 'NONE' ? confirm(t('startAgain')) : '',
    }
  }

  return {
    signup: () =>
      page(
        t('signup.title'),
        html`<form method="post" action="/signup?lang=${language}">
          <label>
            ${t('signup.name')}
            <input name="name" autocomplete="name" maxlength="200" required />
          </label>
          <label>
            ${t('signup.email')}
            <input name="email" type="email" autocomplete="email" maxlength="200" required />
          </label>
          <button>${t('signup.title')}</button>
        </form>`,
      ),
    account(user, pollUrl = '/') {
      const session = findCurrentSession(user)
      const { title, text, action } = describeSession(session)
      const isPending = session?.outcome === 'PENDING'
      const body = html`<p>${text}</p>
        ${action}`
      const footer = html`<footer><small>${t('signedUpAs', user)}</small></footer>`
      return page(title, body, { pollUrl: isPending ? pollUrl : '', footer })
    },
    /** `problem` is a key below `errors`. */
    error: (problem) =>
      page(
        t('errors.title'),
        html`<p>${t(`errors.${problem}`)}</p>
          <p><a href="/">${t('errors.goToSignup')}</a></p>`,
      ),
    unavailable: (isRateLimited) =>
      page(
        t('unavailable.title'),
        html`<p>${isRateLimited ? t('unavailable.rateLimited') : t('unavailable.text')}</p>
          <p><a href="/">${t('unavailable.goBack')}</a></p>`,
      ),
  }
}

function layOut({ language, direction }, title, body, { pollUrl = '', footer = '' } = {}) {
  const refresh =
    pollUrl &&
    html`<script type="module" src="/poll-for-changes.js"></script>
      <noscript><meta http-equiv="refresh" content="3;url=${pollUrl}" /></noscript>`
  return html`<!doctype html>
    <html lang="${language}" dir="${direction}">
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
