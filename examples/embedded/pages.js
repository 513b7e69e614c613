const page = (title, body) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title><main><h1>${title}</h1>${body}</main></html>`

/** User ids consist of letters, so nothing here needs escaping. */
export const pages = {
  login: () =>
    page(
      'Sign in to your bank',
      '<form method="post" action="/login"><label>User <input name="userId" pattern="[a-z]{1,40}" required></label> <button>Sign in</button></form>',
    ),
  account: (userId, latest) =>
    page(
      `Hello ${userId}`,
      `<p>Identity check: <strong>${latest?.outcome ?? 'not started'}</strong></p>
       <p><a href="/kyc/">Confirm your identity</a></p>
       <form method="post" action="/logout"><button>Sign out</button></form>`,
    ),
}
