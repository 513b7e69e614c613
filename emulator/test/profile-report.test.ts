import { createHash, createPrivateKey, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from '@jest/globals'
import { compactVerify, importJWK, type JWK } from 'jose'
import { canonicalize, signReport } from '../src/profiles/sign-report.js'
import { startEmulatorFixture } from './emulator-fixture.js'
import { first, type MediaJson } from './response-json.js'

type Fixture = Awaited<ReturnType<typeof startEmulatorFixture>>
interface Evidence {
  evidence_id: string
  check_ids: string[]
}
interface VerificationReport {
  report_id: string
  schemes_compliance: object[]
  assurance_process: { assurance: { type: string; evidence_links: string[] }[] }
  evidence: { documents: Evidence[]; face: Evidence; electronic_records: Evidence[] }
}
interface Report {
  identity_assertion: { current_address?: { address: object } }
  verification_report: VerificationReport
  verification_reports?: VerificationReport[]
  profile_match_report?: object
  proof: { jws: string; public_key_url: string }
}

const simple = (type: string, objective?: string, framework = 'UK_TFIDA') => ({
  identity_profile_requirements: {
    trust_framework: framework,
    scheme: { type, ...(objective && { objective }) },
  },
  subject: { subject_id: 'subject-1' },
})
const failing = (type: string, template: string) => ({
  check_reports: { [type]: [{ result: { report_template: template } }] },
})

async function completeProfile(
  world: Fixture,
  spec: object,
  document: [country?: string, documentType?: string] = [],
) {
  const { path, endUser } = await world.createSession(spec)
  await endUser.captureAndFinish(...document)
  await world.clock.advance(60_000)
  const session = (await world.signed('GET', path)).json
  const profiles = session as unknown as Record<
    'identity_profile' | 'advanced_identity_profile',
    { result: string; identity_profile_report: { media: MediaJson } } | undefined
  >
  const profile = profiles.identity_profile ?? profiles.advanced_identity_profile
  const id = profile?.identity_profile_report.media.id ?? ''
  const { bytes } = await world.signed('GET', `${path}/media/${id}/content`)
  const report = JSON.parse(bytes.toString()) as Report
  return { path, session, profile, report }
}

/** The four steps of Yoti's documentation, without the emulator's own code. */
async function verifyProof({ proof, ...rest }: Report) {
  const { keys } = (await (await fetch(proof.public_key_url)).json()) as { keys: JWK[] }
  const [header = '', payload, signature = ''] = proof.jws.split('.')
  expect(payload).toBe('')
  const unsigned = { ...rest, proof: { ...proof, jws: '' } }
  const text = JSON.stringify(unsigned, (_name, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort())
      : value,
  )
  const jws = `${header}.${Buffer.from(text).toString('base64url')}.${signature}`
  const { protectedHeader } = await compactVerify(jws, await importJWK(first(keys), 'EdDSA'))
  expect(keys).toEqual([expect.objectContaining({ kid: protectedHeader.kid, crv: 'Ed25519' })])
  return protectedHeader.alg
}

describe('the report of an identity profile', () => {
  it('has a proof that verifies, and does not verify after a change', async () => {
    await using world = await startEmulatorFixture()
    const { report } = await completeProfile(world, simple('RTW'))
    expect(report.proof.public_key_url).toBe(`${world.emulator.apiUrl}/report-keys`)
    expect(await verifyProof(report)).toBe('EdDSA')
    const forged = structuredClone(report)
    forged.verification_report.report_id = 'another'
    await expect(verifyProof(forged)).rejects.toThrow('signature verification failed')
    const other = { ...report.proof, public_key_url: `${report.proof.public_key_url}?` }
    await expect(verifyProof({ ...report, proof: other })).rejects.toThrow('verification failed')
  })

  it('names the documents, the face and the records that it rests on', async () => {
    await using world = await startEmulatorFixture()
    const { report, session } = await completeProfile(world, simple('RTW'))
    const { evidence, assurance_process: process } = report.verification_report
    const findCheck = (type: string) => first(session.checks.filter((one) => one.type === type)).id
    const document = first(session.resources.id_documents)
    expect(report.identity_assertion).toMatchObject({
      current_name: { given_names: expect.stringMatching(/^[^a-z]+$/) },
      date_of_birth: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/),
    })
    expect(report).not.toHaveProperty('authentication_report')
    expect(report.verification_report).toMatchObject({
      subject_id: 'subject-1',
      trust_framework: 'UK_TFIDA',
      schemes_compliance: [{ scheme: { type: 'RTW' }, requirements_met: true }],
      assurance_process: { policy: 'GPG45', level_of_assurance: 'MEDIUM', procedure: 'M1A' },
    })
    expect(report.verification_report).not.toHaveProperty('address_verification')
    expect(evidence).toMatchObject({
      documents: [
        {
          document_fields: { document_type: 'PASSPORT', issuing_country: 'GBR' },
          verifying_org: 'Yoti Ltd.',
          resource_ids: [document.id],
          check_ids: [findCheck('ID_DOCUMENT_AUTHENTICITY'), findCheck('ID_DOCUMENT_FACE_MATCH')],
        },
      ],
      face: {
        initial_liveness: { type: 'STATIC' },
        resource_ids: [first(session.resources.liveness_capture).id],
        check_ids: [findCheck('LIVENESS')],
      },
      electronic_records: [
        {
          identity_details: { date_of_birth: expect.any(String), family_name: expect.any(String) },
          provider_org: 'Cifas Ltd.',
          check_ids: [findCheck('THIRD_PARTY_IDENTITY_FRAUD_1')],
        },
      ],
    })
    const [documentId, recordId] = [
      first(evidence.documents).evidence_id,
      first(evidence.electronic_records).evidence_id,
    ]
    expect(process.assurance.map((one) => [one.type, one.evidence_links])).toEqual([
      ['EVIDENCE_STRENGTH', [documentId]],
      ['EVIDENCE_VALIDITY', [documentId]],
      ['IDENTITY_FRAUD', [recordId]],
      ['VERIFICATION', [documentId, evidence.face.evidence_id]],
    ])
  })

  it.each([
    ['RTW', undefined, 'AUTOMATED_FACE_MATCH'],
    ['DBS', 'ENHANCED', 'AUTOMATED_FACE_MATCH_HIGHER_THRESHOLD'],
  ])('of %s %s lists passed checks in its own words, with %s', async (type, objective, match) => {
    await using world = await startEmulatorFixture()
    const { report } = await completeProfile(world, simple(type, objective))
    expect(first(report.verification_report.evidence.documents)).toMatchObject({
      passed_checks: [
        { check: 'DOCUMENT_IN_DATE' },
        { check: 'FRAUD_DOCUMENTS_LIST' },
        { check: 'MANUAL_VISUAL_DOCUMENT_AUTHENTICITY' },
        { check: match },
      ],
    })
  })

  it('has one verification report for each framework of an advanced profile', async () => {
    await using world = await startEmulatorFixture()
    const { report, session } = await completeProfile(world, {
      advanced_identity_profile_requirements: {
        profiles: [
          {
            trust_framework: 'UK_TFIDA',
            schemes: [{ type: 'DBS_RTW', objective: 'STANDARD', label: 'both' }],
          },
          { trust_framework: 'YOTI_GLOBAL', schemes: [{ type: 'IDENTITY', objective: 'AL_M1' }] },
        ],
      },
    })
    expect(report).not.toHaveProperty('verification_report')
    expect(report.verification_reports).toMatchObject([
      {
        trust_framework: 'UK_TFIDA',
        schemes_compliance: [
          { scheme: { type: 'DBS', objective: 'STANDARD', label: 'both' } },
          { scheme: { type: 'RTW', label: 'both' } },
        ],
        assurance_process: { level_of_assurance: 'HIGH', procedure: 'H2B' },
      },
      {
        trust_framework: 'YOTI_GLOBAL',
        evidence: {
          documents: [
            {
              media_ids: [first(first(session.resources.id_documents).pages).media.id],
              audit_ids: [expect.any(String), expect.any(String)],
            },
          ],
        },
      },
    ])
    expect(await verifyProof(report)).toBe('EdDSA')
  })

  it('has the address of a licence, verified by the records', async () => {
    await using world = await startEmulatorFixture()
    const spec = simple('DBS', 'BASIC')
    const { report } = await completeProfile(world, spec, ['GBR', 'DRIVING_LICENCE'])
    const { evidence } = report.verification_report
    expect(report.identity_assertion.current_address).toMatchObject({
      address: { address_format: 1, postal_code: expect.any(String) },
    })
    expect(report.verification_report).toMatchObject({
      address_verification: {
        current_address_verified: true,
        evidence_links: [...evidence.documents, ...evidence.electronic_records].map(
          ({ evidence_id: id }) => id,
        ),
      },
    })
  })

  it('has the address that the user keyed in, found by a search', async () => {
    await using world = await startEmulatorFixture()
    const spec = simple('IDENTITY_PLUS_ADDRESS', 'AL_M1', 'YOTI_GLOBAL')
    const { report, session, path } = await completeProfile(world, spec)
    const keyed = first(session.resources.applicant_profiles)
    expect(keyed).toMatchObject({ source: { type: 'END_USER' }, media: { type: 'JSON' } })
    const { bytes } = await world.signed('GET', `${path}/media/${keyed.media.id}/content`)
    const { structured_postal_address: address } = JSON.parse(bytes.toString()) as {
      structured_postal_address: object
    }
    expect(report.identity_assertion.current_address).toEqual({ address })
    const search = session.checks.find(({ type }) => type === 'THIRD_PARTY_IDENTITY')
    expect(search?.report.breakdown.map((one) => one.sub_check)).toContain('address_match')
    expect(report.verification_report).toMatchObject({
      address_verification: { current_address_verified: true },
      evidence: {
        electronic_records: [
          { provider_org: 'Cifas Ltd.' },
          { provider_org: 'TransUnion Ltd.', audit_ids: [search?.id] },
        ],
      },
    })
  })

  it('needs no search for an address on the document', async () => {
    await using world = await startEmulatorFixture()
    const spec = simple('IDENTITY_PLUS_ADDRESS', 'AL_M1', 'YOTI_GLOBAL')
    const { session } = await completeProfile(world, spec, ['GBR', 'DRIVING_LICENCE'])
    expect(session.resources.applicant_profiles).toEqual([])
    expect(session.checks.map(({ type }) => type)).not.toContain('THIRD_PARTY_IDENTITY')
  })

  it('is done with an unmet DBS scheme when a BASIC address could not be verified', async () => {
    await using world = await startEmulatorFixture()
    await world.configure(failing('THIRD_PARTY_IDENTITY_FRAUD_1', 'UNABLE_TO_VERIFY_ADDRESS'))
    const { report, profile, session } = await completeProfile(world, simple('DBS_RTW', 'BASIC'))
    const unmet = {
      scheme: { type: 'DBS', objective: 'BASIC' },
      requirements_met: false,
      requirements_not_met_info: 'UNABLE_TO_VERIFY_ADDRESS',
    }
    const met = { scheme: { type: 'RTW' }, requirements_met: true }
    expect(profile).toMatchObject({ result: 'DONE' })
    expect(profile?.identity_profile_report).toMatchObject({ schemes_compliance: [unmet, met] })
    const fraud = session.checks.find(({ type }) => type === 'THIRD_PARTY_IDENTITY_FRAUD_1')
    expect(report.verification_report).toMatchObject({
      address_verification: { current_address_verified: false },
      schemes_compliance: [
        {
          ...unmet,
          requirements_not_met_details: [
            {
              failure_type: 'IDENTITY_CHECK',
              audit_id: fraud?.id,
              details: 'UNABLE_TO_VERIFY_ADDRESS',
            },
          ],
        },
        met,
      ],
    })
  })

  it('of DBS_RTW does not meet RTW with a passport of another country', async () => {
    await using world = await startEmulatorFixture()
    const spec = simple('DBS_RTW', 'BASIC')
    const { report } = await completeProfile(world, spec, ['FRA', 'PASSPORT'])
    expect(report.verification_report.schemes_compliance).toMatchObject([
      { scheme: { type: 'DBS' }, requirements_met: true },
      { requirements_met: false, requirements_not_met_info: 'MANDATORY_DOCUMENT_NOT_PROVIDED' },
    ])
  })

  it('has a preview without evidence when create_identity_profile_preview is true', async () => {
    await using world = await startEmulatorFixture()
    const spec = { ...simple('RTW'), create_identity_profile_preview: true }
    const { path, session, report } = await completeProfile(world, spec)
    const { identity_profile_preview: preview } = session as unknown as {
      identity_profile_preview: { media: MediaJson }
    }
    const { json } = await world.signed('GET', `${path}/media/${preview.media.id}/content`)
    expect(json).toEqual(report.identity_assertion)
  })
})

