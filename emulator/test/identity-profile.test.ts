import { afterAll, describe, expect, it } from '@jest/globals'
import { captureSession } from '../src/capture-client/capture-session.js'
import { first } from './response-json.js'
import { extractAs, reportAs, requireProfile, restrictDocuments } from './session-spec.js'
import { startEmulatorFixture } from './emulator-fixture.js'

const world = await startEmulatorFixture()

afterAll(() => world.emulator.close())

/** The result of a session that the user finishes with a passport and a face. */
async function complete(config: object, spec: object) {
  await world.configure(config)
  const { path } = await world.completeSession(spec)
  return world.read(path)
}

/** One requirement that was not met. */
const aborted = (reasonCode: string, details: object) => ({
  subject_id: 'subject-1',
  result: 'ABORTED',
  failure_reason: { reason_code: reasonCode, requirements_not_met_details: [details] },
})

describe('an identity profile', () => {
  const DOCUMENT = { document_type: 'PASSPORT', document_country_iso_code: 'GBR' }

  it.each([
    ['ID_DOCUMENT_AUTHENTICITY', 'TAMPERED', 'FRAUD_DETECTED'],
    ['ID_DOCUMENT_AUTHENTICITY', 'PHOTO_TOO_BLURRY', 'UNABLE_TO_VALIDATE_DOCUMENT'],
    ['ID_DOCUMENT_FACE_MATCH', 'DIFFERENT_PERSON', 'FACE_MATCH_VERIFICATION_FAILED'],
    ['ID_DOCUMENT_FACE_MATCH', 'AUTO_FAIL', 'FACE_MATCH_HIGHER_THRESHOLD_VERIFICATION_FAILED'],
    ['THIRD_PARTY_IDENTITY_FRAUD_1', 'DECEASED_WARNING', 'IDENTITY_CHECK_FAILED'],
    ['THIRD_PARTY_IDENTITY_FRAUD_1', 'UNABLE_TO_VERIFY_ADDRESS', 'IDENTITY_CHECK_FAILED'],
    ['SYNECTICS_IDENTITY_FRAUD', 'SYNECTICS_INDICATED_FRAUD', 'FRAUD_DETECTED'],
    [
      'SYNECTICS_IDENTITY_FRAUD',
      'FAILED_TO_REACH_REQUIRED_ACTIVITY_HISTORY_SCORE_3',
      'ACTIVITY_HISTORY_SCORE_INSUFFICIENT',
    ],
    // The profile does not imply these.
    ['ID_DOCUMENT_COMPARISON', 'MISMATCH', 'UNABLE_TO_VALIDATE_DOCUMENT', true],
    ['THIRD_PARTY_IDENTITY', 'ADDRESS_MISMATCH', 'COULD_NOT_VERIFY_ADDRESS', true],
    ['THIRD_PARTY_IDENTITY', 'NO_VALID_FIELDS', 'UNABLE_TO_COMPLETE_CHECKS', true],
    ['WATCHLIST_SCREENING', 'POTENTIAL_MATCH', 'IDENTITY_CHECK_FAILED', true],
  ])(
    'is aborted when %s ends in %s: %s',
    async (type, template, reasonCode, isRequested = false) => {
      const { identity_profile: profile, checks } = await complete(reportAs(type, template), {
        ...requireProfile('DBS', 'STANDARD'),
        ...(isRequested && {
          requested_checks: [{ type }],
          required_documents: [{ type: 'ID_DOCUMENT' }],
        }),
      })
      const failureType = type === 'ID_DOCUMENT_COMPARISON' ? 'UNLINKED_DOCUMENT_EVIDENCE' : type
      expect(profile).toEqual(
        aborted(reasonCode, {
          ...(type.startsWith('ID_')
            ? { failure_type: failureType, ...DOCUMENT }
            : { failure_type: 'IDENTITY_CHECK' }),
          audit_id: first(checks.filter((one) => one.type === type)).id,
          ...(template === 'AUTO_FAIL' ? {} : { details: template }),
        }),
      )
    },
  )

  const UNREAD = {
    result: { recommendation: { value: 'SHOULD_TRY_AGAIN', reason: { value: 'QUALITY' } } },
  }

  it.each([
    ['an expert could not read it either', {}, 'EXTRACTION_FAILED'],
    [
      'no expert is asked',
      {
        requested_tasks: [
          { type: 'ID_DOCUMENT_TEXT_DATA_EXTRACTION', config: { manual_check: 'NEVER' } },
        ],
      },
      'QUALITY',
    ],
  ])('is aborted when its document could not be read: %s', async (_why, spec, details) => {
    const checked = reportAs('ID_DOCUMENT_TEXT_DATA_CHECK', 'EXTRACTION_FAILED')
    const config = { ...extractAs(UNREAD, UNREAD, UNREAD), ...checked }
    const { identity_profile: profile, ...result } = await complete(config, {
      ...requireProfile('RTW'),
      ...spec,
    })
    expect(first(result.resources.id_documents)).not.toHaveProperty('document_fields')
    expect(result.state).toBe('COMPLETED')
    const about = { failure_type: 'ID_DOCUMENT_EXTRACTION', ...DOCUMENT, details }
    expect(profile).toEqual(
      aborted('MANDATORY_DOCUMENT_NOT_PROVIDED', { ...about, audit_id: expect.any(String) }),
    )
  })

  it('is done when an expert could read what the machine could not', async () => {
    const spec = requireProfile('RTW')
    const { identity_profile: profile, checks, ...result } = await complete(extractAs(UNREAD), spec)
    expect(checks.map(({ type }) => type)).toContain('ID_DOCUMENT_TEXT_DATA_CHECK')
    expect(profile.result).toBe('DONE')
    expect(result).not.toHaveProperty('identity_profile_preview')
  })

  it('requires liveness in each requested capture type', async () => {
    await world.configure({
      check_reports: {
        LIVENESS: [{ liveness_type: 'ZOOM', result: { report_template: 'NOT_AVAILABLE' } }],
      },
    })
    const liveness = (liveness_type: string) => ({ type: 'LIVENESS', config: { liveness_type } })
    const { path, endUser } = await world.createSession({
      ...requireProfile('RTW'),
      requested_checks: [liveness('STATIC'), liveness('ZOOM')],
    })
    await captureSession({ ...endUser.launch, tryAgain: false })
    await world.clock.advance(60_000)
    const { identity_profile: profile, checks } = await world.read(path)
    const failed = checks.filter(({ report }) => report.recommendation.value === 'NOT_AVAILABLE')
    expect(failed).toHaveLength(1)
    const about = { failure_type: 'LIVENESS', details: 'USER_FAILED_LIVENESS' }
    expect(profile).toEqual(aborted('MISSING_LIVENESS', { ...about, audit_id: first(failed).id }))
  })

  it('reports the most severe of several reasons', async () => {
    const check_reports = {
      ...reportAs('ID_DOCUMENT_FACE_MATCH', 'FAIL').check_reports,
      ...reportAs('ID_DOCUMENT_AUTHENTICITY', 'PHOTO_TOO_DARK').check_reports,
    }
    const { identity_profile: profile } = await complete({ check_reports }, requireProfile('RTW'))
    expect(profile.failure_reason.reason_code).toBe('UNABLE_TO_VALIDATE_DOCUMENT')
  })

  it('is aborted when no document could be read in any attempt, without the end user finishing', async () => {
    await world.configure(extractAs('UNABLE_TO_OCR', 'UNSUPPORTED_DOCUMENT'))
    const { path, endUser } = await world.createSession(requireProfile('RTR'))
    expect((await endUser.captureDocument()).json.recommendation.value).toBe('MUST_TRY_AGAIN')
    await endUser.captureDocument()
    expect((await endUser.chooseDocument()).json.code).toBe('REQUIREMENT_LOCKED')
    await world.clock.advance(60_000)
    const result = await world.read(path)
    expect(result.state).toBe('COMPLETED')
    expect(result.identity_profile.failure_reason).toMatchObject({
      reason_code: 'MANDATORY_DOCUMENT_NOT_PROVIDED',
      requirements_not_met_details: [
        { failure_type: 'ID_DOCUMENT_EXTRACTION', details: 'UNSUPPORTED_DOCUMENT' },
      ],
    })
  })

  it('ends the client with 7002 and is aborted when no liveness attempt passed', async () => {
    await world.configure(reportAs('LIVENESS', 'FAIL', 'FACE_PROCESSING', 'NOT_AVAILABLE'))
    const { path, endUser } = await world.createSession(requireProfile('RTW'))
    await endUser.captureDocument()
    const attempts = []
    for (let i = 0; i < 3; i += 1) attempts.push((await endUser.captureLiveness()).json)
    expect(attempts).toEqual([
      { passed: false, attempts_remaining: 2 },
      { passed: false, attempts_remaining: 1 },
      { passed: false, attempts_remaining: 0, client_error: 7002 },
    ])
    await endUser.finish()
    await world.clock.advance(60_000)
    expect((await world.read(path)).identity_profile.failure_reason).toMatchObject({
      reason_code: 'MISSING_LIVENESS',
      requirements_not_met_details: [{ failure_type: 'LIVENESS', details: 'USER_FAILED_LIVENESS' }],
    })
  })

  it('is abandoned two hours after its session expired', async () => {
    const { path } = await world.createSession(requireProfile('RTW'))
    await world.clock.advance(600_000 + 7_199_000)
    expect(await world.read(path)).not.toHaveProperty('identity_profile')
    await world.clock.advance(1_000)
    expect(await world.read(path)).toMatchObject({
      state: 'EXPIRED',
      identity_profile: { result: 'ABORTED', failure_reason: { reason_code: 'ABANDONED' } },
    })
  })
})

