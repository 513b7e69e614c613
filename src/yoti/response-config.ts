/** What Yoti's sandbox answers with, for one session or for all of an application. Sent as it is. */
export interface ResponseConfig {
  task_results?: {
    /** One entry for each attempt, in order. */
    ID_DOCUMENT_TEXT_DATA_EXTRACTION?: SandboxIdDocumentTask[]
    SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION?: SandboxTask[]
  }
  check_reports?: {
    ID_DOCUMENT_AUTHENTICITY?: SandboxDocumentCheck[]
    ID_DOCUMENT_TEXT_DATA_CHECK?: SandboxTextDataCheck[]
    ID_DOCUMENT_FACE_MATCH?: SandboxDocumentCheck[]
    LIVENESS?: SandboxLivenessCheck[]
    ID_DOCUMENT_COMPARISON?: SandboxComparisonCheck[]
    SUPPLEMENTARY_DOCUMENT_TEXT_DATA_CHECK?: SandboxTextDataCheck[]
    THIRD_PARTY_IDENTITY?: SandboxCheck
    THIRD_PARTY_IDENTITY_FRAUD_1?: SandboxCheck
    FACE_COMPARISON?: SandboxCheck
    WATCHLIST_SCREENING?: SandboxCheck
    WATCHLIST_ADVANCED_CA?: SandboxWatchlistCheck[]
    SYNECTICS_IDENTITY_FRAUD?: SandboxCheck[]
    /** Seconds until the reports are there. */
    async_report_delay?: number
  }
}

/** Empty lists restrict nothing. */
export interface SandboxDocumentFilter {
  document_types: string[]
  country_codes: string[]
}

export interface SandboxTask {
  document_filter?: SandboxDocumentFilter
  result?: {
    document_fields?: Record<string, unknown>
    detected_country?: string
    recommendation?: {
      value: 'PROGRESS' | 'SHOULD_TRY_AGAIN' | 'MUST_TRY_AGAIN' | (string & {})
      reason?: { value: 'QUALITY' | 'USER_ERROR' | (string & {}); detail?: string }
    }
  }
  /** Seconds. */
  response_delay?: number
  result_template?:
    'SUCCESS' | 'UNSUPPORTED_DOCUMENT' | 'DOCUMENT_IS_EXPIRED' | 'UNABLE_TO_OCR' | (string & {})
}

export interface SandboxIdDocumentTask extends SandboxTask {
  result?: NonNullable<SandboxTask['result']> & {
    /** `data` in base64. */
    document_id_photo?: { content_type: string; data: string }
    detected_document_type?: string
  }
}

export interface SandboxReport {
  recommendation?: {
    value: 'APPROVE' | 'REJECT' | 'NOT_AVAILABLE' | 'CONSIDER' | (string & {})
    reason?: string
    recovery_suggestion?: string
  }
  breakdown?: {
    sub_check: string
    result: 'PASS' | 'FAIL' | 'NOT_AVAILABLE' | (string & {})
    details?: { name: string; value: string }[]
  }[]
}

export interface SandboxCheck {
  result: {
    report?: SandboxReport
    /** Instead of a report: a name such as `SUCCESS`, `TAMPERED` or `AUTO_FAIL`. */
    report_template?: string
  }
}

export interface SandboxDocumentCheck extends SandboxCheck {
  document_filter?: SandboxDocumentFilter
}

export interface SandboxTextDataCheck extends SandboxDocumentCheck {
  result: SandboxCheck['result'] & { document_fields?: Record<string, unknown> }
}

export interface SandboxLivenessCheck extends SandboxCheck {
  liveness_type: 'ZOOM' | 'STATIC' | (string & {})
  /** Seconds. */
  response_delay?: number
}

export interface SandboxComparisonCheck extends SandboxCheck {
  /** Of the second document. */
  secondary_document_filter?: SandboxDocumentFilter
}

export interface SandboxWatchlistCheck extends SandboxCheck {
  sources_filter?:
    { type: 'TYPE_LIST'; types: string[] } | { type: 'PROFILE'; search_profile: string }
}
