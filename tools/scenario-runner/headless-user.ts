import { createHttpBrowser, type HttpBrowser, type Page } from './http-browser.js'
import { readAttribute, extractPageText } from './page-text.js'
import type { User } from './user.js'
import type { ScenarioCapture } from '#src/scenarios/scenario.js'

/** Does what a person does in the client page. */
export type CaptureClient = (
  options: {
    apiUrl: string
    sessionId: string
    clientSessionToken: string
    signal: AbortSignal
  } & Pick<ScenarioCapture, 'documents' | 'tryAgain' | 'end'>,
) => Promise<CaptureResult>

type CaptureResult =
  | { kind: 'FINISHED'; landing?: string }
  | { kind: 'LEFT'; clientError: number; landing?: string }
  | { kind: 'AWAY' }

/** A person without a browser: opens the link, has the client driven, and lands where it goes. */
export function createHeadlessUser(baseUrl: string, capture: CaptureClient): User {
  return {
    async runSession({ scenario, link: handoverUrl, signal, onProgress }) {
      const browser = createHttpBrowser(baseUrl, signal)
      const page = await browser.open(handoverUrl)
      onProgress('the session page is open')
      const { documents, tryAgain, end } = scenario.capture
      const captured = await capture({
        ...readLaunchData(page),
        signal,
        tryAgain,
        end,
        ...(documents === undefined ? {} : { documents }),
      })
      onProgress(`the client ended: ${captured.kind}`)
      const address = page.url.pathname + (await buildReturnQuery(browser, captured))
      return async () => extractPageText((await browser.open(address)).html)
    },
  }
}

/** What the session page hands to the client in its frame. */
function readLaunchData({ html }: Page) {
  const read = (name: string) => {
    const value = readAttribute(html, name)
    if (value !== undefined) return value
    throw new Error(
      `the session page does not offer the client: it says "${extractPageText(html)}"`,
    )
  }
  return {
    apiUrl: read('data-client-url').replace(/\/web\/[^/]*$/, ''),
    sessionId: read('data-session-id'),
    clientSessionToken: read('data-session-token'),
  }
}

/** The query with which the top window goes back to the session page, as its scripts would. */
async function buildReturnQuery(browser: HttpBrowser, result: CaptureResult): Promise<string> {
  if (result.kind === 'AWAY') return ''
  if (result.landing === undefined) {
    return result.kind === 'FINISHED' ? '?waited=0' : `?yotiErrorCode=${result.clientError}`
  }
  const { html } = await browser.open(result.landing)
  const code = readAttribute(html, 'data-yoti-error-code') ?? ''
  return readAttribute(html, 'data-landed') === 'success' ? '?waited=0' : `?yotiErrorCode=${code}`
}