describe('an advanced identity profile', () => {
  it('accepts a document of any of its schemes and reports unmet schemes', async () => {
    await world.configure({})
    const scheme = (label: string, type: string, country: string, documentType: string) => ({
      label,
      type,
      config: {
        filter: restrictDocuments('INCLUDE', {
          country_codes: [country],
          document_types: [documentType],
        }),
      },
    })
    const { path, endUser } = await world.createSession({
      advanced_identity_profile_requirements: {
        profiles: [
          { trust_framework: 'UK_TFIDA', schemes: [scheme('work', 'RTW', 'GBR', 'PASSPORT')] },
          {
            trust_framework: 'YOTI_GLOBAL',
            schemes: [scheme('me', 'IDENTITY', 'FRA', 'NATIONAL_ID')],
          },
        ],
      },
    })
    expect((await endUser.chooseDocument('IRL', 'PASSPORT')).status).toBe(400)
    await endUser.captureAndFinish('FRA', 'NATIONAL_ID')
    await world.clock.advance(60_000)
    expect((await world.read(path)).advanced_identity_profile).toMatchObject({
      result: 'DONE',
      identity_profile_report: {
        compliance: [
          {
            trust_framework: 'UK_TFIDA',
            schemes_compliance: [
              {
                scheme: { type: 'RTW', label: 'work' },
                requirements_met: false,
                requirements_not_met_info: 'MANDATORY_DOCUMENT_NOT_PROVIDED',
              },
            ],
          },
          {
            trust_framework: 'YOTI_GLOBAL',
            schemes_compliance: [{ scheme: { label: 'me' }, requirements_met: true }],
          },
        ],
      },
    })
  })
})
