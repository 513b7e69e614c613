import { createBrowser, type Browser, type Page } from './browser.js'
import { readAttribute, readPageText } from './page-text.js'
import type { Person } from './person.js'
import type { ScenarioCapture } from './scenario.js'

/** Does what a person does in the client page. */
export type Capture = (
  options: {
    apiUrl: string
    sessionId: string
    clientSessionToken: string
    signal: AbortSignal
  } & Pick<ScenarioCapture, 'documents' | 'tryAgain' | 'end'>,
) => Promise<CaptureEnd>

type CaptureEnd =
  | { kind: 'FINISHED'; landing?: string }
  | { kind: 'LEFT'; clientError: number; landing?: string }
  | { kind: 'AWAY' }

/** A person without a browser: opens the link, has the client driven, and lands where it goes. */
export function createHeadlessPerson(baseUrl: string, capture: Capture): Person {
  return {
    async goThrough({ scenario, link, signal, note }) {
      const browser = createBrowser(baseUrl, signal)
      const page = await browser.open(link)
      note('the session page is open')
      const { documents, tryAgain, end } = scenario.capture
      const captured = await capture({
        ...readLaunch(page),
        signal,
        tryAgain,
        end,
        ...(documents === undefined ? {} : { documents }),
      })
      note(`the client ended: ${captured.kind}`)
      const address = page.url.pathname + (await land(browser, captured))
      return async () => readPageText((await browser.open(address)).html)
    },
  }
}

/** What the session page hands to the client in its frame. */
function readLaunch({ html }: Page) {
  const read = (name: string) => {
    const value = readAttribute(html, name)
    if (value !== undefined) return value
    throw new Error(`the session page does not offer the client: it says "${readPageText(html)}"`)
  }
  return {
    apiUrl: read('data-client-url').replace(/\/web\/[^/]*$/, ''),
    sessionId: read('data-session-id'),
    clientSessionToken: read('data-session-token'),
  }
}

/** The query with which the top window goes back to the session page, as its scripts would. */
async function land(browser: Browser, end: CaptureEnd): Promise<string> {
  if (end.kind === 'AWAY') return ''
  if (end.landing === undefined) {
    return end.kind === 'FINISHED' ? '?waited=0' : `?yotiErrorCode=${end.clientError}`
  }
  const { html } = await browser.open(end.landing)
  const code = readAttribute(html, 'data-yoti-error-code') ?? ''
  return readAttribute(html, 'data-landed') === 'success' ? '?waited=0' : `?yotiErrorCode=${code}`
}
