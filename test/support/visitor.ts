/** A browser as far as HTTP goes: one cookie jar, same-origin forms, redirects seen and not followed. */
export interface Visitor {
  cookie: string | undefined
  get(path: string, headers?: Record<string, string>): Promise<Response>
  submitForm(
    path: string,
    form?: Record<string, string>,
    headers?: Record<string, string>,
  ): Promise<Response>
}

export function createVisitor(baseUrl: string): Visitor {
  const jar = new Map<string, string>()
  const basePath = new URL(baseUrl).pathname.replace(/\/$/, '')
  /** Paths of the server, and those of its redirects, which include the base path. */
  const toUrl = (path: string) => {
    const lacksBase = path.startsWith('/') && !path.startsWith(`${basePath}/`)
    return new URL(lacksBase ? basePath + path : path, baseUrl)
  }

  const send = async (
    path: string,
    init: { method?: string; body?: URLSearchParams; headers: Record<string, string> },
  ) => {
    const cookie = Array.from(jar, ([name, value]) => `${name}=${value}`).join('; ')
    const response = await fetch(toUrl(path), {
      redirect: 'manual',
      ...init,
      headers: cookie === '' ? init.headers : { cookie, ...init.headers },
    })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const [name = '', value = ''] = pair.split('=')
      if (value === '') jar.delete(name)
      else jar.set(name, value)
    }
    return response
  }
  return {
    get cookie() {
      return [...jar].find(([name]) => /^(__Host-)?owner/.test(name))?.[1]
    },
    get: (path, headers = {}) => send(path, { headers }),
    submitForm: (path, form = {}, headers = { origin: new URL(baseUrl).origin }) =>
      send(path, { method: 'POST', body: new URLSearchParams(form), headers }),
  }
}

/** Starts a session as the start page's button does. */
export async function startSession(visitor: Visitor): Promise<string> {
  await visitor.get('/')
  const response = await visitor.submitForm('/sessions')
  const location = response.headers.get('location') ?? ''
  const sessionId = /\/sessions\/([0-9a-f-]{36})$/.exec(location)?.[1]
  if (response.status !== 303 || sessionId === undefined) {
    throw new Error(`POST /sessions answered ${response.status} to "${location}".`)
  }
  return sessionId
}

/** From the page with the link for a phone. */
export function readPhoneLink(html: string): string {
  const link = /data-testid="phone-link">([^<]+)</.exec(html)?.[1]
  if (link === undefined) throw new Error('The page has no link for a phone.')
  return link
}

/** The client session token that a session page hands to its own script. */
export function readClientSessionToken(page: string): string {
  const token = /data-session-token="([^"]+)"/.exec(page)?.[1]
  if (token === undefined) throw new Error('The page offers no client session token.')
  return token
}
