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

/** The first cell of a row is its heading. */
export function renderTable(titles, rows) {
  const renderRow = ([heading, ...cells]) =>
    html`<tr>
      <th scope="row">${heading}</th>
      ${cells.map((cell) => html`<td>${cell}</td>`)}
    </tr>`
  return html`<table>
    <thead>
      <tr>
        ${titles.map((title) => html`<th scope="col">${title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(renderRow)}
    </tbody>
  </table>`
}

/** Names with one or more values. */
export function renderValues(entries) {
  const renderEntry = ([name, values]) =>
    html`<div>
      <dt>${name}</dt>
      ${[values].flat().map((value) => html`<dd>${value}</dd>`)}
    </div>`
  return html`<dl>${entries.map(renderEntry)}</dl>`
}

/** The first option has no value: no choice yet. */
export function renderSelect({ name, label, none, options, selected, required = false }) {
  const renderOption = ([value, text]) =>
    html`<option value="${value}" ${value === selected && html`selected`}>${text}</option>`
  return html`<label>
    ${label}
    <select name="${name}" ${required && html`required`}>
      ${Object.entries({ '': none, ...options }).map(renderOption)}
    </select>
  </label>`
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
