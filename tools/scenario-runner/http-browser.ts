/** Keeps cookies and follows redirects. */
export interface HttpBrowser {
  /** @throws if the response is not 2xx */
  open(address: string): Promise<Page>
}

export interface Page {
  url: URL
  html: string
}

const MAX_REDIRECTS = 5

export function createHttpBrowser(baseUrl: string, signal: AbortSignal): HttpBrowser {
  const cookies = new Map<string, string>()

  async function fetchWithCookies(url: URL): Promise<Response> {
    const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(url, {
      redirect: 'manual',
      signal,
      headers: cookie === '' ? {} : { cookie },
    })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    return response
  }

  return {
    async open(address) {
      let url = new URL(address, baseUrl)
      for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects += 1) {
        const response = await fetchWithCookies(url)
        const html = await response.text()
        const location = response.headers.get('location')
        if (response.ok) return { url, html }
        // Without the URL, because the path of a handover link is secret.
        if (location === null) throw new Error(`a page returned ${response.status}`)
        url = new URL(location, url)
      }
      throw new Error('too many redirects')
    },
  }
}
