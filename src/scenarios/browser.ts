/** A browser as far as HTTP goes: it keeps its cookies and follows redirects. */
export interface Browser {
  /** @throws when the page is not there */
  open(address: string): Promise<Page>
}

export interface Page {
  url: URL
  html: string
}

const MOST_REDIRECTS = 5

export function createBrowser(baseUrl: string, signal: AbortSignal): Browser {
  const cookies = new Map<string, string>()

  async function load(url: URL): Promise<Response> {
    const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, {
      redirect: 'manual',
      signal,
      headers: cookie === '' ? {} : { cookie },
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    return answer
  }

  return {
    async open(address) {
      let url = new URL(address, baseUrl)
      for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects += 1) {
        const answer = await load(url)
        const html = await answer.text()
        const location = answer.headers.get('location')
        if (answer.ok) return { url, html }
        // The path of a hand-over holds a secret.
        if (location === null) throw new Error(`a page was answered ${answer.status}`)
        url = new URL(location, url)
      }
      throw new Error('a page was redirected too often')
    },
  }
}
