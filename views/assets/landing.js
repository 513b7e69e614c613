// A landing inside the iframe has no cookies, so it moves the top window, which has them, to the session page.
const { landed, yotiErrorCode } = document.querySelector('main').dataset

if (window.top !== window.self) {
  const { pathname } = window.top.location
  // This server may be mounted under a path.
  if (/\/sessions\/[0-9a-f-]{36}$/.test(pathname)) {
    const query = landed === 'success' ? 'waited=0' : `yotiErrorCode=${yotiErrorCode}`
    window.top.location.replace(`${pathname}?${query}`)
  }
}
