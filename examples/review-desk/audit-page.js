import { html, renderPage, renderTable } from './html.js'
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
  const rows = lines.map((line) => [
    nameOf(line.staffId),
    sayAction(line),
    line.sessionId && renderCaseLink(line.sessionId),
    formatTime(line.time),
  ])
  const body = html`
    <h1>${title}</h1>
    <p>
      Who looked, and who decided. Newest first.
      ${sessionId && html`One case only. <a href="/audit">Show all</a>`}
    </p>
    ${renderTable(['Who', 'What', 'Case', 'Time'], rows)}
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
