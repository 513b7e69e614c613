/** The usual session: authenticity, liveness, face match, text. */
export const SESSION_SPEC = {
  client_session_token_ttl: 900,
  resources_ttl: 90_000,
  user_tracking_id: 'cust-0001',
  requested_checks: [
    { type: 'ID_DOCUMENT_AUTHENTICITY', config: { manual_check: 'FALLBACK' } },
    { type: 'LIVENESS', config: { liveness_type: 'STATIC', max_retries: 3 } },
    { type: 'ID_DOCUMENT_FACE_MATCH', config: { manual_check: 'FALLBACK' } },
  ],
  requested_tasks: [
    { type: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION', config: { manual_check: 'FALLBACK' } },
  ],
}

export const restrictDocuments = (inclusion: string, ...documents: object[]) => ({
  type: 'DOCUMENT_RESTRICTIONS',
  inclusion,
  documents,
})

export const requireIdDocument = (filter: object) => ({
  required_documents: [{ type: 'ID_DOCUMENT', filter }],
})