describe('the match report', () => {
  const FIELDS = {
    full_name: 'IRÍS ANNA VALE-MOOR',
    given_names: 'IRÍS ANNA',
    family_name: 'VALE-MOOR',
    date_of_birth: '1990-02-03',
    structured_postal_address: {
      address_format: 1,
      building_number: '3',
      address_line1: '3 MILL ROW',
      postal_code: 'YO1 7AA',
    },
  }
  const address = (fields: object) => ({
    structured_postal_address: { address_format: 1, building_number: '3', ...fields },
  })

  const match = async (profile: object, fields: object = FIELDS) => {
    await using world = await startEmulatorFixture()
    await world.configure({
      task_results: {
        ID_DOCUMENT_TEXT_DATA_EXTRACTION: [{ result: { document_fields: fields } }],
      },
    })
    const spec = { ...simple('RTW'), resources: { applicant_profile: profile } }
    const { report, profile: result } = await completeProfile(world, spec)
    expect(result?.result).toBe('DONE')
    expect(await verifyProof(report)).toBe('EdDSA')
    return report.profile_match_report
  }

  it.each([
    ['MATCH', { first_name: 'Iris', middle_name: 'Anna', family_name: 'Vale-Moor' }],
    ['MATCH', { given_names: 'Irís Anna', family_name: 'Vale Moor' }],
    ['MATCH', { full_name: 'iris anna vale-moor' }],
    ['PARTIAL', { first_name: 'Iris', family_name: 'Vale-Moor' }],
    ['PARTIAL', { full_name: 'Rose Vale' }],
    ['NO_MATCH', { full_name: 'Rose Hill' }],
  ])('is %s for the name %j', async (result, profile) => {
    expect(await match(profile)).toMatchObject({ name: { result }, dob: null, address: null })
  })

  it.each([
    ['MATCH', '1990-02-03'],
    ['PARTIAL', '1990-02'],
    ['PARTIAL', '1990'],
    ['NO_MATCH', '1990-03'],
  ])('is %s for the date of birth %s', async (result, date) => {
    expect(await match({ date_of_birth: date })).toMatchObject({ name: null, dob: { result } })
  })

  it.each([
    ['MATCH', address({ address_line1: '3 Mill Row', country_iso: 'GBR' })],
    ['PARTIAL', address({ address_line1: '3 Mill Row', postal_code: 'LS1 1AA' })],
    ['NO_MATCH', address({ building_number: '4', postal_code: 'LS1 1AA' })],
  ])('is %s for the address %j', async (result, profile) => {
    expect(await match(profile)).toMatchObject({ address: { result } })
  })

  it('is null for an address when no document has one, and repeats all 24 parts', async () => {
    const { structured_postal_address: _, ...withoutAddress } = FIELDS
    const lines = { address_line4: 'Mill', address_line5: 'Row', address_line6: 'York' }
    const report = await match({ full_name: 'Iris Vale', ...address(lines) }, withoutAddress)
    expect(report).toEqual({
      provided_profile: {
        current_name: {
          given_names: '',
          first_name: '',
          middle_name: '',
          family_name: '',
          full_name: 'Iris Vale',
        },
        date_of_birth: '',
        current_address: {
          address: expect.objectContaining({ address_format: 1, ...lines, udprn: '' }),
          move_in: '',
        },
      },
      name: { result: 'PARTIAL' },
      dob: null,
      address: null,
    })
    const { provided_profile: provided } = report as {
      provided_profile: { current_address: { address: object } }
    }
    expect(Object.keys(provided.current_address.address)).toHaveLength(24)
  })

  it('rejects a malformed date of birth with 400', async () => {
    await using world = await startEmulatorFixture()
    const { status, json } = await world.signed('POST', '/sessions', {
      ...simple('RTW'),
      resources: { applicant_profile: { date_of_birth: '3 February 1990' } },
    })
    expect(status).toBe(400)
    expect(first(json.errors).property).toBe('resources.applicant_profile.date_of_birth')
  })
})

