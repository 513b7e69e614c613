/** Checks the syntax only. RETURN_URL_ORIGINS then limits the origin, and http to loopback. */
export function isReturnUrl(text: string): boolean {
  // `new URL` silently corrects malformed URLs, which are rejected here.
  if (!/^https?:\/\/[\x21-\x7e]+$/i.test(text) || text.includes('\\') || !URL.canParse(text)) {
    return false
  }
  const { username, password } = new URL(text)
  return username === '' && password === ''
}
