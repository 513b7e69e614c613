const LONGEST_TIMEOUT = 2 ** 31 - 1

/** Asks once more when the token should be dead; the refusal says how to leave. */
export function watchExpiry(api, { client_session_token_ttl: ttl }, fail) {
  setTimeout(
    () => {
      api.getConfiguration().catch(fail)
    },
    Math.min((ttl + 1) * 1000, LONGEST_TIMEOUT),
  )
}
