import helmet from 'helmet'

export function createLoginCookie(accounts, baseUrl) {
  const secure = baseUrl.startsWith('https:')
  const name = secure ? '__Host-signup' : 'signup'
  return {
    start(res, user) {
      // A Strict cookie is not sent when the user returns from another site.
      res.cookie(name, accounts.createLogin(user), {
        httpOnly: true,
        sameSite: 'lax',
        secure,
        path: '/',
      })
    },
    find(req) {
      const cookies = (req.get('Cookie') ?? '').split('; ')
      const loginCookie = cookies.find((cookie) => cookie.startsWith(`${name}=`))
      return accounts.findByLogin(loginCookie?.slice(name.length + 1))
    },
  }
}

export function requireSameOrigin(baseUrl) {
  const ownOrigin = new URL(baseUrl).origin
  return (req, res, next) => {
    const origin = req.get('Origin')
    const isSameOrigin =
      origin === undefined ? req.get('Sec-Fetch-Site') === 'same-origin' : origin === ownOrigin
    if (req.method !== 'POST' || isSameOrigin) return next()
    return res.status(403).type('text').send('This form came from another site.')
  }
}

export function createSecurityHeaders({ baseUrl, verifyUrl }) {
  const secure = baseUrl.startsWith('https:')
  const setHeaders = helmet({
    contentSecurityPolicy: {
      directives: {
        // Chromium also applies form-action to the redirect after a form.
        formAction: ["'self'", new URL(verifyUrl).origin],
        styleSrc: ["'self'"],
        upgradeInsecureRequests: secure ? [] : null,
      },
    },
    // With helmet's no-referrer, browsers send our ownOrigin forms with "Origin: null".
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: secure,
  })
  return (req, res, next) => {
    res.set('Cache-Control', 'no-store')
    setHeaders(req, res, next)
  }
}
