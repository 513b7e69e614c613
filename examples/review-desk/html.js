class Html {
  constructor(markup) {
    this.markup = markup
  }
}

/** Escapes values, except the results of `html` itself. Joins arrays, and leaves out undefined and false. */
export function html(strings, ...values) {
  return new Html(String.raw({ raw: strings }, ...values.map(toMarkup)))
}

/** For markup of a library. Never for data. */
export const trustMarkup = (markup) => new Html(markup)

function toMarkup(value) {
  if (value === undefined || value === false) return ''
  if (value instanceof Html) return value.markup
  if (Array.isArray(value)) return value.map(toMarkup).join('')
  return String(value).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** A whole page. Without `staff`, its header has no navigation. */
export function renderPage({ title, staff, skipLinks, body }) {
  const navigation =
    staff &&
    html`<nav aria-label="Desk">
      <a href="/">Queue</a>
      <a href="/audit">Audit log</a>
      <form method="post" action="/logout">
        <span>${staff.name}</span>
        <button class="quiet">Sign out</button>
      </form>
    </nav>`
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title} – Review desk</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/pico.css" />
        <link rel="stylesheet" href="/desk.css" />
      </head>
      <body>
        <header>
          ${Object.entries({ content: 'Skip to the content', ...skipLinks }).map(
            ([id, text]) => html`<a class="skip" href="#${id}">${text}</a>`,
          )}
          <strong>Review desk</strong>
          ${navigation}
        </header>
        <main id="content" tabindex="-1">${body}</main>
      </body>
    </html>`.markup
}

export function renderMessage({
  title,
  text,
  staff,
  link = { href: '/', text: 'Go to the queue' },
}) {
  return renderPage({
    title,
    staff,
    body: html`<h1>${title}</h1>
      <p>${text}</p>
      <p><a href="${link.href}">${link.text}</a></p>`,
  })
}
