import { describe, expect, it } from '@jest/globals'
import { JPEG, PNG } from './end-user.js'
import { first } from './response-json.js'
import { buildFaceCaptureBody } from './upload-face-capture.js'
import { startEmulatorFixture } from './emulator-fixture.js'

const COMPARISON = {
  requested_checks: [
    { type: 'LIVENESS', config: { liveness_type: 'STATIC' } },
    { type: 'FACE_COMPARISON', config: { manual_check: 'NEVER' } },
  ],
}

async function startComparison() {
  const world = await startEmulatorFixture()
  const session = await world.createSession(COMPARISON)
  const { json } = await world.signed('GET', `${session.path}/configuration`)
  const requirement = first(
    json.capture.required_resources.filter(({ type }) => type === 'FACE_CAPTURE'),
  )
  const create = (requirementId = requirement.id) =>
    world.signed('POST', `${session.path}/resources/face-capture`, {
      requirement_id: requirementId,
    })
  const upload = (id: string, body: Buffer, headers = {}) =>
    world.signed('PUT', `${session.path}/resources/face-capture/${id}/image`, undefined, {
      body,
      headers,
    })
  return {
    ...world,
    ...session,
    create,
    upload,
    [Symbol.asyncDispose]: () => world.emulator.close(),
  }
}

describe('a face capture', () => {
  it.each([
    ['quoted parameters', 'name="binary-content"; filename="a b.png"', 200],
    ['unquoted parameters', 'name=binary-content; filename=a.png', 200],
    ['the file name first', 'filename="x"; name="binary-content"', 200],
    ['no file name', 'name="binary-content"', 400],
    ['another field', 'name="image"; filename="x"', 400],
  ])('with %s returns the same status as Yoti', async (_what, disposition, status) => {
    await using world = await startComparison()
    const { json } = await world.create()
    expect((await world.upload(json.id, buildFaceCaptureBody({ disposition }))).status).toBe(status)
  })

  it('returns 400 when it is not multipart and 422 when it is not an image', async () => {
    await using world = await startComparison()
    const { json } = await world.create()
    expect((await world.upload(json.id, PNG)).status).toBe(400)
    const text = buildFaceCaptureBody({ content: Buffer.from('iVBORw0KGgo=') })
    expect(await world.upload(json.id, text)).toMatchObject({
      status: 422,
      json: { code: 'UNPROCESSABLE_MEDIA' },
    })
  })

  it.each([
    ['a JPEG called as by most clients', 'image/jpeg', JPEG, 200],
    ['a name in capitals, with a parameter', 'Image/PNG; q=1', PNG, 200],
    ['a PNG called JPEG', 'image/jpg', PNG, 422],
    ['a type that is not taken', 'image/gif', PNG, 415],
    ['no type at all', '', PNG, 415],
  ])('with %s also depends on its declared type', async (_what, type, content, status) => {
    await using world = await startComparison()
    const { json } = await world.create()
    expect((await world.upload(json.id, buildFaceCaptureBody({ type, content }))).status).toBe(
      status,
    )
  })

  it('of the relying business cannot be changed by the end user', async () => {
    await using world = await startComparison()
    const { json } = await world.create()
    const image = `/resources/face-capture/${json.id}/image`
    expect(await world.endUser.call('PUT', image, buildFaceCaptureBody())).toMatchObject({
      status: 403,
      json: { code: 'NOT_YOUR_RESOURCE' },
    })
  })

  it('returns 404 for an unknown requirement or resource', async () => {
    await using world = await startComparison()
    expect((await world.create('other')).json.code).toBe('REQUIREMENT_NOT_FOUND')
    expect((await world.upload('other', buildFaceCaptureBody())).json.code).toBe(
      'RESOURCE_NOT_FOUND',
    )
  })
})
