const LONGEST_TIMEOUT = 2 ** 31 - 1

/** Calls the API when the token should have expired. The error determines how the page leaves. */
export function watchExpiry(api, { client_session_token_ttl: ttl }, fail) {
  setTimeout(
    () => {
      api.getConfiguration().catch(fail)
    },
    Math.min((ttl + 1) * 1000, LONGEST_TIMEOUT),
  )
}