describe('signReport', () => {
  // The key of the test vector has the seed 01 to 20.
  const SEED = Buffer.from(Array.from({ length: 32 }, (_, index) => index + 1))
  const REPORT = {
    verification_report: { trust_framework: 'UK_TFIDA', report_id: 'r-1' },
    identity_assertion: { date_of_birth: '1990-02-03', current_name: undefined },
  }

  it('makes the known signature of a known report', () => {
    const jwk = {
      kty: 'OKP',
      crv: 'Ed25519',
      d: SEED.toString('base64url'),
      x: 'ebVWLo_mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ',
    }
    const privateKey = createPrivateKey({ key: jwk, format: 'jwk' })
    const signed = signReport(REPORT, {
      kid: 'k1',
      privateKey,
      publicKeyUrl: 'https://idp.example/keys',
    })
    expect(signed).toEqual({
      ...REPORT,
      proof: {
        // cspell:disable-next-line
        jws: 'eyJhbGciOiJFZERTQSIsImtpZCI6ImsxIn0..Tmma5kOv-YY5sE5IEd9mki64sVnUYgmi40U9S0xpUkq2bFoLpXEr2hD2lHUoM-RML1xFcEayayYGbQqDVXgCDw',
        public_key_url: 'https://idp.example/keys',
      },
    })
    const { privateKey: another } = generateKeyPairSync('ed25519')
    const key = { kid: 'k1', privateKey: another, publicKeyUrl: 'https://idp.example/keys' }
    expect(signReport(REPORT, key)).not.toEqual(signed)
  })

  it('canonicalizes as RFC 8785 does', () => {
    const proof = { jws: '', public_key_url: 'https://idp.example/keys' }
    const digest = createHash('sha256')
      .update(canonicalize({ ...REPORT, proof }))
      .digest('hex')
    expect(digest).toBe('b5a795aac9ba449b4c864e06c1ac3ebab902f4e10b2fed8306a9895816d23aec')
    // The order of the standard's own example of member names.
    const names = ['\u20ac', '\r', '\ufb33', '1', '\ud83d\ude00', '\u0080', '\u00f6']
    const sorted = ['\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33']
    const text = canonicalize(Object.fromEntries(names.map((name) => [name, [1e21, 'é"', null]])))
    expect([...text.matchAll(/"([^"]+)":\[1e\+21,"é\\"",null\]/g)].map(([, name]) => name)).toEqual(
      sorted.map((name) => JSON.stringify(name).slice(1, -1)),
    )
  })
})
