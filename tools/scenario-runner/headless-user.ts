import { createHttpBrowser, type HttpBrowser, type Page } from './http-browser.js'
import { readAttribute, extractPageText } from './page-text.js'
import type { User } from './user.js'
import type { CaptureClient, CaptureResult } from '../emulator-package.js'

/** Opens the link and runs the capture over HTTP, without a browser. */
export function createHeadlessUser(baseUrl: string, capture: CaptureClient): User {
  return {
    async runSession({ scenario, link: handoverUrl, signal, onProgress }) {
      const browser = createHttpBrowser(baseUrl, signal)
      const page = await browser.open(handoverUrl)
      onProgress('session page open')
      const { documents, tryAgain, end } = scenario.capture
      const captured = await capture({
        ...readLaunchData(page),
        signal,
        tryAgain,
        end,
        ...(documents === undefined ? {} : { documents }),
      })
      onProgress(`client ended: ${captured.kind}`)
      const address = page.url.pathname + (await buildReturnQuery(browser, captured))
      return async () => extractPageText((await browser.open(address)).html)
    },
  }
}

function readLaunchData({ html }: Page) {
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
async function buildReturnQuery(browser: HttpBrowser, result: CaptureResult): Promise<string> {
  if (result.kind === 'AWAY') return ''
  if (result.landing === undefined) {
    return result.kind === 'FINISHED' ? '?waited=0' : `?yotiErrorCode=${result.clientError}`
  }
  const { html } = await browser.open(result.landing)
  const code = readAttribute(html, 'data-yoti-error-code') ?? ''
  return readAttribute(html, 'data-landed') === 'success' ? '?waited=0' : `?yotiErrorCode=${code}`
}
