import { html, renderPage } from './html.js'
import { formatTime, sayDecisionReason } from './words.js'

const ACTIONS = {
  login: 'signed in',
  'login.refuse': 'was not allowed in',
  logout: 'signed out',
  'case.open': 'opened the case',
  'media.open': 'opened a picture or file',
}

export function renderAudit({ lines, sessionId, nameOf, staff }) {
  const title = 'Audit log'
  const body = html`
    <h1>${title}</h1>
    <p>
      Who looked, and who decided. Newest first.
      ${sessionId && html`One case only. <a href="/audit">Show all</a>`}
    </p>
    <table>
      <thead>
        <tr>
          ${['Time', 'Who', 'What', 'Case'].map((text) => html`<th scope="col">${text}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${lines.map(
          (line) =>
            html`<tr>
              <td>${formatTime(line.time)}</td>
              <th scope="row">${nameOf(line.staffId)}</th>
              <td>${sayAction(line)}</td>
              <td>${line.sessionId && renderCaseLink(line.sessionId)}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  `
  return renderPage({ title, staff, body })
}

function sayAction(line) {
  const { action, decision, result, overrules } = line
  if (action !== 'case.decide') return ACTIONS[action] ?? action
  if (result === 'conflict') return 'tried to decide, but the case had changed'
  return `${decision.toLowerCase()} it${overrules ? ', overruling' : ''}: ${sayDecisionReason(line)}`
}

function renderCaseLink(sessionId) {
  return html`<a href="/cases/${sessionId}"><code>${sessionId.slice(0, 8)}</code></a>`
}
