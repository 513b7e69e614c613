import { describe, expect, it } from '@jest/globals'
import { startEmulator } from '../src/start-emulator.js'
import { JPEG, PNG } from './end-user.js'
import { first } from './response-json.js'
import { startEmulatorFixture } from './emulator-fixture.js'

describe('the emulator', () => {
  it('runs a session from creation to COMPLETED', async () => {
    await using world = await startEmulatorFixture()
    const { signed, clock } = world
    const { path, endUser } = await world.createSession()

    expect((await endUser.captureDocument()).json.recommendation).toEqual({ value: 'PROGRESS' })
    expect((await endUser.captureLiveness()).json).toEqual({ passed: true, attempts_remaining: 2 })
    expect((await signed('GET', path)).json.checks).toMatchObject([
      { type: 'LIVENESS', state: 'DONE' },
    ])

    expect((await endUser.finish()).status).toBe(204)
    const started = (await signed('GET', path)).json
    expect(started).not.toHaveProperty('client_session_token')
    expect(started.checks.map(({ type, state }) => [type, state])).toEqual([
      ['LIVENESS', 'DONE'],
      ['ID_DOCUMENT_AUTHENTICITY', 'PENDING'],
      ['ID_DOCUMENT_FACE_MATCH', 'PENDING'],
    ])
    expect(started.checks[1]).not.toHaveProperty('report')

    await clock.advance(1800)
    const halfway = (await signed('GET', path)).json
    expect(halfway.state).toBe('ONGOING')
    expect(halfway.checks.map(({ state }) => state)).toEqual(['DONE', 'PENDING', 'DONE'])

    await clock.advance(10_000)
    const done = (await signed('GET', path)).json
    expect(done.state).toBe('COMPLETED')
    for (const check of done.checks) expect(check.report.recommendation.value).toBe('APPROVE')

    const document = first(done.resources.id_documents)
    const page = await signed('GET', `${path}/media/${first(document.pages).media.id}/content`)
    expect([
      page.status,
      page.headers.get('content-type'),
      page.headers.get('content-length'),
    ]).toEqual([200, 'image/jpeg', String(JPEG.length)])
    expect(page.bytes).toEqual(JPEG)
    const image = first(done.resources.liveness_capture).image.media
    expect((await signed('GET', `${path}/media/${image.id}/content`)).bytes).toEqual(PNG)
    const text = await signed('GET', `${path}/media/${document.document_fields.media.id}/content`)
    expect(text.json).toMatchObject({ document_type: 'PASSPORT', issuing_country: 'GBR' })
    const photo = await signed(
      'GET',
      `${path}/media/${document.document_id_photo.media.id}/content`,
    )
    expect(photo.headers.get('content-type')).toBe('image/png')
  })

  it('rejects with the original error when its port is taken', async () => {
    await using world = await startEmulatorFixture()
    const port = Number(new URL(world.emulator.url).port)
    await expect(startEmulator({ port, applications: [] })).rejects.toMatchObject({
      code: 'EADDRINUSE',
    })
  })

  it('counts the sockets it accepted and records what it received', async () => {
    await using world = await startEmulatorFixture()
    await world.createSession()
    expect(world.emulator.connections()).toBe(1)
    expect(world.emulator.requests()).toMatchObject([
      {
        method: 'POST',
        path: '/idverify/v1/sessions',
        pattern: '/sessions',
        status: 201,
        digest: 'verified',
      },
    ])
  })

  it('keeps no more requests than the limit', async () => {
    await using world = await startEmulatorFixture({ recordLimit: 2 })
    for (let i = 0; i < 5; i += 1) await world.createSession()
    expect(world.emulator.requests()).toHaveLength(2)
  })

  it('serves media of any size that a test adds, and 204 for withheld media', async () => {
    await using world = await startEmulatorFixture()
    const { id, path } = await world.createSession()
    const content = Buffer.alloc(10_000_000, 7)
    const large = world.emulator.addMedia(id, { contentType: 'image/jpeg', content })
    const withheld = world.emulator.addMedia(id, {
      contentType: 'image/jpeg',
      content,
      withheld: true,
    })
    expect(
      (await world.signed('GET', `${path}/media/${large}/content`)).bytes.equals(content),
    ).toBe(true)
    expect((await world.signed('GET', `${path}/media/${withheld}/content`)).status).toBe(204)
  })
})
