import type { CaptureClient, CaptureResult, RunSession } from './run-scenario.js'

/** Opens the link and runs the capture over HTTP, without a browser. */
export function createHeadlessUser(baseUrl: string, capture: CaptureClient): RunSession {
  return async ({ scenario, handoverUrl, signal, onProgress }) => {
    const openPage = createHttpBrowser(baseUrl, signal)
    const { url } = await openPage(handoverUrl)
    const page = await openPage(`${url.pathname}?continue=1`)
    onProgress('session page open')
    const launch = readLaunchData(page.html)
    const captured = await capture({ ...launch, signal, ...scenario.capture })
    onProgress(`client ended: ${captured.kind}`)
    const address = page.url.pathname + (await buildReturnQuery(openPage, captured))
    const readPageText = async () => extractPageText((await openPage(address)).html)
    if (captured.kind === 'FINISHED') return { readPageText }
    const known = await readUserLeft(launch, signal)
    const clientError = captured.kind === 'LEFT' && `client error ${captured.clientError}`
    const reason =
      known ?? `the user left${clientError ? `: ${clientError}` : ' without finishing'}`
    onProgress(reason)
    return { readPageText, userLeft: { reason, isFinal: known !== undefined } }
  }
}

/** The emulator's own words, such as `the user left: no attempts left for …`. */
async function readUserLeft(
  { apiUrl, sessionId }: { apiUrl: string; sessionId: string },
  signal: AbortSignal,
): Promise<string | undefined> {
  const { origin } = new URL(apiUrl)
  const response = await fetch(`${origin}/_emulator/sessions/${sessionId}`, { signal })
  const text = await response.text()
  return response.ok ? (JSON.parse(text) as { userLeft?: string }).userLeft : undefined
}

function readLaunchData(html: string) {
  const read = (name: string) => {
    const value = readAttribute(html, name)
    if (value !== undefined) return value
    throw new Error(`the session page has no client. Its text: "${extractPageText(html)}"`)
  }
  return {
    apiUrl: read('data-client-url').replace(/\/web\/[^/]*$/, ''),
    sessionId: read('data-session-id'),
    clientSessionToken: read('data-session-token'),
  }
}

/** The query that the page's script would add when it returns to the session page. */
async function buildReturnQuery(openPage: OpenPage, result: CaptureResult): Promise<string> {
  if (result.kind === 'AWAY') return ''
  const landing = result.landing === undefined ? '' : (await openPage(result.landing)).html
  const landed = readAttribute(landing, 'data-landed') ?? result.kind
  if (['success', 'FINISHED'].includes(landed)) return '?waited=0'
  const code = readAttribute(landing, 'data-yoti-error-code')
  return `?yotiErrorCode=${code ?? (result.kind === 'LEFT' ? result.clientError : '')}`
}

type OpenPage = ReturnType<typeof createHttpBrowser>

const MAX_REDIRECTS = 5

/** Keeps cookies and follows redirects. */
function createHttpBrowser(baseUrl: string, signal: AbortSignal) {
  const cookies = new Map<string, string>()
  return async (address: string): Promise<{ url: URL; html: string }> => {
    let url = new URL(address, baseUrl)
    for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
      const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ')
      const response = await fetch(url, { redirect: 'manual', signal, headers: { cookie } })
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        cookies.set(name, value)
      }
      const html = await response.text()
      const location = response.headers.get('location')
      if (response.ok) return { url, html }
      // Without the URL, because the path of a handover link is secret.
      if (location === null) throw new Error(`a page returned ${response.status}`)
      url = new URL(location, url)
    }
    throw new Error('too many redirects')
  }
}

/** `pre` holds collapsed raw values. */
const HIDDEN_ELEMENTS =
  /<!--[\s\S]*?-->|<(head|script|noscript|style|template|pre)\b[\s\S]*?<\/\1\s*>/gi
const MAIN_ELEMENT = /<main\b[^>]*>([\s\S]*)<\/main\s*>/i
const ENTITIES = new Map(
  Object.entries({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }),
)

/** The text of `main`. Excludes the scenario banner, because it contains the expected result. */
export function extractPageText(html: string): string {
  return toPlainText(MAIN_ELEMENT.exec(html)?.[1] ?? '')
}

function readAttribute(html: string, name: string): string | undefined {
  const value = new RegExp(`\\s${name}="([^"]*)"`).exec(html)?.[1]
  return value === undefined ? undefined : toPlainText(value)
}

function toPlainText(html: string): string {
  return html
    .replace(HIDDEN_ELEMENTS, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&(?:#(\d+|x[\da-f]+)|(\w+));/gi, decodeEntity)
    .replace(/\s+/g, ' ')
    .trim()
}

function decodeEntity(entity: string, code: string | undefined, name = ''): string {
  if (code === undefined) return ENTITIES.get(name) ?? entity
  return String.fromCodePoint(Number(code.replace(/^x/i, '0x')))
}
