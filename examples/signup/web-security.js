import helmet from 'helmet'

/** The login of this signup page: a random value in a cookie. */
export function createLogin(accounts, baseUrl) {
  const secure = baseUrl.startsWith('https:')
  const name = secure ? '__Host-signup' : 'signup'
  return {
    start(res, user) {
      // Lax, not Strict: the cookie must come along when the person returns from the other site.
      res.cookie(name, accounts.logIn(user), { httpOnly: true, sameSite: 'lax', secure, path: '/' })
    },
    find(req) {
      const cookies = (req.get('Cookie') ?? '').split('; ')
      const ours = cookies.find((cookie) => cookie.startsWith(`${name}=`))
      return accounts.findByLogin(ours?.slice(name.length + 1))
    },
  }
}

/** Refuses forms that another site made a browser send. */
export function onlyOwnForms(baseUrl) {
  const own = new URL(baseUrl).origin
  return (req, res, next) => {
    const origin = req.get('Origin')
    const isOwn =
      origin === undefined ? req.get('Sec-Fetch-Site') === 'same-origin' : origin === own
    if (req.method !== 'POST' || isOwn) return next()
    return res.status(403).type('text').send('This form came from another site.')
  }
}

export function createSecurityHeaders({ baseUrl, verifyUrl }) {
  const secure = baseUrl.startsWith('https:')
  const setHeaders = helmet({
    contentSecurityPolicy: {
      directives: {
        // Chromium holds form-action against the redirect after a form, too.
        formAction: ["'self'", new URL(verifyUrl).origin],
        styleSrc: ["'self'"],
        upgradeInsecureRequests: secure ? [] : null,
      },
    },
    // With helmet's no-referrer, browsers send our own forms with "Origin: null".
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: secure,
  })
  return (req, res, next) => {
    res.set('Cache-Control', 'no-store')
    setHeaders(req, res, next)
  }
}
