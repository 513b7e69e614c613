/** A browser as far as HTTP goes: it keeps its cookies and follows redirects. */
export interface HttpBrowser {
  /** @throws when the page is not there */
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
        // The path of a hand-over holds a secret.
        if (location === null) throw new Error(`a page was answered ${response.status}`)
        url = new URL(location, url)
      }
      throw new Error('a page was redirected too often')
    },
  }
}
