import { describe, expect, it } from '@jest/globals'
import { YotiProtocolError } from '../../src/yoti/errors.js'
import { parseSessionResult } from '../../src/yoti/session-result.js'

const times = { created: '2025-02-11T09:14:40Z', last_updated: '2025-02-11T09:15:31Z' }
const media = (id: string, type = 'IMAGE') => ({ id, type, ...times })
const resource = (id: string) => ({
  id,
  tasks: [],
  source: { type: 'END_USER' },
  created_at: times.created,
  last_updated: times.last_updated,
})
const check = (type: string, fields: object = {}) => ({
  type,
  id: `check-${type}`,
  state: 'DONE',
  resources_used: ['document-1'],
  generated_media: [],
  ...times,
  ...fields,
})
const approved = { recommendation: { value: 'APPROVE' }, breakdown: [] }

/** Every documented field. */
const fullResult = {
  session_id: 'session-1',
  state: 'COMPLETED',
  client_session_token_ttl: 0,
  client_session_token: 'token-1',
  user_tracking_id: 'cust-1',
  biometric_consent: '2025-02-11T09:12:08.473Z',
  resources: {
    id_documents: [
      {
        ...resource('document-1'),
        tasks: [
          {
            type: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION',
            id: 'task-1',
            state: 'DONE',
            ...times,
            generated_checks: [{ id: 'check-1', type: 'ID_DOCUMENT_TEXT_DATA_CHECK' }],
            generated_media: [{ id: 'media-1', type: 'JSON' }],
            recommendation: {
              value: 'MUST_TRY_AGAIN',
              reason: { value: 'USER_ERROR', detail: 'NO_DOCUMENT' },
            },
          },
        ],
        document_type: 'PASSPORT',
        issuing_country: 'GBR',
        pages: [
          {
            capture_method: 'CAMERA',
            media: media('page-1'),
            frames: [{ media: media('frame-1') }, {}],
            extraction_image_ids: ['frame-1'],
          },
          {},
        ],
        document_fields: { media: media('fields-1', 'JSON') },
        document_id_photo: { media: media('portrait-1') },
        expanded_document_fields: { media: media('fields-2', 'JSON') },
      },
    ],
    supplementary_documents: [
      {
        ...resource('bill-1'),
        document_type: 'UTILITY_BILL',
        issuing_country: 'GBR',
        pages: [],
        file: { media: media('file-1', 'PDF') },
        document_fields: {},
      },
    ],
    liveness_capture: [
      {
        ...resource('liveness-2'),
        liveness_type: 'STATIC',
        image: { media: media('face-1') },
        capture_type: 'ACTIVE',
      },
      {
        ...resource('liveness-1'),
        liveness_type: 'ZOOM',
        facemap: { media: media('facemap-1', 'BINARY') },
        frames: [{ media: media('zoom-1') }, {}],
      },
    ],
    face_capture: [{ ...resource('face-2'), image: { media: media('face-2') } }],
    applicant_profiles: [{ ...resource('profile-1'), media: media('profile-1', 'JSON') }],
    share_codes: [
      {
        ...resource('share-1'),
        lookup_profile: { media: media('lookup-1', 'JSON') },
        returned_profile: { media: media('returned-1', 'JSON') },
        id_photo: { media: media('photo-1') },
        file: { media: media('share-file-1', 'PDF') },
      },
    ],
  },
  checks: [
    check('ID_DOCUMENT_AUTHENTICITY', {
      report: {
        recommendation: {
          value: 'NOT_AVAILABLE',
          reason: 'PICTURE_TOO_DARK',
          recovery_suggestion: 'BETTER_LIGHTING',
        },
        breakdown: [
          {
            sub_check: 'yoti_fraud_list_check',
            result: 'FAIL',
            details: [{ name: 'provider_org', value: 'Yoti Ltd' }],
            process: 'AUTOMATED',
          },
        ],
      },
    }),
    check('LIVENESS', { state: 'PENDING' }),
    check('WATCHLIST_ADVANCED_CA', {
      generated_profile: { media: media('generated-1', 'JSON') },
      report: {
        ...approved,
        watchlist_summary: {
          total_hits: 2,
          associated_country_codes: ['GBR'],
          raw_results: { media: media('raw-1', 'JSON') },
          search_config: {
            type: 'WITH_CUSTOM_ACCOUNT',
            remove_deceased: true,
            share_url: false,
            sources: { type: 'TYPE_LIST', types: ['pep'] },
            matching_strategy: { type: 'FUZZY', fuzziness: 0.4 },
            api_key: 'key',
            monitoring: true,
            client_ref: 'ref',
            tags: { team: 'risk' },
          },
        },
      },
    }),
    check('WATCHLIST_SCREENING', {
      report: {
        ...approved,
        watchlist_summary: { total_hits: 0, search_config: { categories: ['ADVERSE-MEDIA'] } },
      },
    }),
    check('DOCUMENT_SCHEME_VALIDITY_CHECK', { report: approved, scheme: 'UK_DBS' }),
  ],
  identity_profile: {
    subject_id: 'subject-1',
    result: 'DONE',
    identity_profile_report: {
      trust_framework: 'UK_TFIDA',
      schemes_compliance: [
        {
          scheme: { type: 'DBS', objective: 'BASIC' },
          requirements_met: false,
          requirements_not_met_info: 'LEVEL_OF_ASSURANCE_NOT_SUFFICIENT',
        },
      ],
      media: media('report-1', 'JSON'),
    },
  },
  advanced_identity_profile: {
    result: 'ABORTED',
    failure_reason: {
      reason_code: 'UNABLE_TO_VALIDATE_DOCUMENT',
      requirements_not_met_details: [
        {
          failure_type: 'ID_DOCUMENT_AUTHENTICITY',
          document_type: 'PASSPORT',
          document_country_iso_code: 'GBR',
          audit_id: 'audit-1',
          details: 'PHOTO_TOO_BLURRY',
        },
      ],
    },
    identity_profile_report: {
      compliance: [
        {
          trust_framework: 'YOTI_GLOBAL',
          schemes_compliance: [
            { scheme: { type: 'IDENTITY', label: 'id-1' }, requirements_met: true },
          ],
        },
      ],
      media: media('report-2', 'JSON'),
    },
  },
  identity_profile_preview: { media: media('preview-1', 'JSON') },
  advanced_identity_profile_preview: { media: media('preview-2', 'JSON') },
  import_token: { media: media('import-1', 'BINARY'), failure_reason: 'NONE' },
}

