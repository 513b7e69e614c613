/**
 * An absolute address without credentials. Which ones a browser may be sent back to, RETURN_URL_ORIGINS
 * says; there http is accepted on loopback only.
 */
export function isReturnUrl(text: string): boolean {
  // `new URL` mends what it is given; what needs mending is refused.
  if (!/^https?:\/\/[\x21-\x7e]+$/i.test(text) || text.includes('\\') || !URL.canParse(text)) {
    return false
  }
  const { username, password } = new URL(text)
  return username === '' && password === ''
}
