/** All three servers create the same session: the built-in preset and this server's additions. */
export const SESSION_SPEC = {
  client_session_token_ttl: 900,
  resources_ttl: 604_800,
  requested_checks: [
    { type: 'ID_DOCUMENT_AUTHENTICITY', config: { manual_check: 'FALLBACK' } },
    { type: 'LIVENESS', config: { liveness_type: 'STATIC', max_retries: 3 } },
    { type: 'ID_DOCUMENT_FACE_MATCH', config: { manual_check: 'FALLBACK' } },
  ],
  requested_tasks: [
    { type: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION', config: { manual_check: 'FALLBACK' } },
  ],
  sdk_config: {
    success_url: 'http://127.0.0.1:3000/success',
    error_url: 'http://127.0.0.1:3000/error',
    privacy_policy_url: 'http://127.0.0.1:3000/privacy-policy',
  },
}