function getMessage(value: unknown): string {
  try {
    parseSessionResult(value)
  } catch (err) {
    if (err instanceof YotiProtocolError) return err.message
    throw err
  }
  return 'it was read'
}

/** The complete result with one field changed. */
function change(path: readonly (string | number)[], value: unknown): unknown {
  const copy = structuredClone(fullResult) as unknown
  const last = path.at(-1) ?? ''
  const parent = path
    .slice(0, -1)
    .reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], copy)
  ;(parent as Record<string, unknown>)[last] = value
  return copy
}

describe('parseSessionResult', () => {
  it('reads every documented field and changes nothing', () => {
    expect(parseSessionResult(fullResult)).toEqual(fullResult)
  })

  it('reads the smallest result with empty resources and checks', () => {
    const least = { session_id: 'session-1', state: 'ONGOING' }
    expect(parseSessionResult(least)).toEqual({ ...least, resources: {}, checks: [] })
  })

  it('keeps unknown fields at every depth', () => {
    const odd = { deep: [{ very: true }] }
    for (const path of [
      ['new_field'],
      ['resources', 'new_resources'],
      ['resources', 'id_documents', 0, 'new_field'],
      ['resources', 'id_documents', 0, 'pages', 0, 'new_field'],
      ['resources', 'id_documents', 0, 'pages', 0, 'media', 'new_field'],
      ['resources', 'id_documents', 0, 'tasks', 0, 'recommendation', 'new_field'],
      ['checks', 0, 'new_field'],
      ['checks', 0, 'report', 'new_field'],
      ['checks', 0, 'report', 'breakdown', 0, 'new_field'],
      ['identity_profile', 'identity_profile_report', 'new_field'],
    ]) {
      const changed = change(path, odd)
      expect(parseSessionResult(changed)).toEqual(changed)
    }
  })

  it('keeps unknown values', () => {
    for (const path of [
      ['state'],
      ['checks', 0, 'type'],
      ['checks', 0, 'state'],
      ['checks', 0, 'report', 'recommendation', 'value'],
      ['checks', 0, 'report', 'breakdown', 0, 'result'],
      ['checks', 0, 'report', 'breakdown', 0, 'process'],
      ['resources', 'liveness_capture', 0, 'liveness_type'],
      ['resources', 'id_documents', 0, 'tasks', 0, 'type'],
      ['resources', 'id_documents', 0, 'tasks', 0, 'state'],
      ['resources', 'id_documents', 0, 'document_type'],
      ['resources', 'id_documents', 0, 'pages', 0, 'capture_method'],
      ['resources', 'id_documents', 0, 'pages', 0, 'media', 'type'],
      ['identity_profile', 'result'],
    ]) {
      const changed = change(path, 'SOMETHING_NEW')
      expect(parseSessionResult(changed)).toEqual(changed)
    }
  })

  it.each([
    [['client_session_token']],
    [['resources', 'face_capture']],
    [['checks', 0, 'report']],
    [['checks', 0, 'report', 'recommendation', 'reason']],
    [['resources', 'id_documents', 0, 'pages', 0, 'media']],
    [['identity_profile']],
  ])('treats null at %j as absent', (path) => {
    const absent = JSON.parse(JSON.stringify(change(path, undefined))) as unknown
    expect(parseSessionResult(change(path, null))).toStrictEqual(absent)
  })

  const unreadable: [unknown, string][] = [
    [null, 'the root: expected an object, got null'],
    ['Jane Roe', 'the root: expected an object, got string'],
    [change(['session_id'], undefined), 'session_id: expected a string, got nothing'],
    [change(['state'], null), 'state: expected a string, got nothing'],
    [change(['checks'], {}), 'checks: expected an array, got object'],
    [change(['checks', 1], null), 'checks[1]: expected an object, got null'],
    [change(['checks', 0, 'type'], 7), 'checks[0].type: expected a string, got number'],
    [
      change(['checks', 0, 'report', 'recommendation', 'value'], 7),
      'checks[0].report.recommendation.value: expected a string, got number',
    ],
    [
      change(['resources', 'id_documents', 0, 'pages', 0, 'frames', 0, 'media'], 'Jane Roe'),
      'resources.id_documents[0].pages[0].frames[0].media: expected an object, got string',
    ],
  ]

  it.each(unreadable)('reports the JSON path of an unreadable field (%#)', (value, problem) => {
    expect(getMessage(value)).toBe(`session result: ${problem}`)
  })

  it('handles field names such as __proto__', () => {
    const value = JSON.parse(
      '{"session_id":"s","state":"ONGOING","__proto__":{"checks":[{"type":"X"}]},"constructor":1}',
    ) as unknown
    expect(parseSessionResult(value).checks).toEqual([])
  })
})
