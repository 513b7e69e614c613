import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { execFile } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { startPostgres, type Postgres } from '../support/postgres.js'
import { createVisitor, startSession } from '../support/visitor.js'
import { createProjectCopy, type ProjectCopy } from './project-copy.js'
import { ROOT } from './read-samples.js'

// Builds, and starts several servers.
jest.setTimeout(300_000)

const run = promisify(execFile)
const guide = readFileSync(join(ROOT, 'docs', 'make-it-yours.md'), 'utf8')

interface Snippet {
  language: string
  target: string
  content: string
}

function readSection(title: string): Snippet[] {
  const section = guide.split(/^## /m).find((each) => each.startsWith(`${title}\n`)) ?? ''
  return [...section.matchAll(/^```(\w+) (\S+)\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', target = '', content = '']) => ({ language, target, content }),
  )
}

/** The only snippet for this file or purpose. */
function getSnippet(title: string, target: string): string {
  const found = readSection(title).filter((snippet) => snippet.target === target)
  expect(found).toHaveLength(1)
  return found[0]?.content ?? ''
}

/** Applies a section's edits and new files. */
function applySection(copy: ProjectCopy, title: string): void {
  for (const { language, target, content } of readSection(title)) {
    if (language === 'diff') copy.write(target, applyDiff(copy.read(target), content))
    else if (target.includes('/')) copy.write(target, content)
  }
}

/** Replaces the one place that has the diff's context and `-` lines. */
function applyDiff(source: string, diff: string): string {
  const lines = diff.trimEnd().split('\n')
  const isOld = (line: string) => !line.startsWith('+')
  const old = lines.filter(isOld).map((line) => toPattern(line.slice(1)))
  const sourceLines = source.split('\n')
  const places = sourceLines.flatMap((_line, index) =>
    old.every((pattern, offset) => pattern.test(sourceLines[index + offset] ?? '')) ? [index] : [],
  )
  expect({ diff, places }).toEqual({ diff, places: [expect.any(Number)] })

  let next = places[0] ?? 0
  const start = next
  const replacement = lines.flatMap((line) => {
    if (!isOld(line)) return [line.slice(1)]
    const kept = sourceLines[next++] ?? ''
    return line.startsWith('-') ? [] : [kept]
  })
  return sourceLines.toSpliced(start, old.length, ...replacement).join('\n')
}

function toPattern(line: string): RegExp {
  const escaped = line.trim().replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  return new RegExp(`^\\s*${escaped.replaceAll('…', '.*')}$`)
}

describe('docs/make-it-yours.md', () => {
  let edited: ProjectCopy
  let withLogin: ProjectCopy

  beforeAll(() => {
    edited = createProjectCopy({
      edited: ['src', 'views', 'locales', 'test', 'scripts', 'jest.config.js', 'package.json'],
    })
    for (const title of [
      'Change the checks',
      'Change the texts',
      'Change who is approved',
      'Remove what you do not need',
      'Mount the server in your app',
    ]) {
      applySection(edited, title)
    }
    withLogin = createProjectCopy({ edited: ['src', 'locales'] })
    applySection(withLogin, 'Use your own login')
  })
  afterAll(() => {
    edited.remove()
    withLogin.remove()
  })

  it('has no snippet without a purpose', () => {
    expect(guide.match(/^```\w+$/gm)).toBeNull()
  })

  it('changes the checks, the texts and the features of a server that starts', async () => {
    const [command = ''] = getSnippet('Remove what you do not need', 'remove').split('\n')
    const [, ...folders] = command.split(' ').slice(1)
    expect(folders.length).toBeGreaterThan(0)
    for (const folder of folders) rmSync(join(edited.folder, folder), { recursive: true })

    await edited.withServer(async (baseUrl) => {
      const visitor = createVisitor(baseUrl)
      const start = await (await visitor.get('/')).text()
      expect(start).toContain('<h1>Open your Northbank account</h1>')
      expect(start).toMatch(/watchlist/i)

      const sessionId = await startSession(visitor)
      const guidance = await visitor.get(`/sessions/${sessionId}?yotiErrorCode=4000`)
      expect(await guidance.text()).toContain('Please allow the camera')

      expect((await visitor.get('/openapi.json')).status).toBe(404)
    })
  })

  it('changes who is approved, after the new policy version has been recorded', async () => {
    const command = getSnippet('Change who is approved', 'policy').trim()
    const file = command.split(' ').at(-1) ?? ''
    const runTest = () =>
      run(process.execPath, ['scripts/jest.js', '--selectProjects=node', '--runInBand', file], {
        cwd: edited.folder,
        env: { PATH: process.env.PATH },
        timeout: 120_000,
      }).then(
        () => '',
        (err: unknown) => (err as { stderr: string }).stderr,
      )
    const [, fingerprint = ''] = /Add "<POLICY_VERSION>": "(\w+)"/.exec(await runTest()) ?? []
    expect(fingerprint).not.toBe('')

    const [, version = ''] =
      /^export const POLICY_VERSION = '([\w-]+)'$/m.exec(
        edited.read('src/outcome/outcome-policy.ts'),
      ) ?? []
    const versionsFile = 'test/outcome/policy-versions.json'
    const versions = JSON.parse(edited.read(versionsFile)) as object
    edited.write(versionsFile, JSON.stringify({ ...versions, [version]: fingerprint }))
    expect(await runTest()).toBe('')
  })

  it('uses another login: 401 without one, 404 for another user', async () => {
    await withLogin.withServer(async (baseUrl) => {
      const request = (path: string, user?: string, init: RequestInit = {}) =>
        fetch(baseUrl + path, {
          redirect: 'manual',
          ...init,
          headers: {
            Origin: baseUrl,
            ...(user === undefined ? {} : { 'X-Authenticated-User': user }),
          },
        })
      expect((await request('/')).status).toBe(401)
      expect((await request('/sessions', undefined, { method: 'POST' })).status).toBe(401)

      const created = await request('/sessions', 'user-1', { method: 'POST' })
      expect(created.status).toBe(303)
      expect(created.headers.getSetCookie()).toEqual([])
      const path = created.headers.get('location') ?? ''
      expect((await request(path, 'user-1')).status).toBe(200)
      expect((await request(path, 'user-2')).status).toBe(404)
      expect((await request(path)).status).toBe(401)

      const privacy = await (await request('/privacy-policy')).text()
      expect(privacy).toContain('recognises you by our sign-in service.')
    })
  })

  it('type-checks with all edits together', async () => {
    applySection(edited, 'Use your own login')
    const tsc = join(edited.folder, 'node_modules', 'typescript', 'bin', 'tsc')
    const { stdout } = await run(
      process.execPath,
      [tsc, '-p', 'src', '--noEmit', '--preserveSymlinks'],
      {
        cwd: edited.folder,
      },
    ).catch((err: unknown) => err as { stdout: string })
    expect(stdout).toBe('')
  })

  describe('with PostgreSQL', () => {
    let postgres: Postgres
    beforeAll(async () => {
      postgres = await startPostgres()
    })
    afterAll(async () => {
      await postgres[Symbol.asyncDispose]()
    })

    it('keeps the result of a session', async () => {
      const [, variable = '', scheme = ''] =
        /^(\w+)=(\w+:)\S+ npm start/.exec(getSnippet('Use another database', 'database')) ?? []
      const databaseUrl = (await postgres.createDatabase()).replace(/^\w+:/, scheme)
      const apiKey = 'k'.repeat(32)
      const copy = createProjectCopy({ edited: [] })
      copy.write('keep-result.mjs', getSnippet('Keep the results', 'keep-result.mjs'))
      try {
        await copy.withServer(
          async (baseUrl) => {
            const created = await fetch(`${baseUrl}/api/sessions`, {
              method: 'POST',
              headers: {
                Authorization: `Bearer ${apiKey}`,
                'Content-Type': 'application/json',
              },
              body: JSON.stringify({ userReference: 'user-1' }),
            })
            const { sessionId } = (await created.json()) as { sessionId: string }
            const { stdout } = await run(process.execPath, ['keep-result.mjs', sessionId], {
              cwd: copy.folder,
              env: { API_URL: baseUrl, API_KEY: apiKey },
            })
            expect(stdout).toBe(`Saved ${sessionId}.json\n`)
            const saved: unknown = JSON.parse(copy.read(`${sessionId}.json`))
            expect(saved).toMatchObject({ session_id: sessionId })
          },
          { [variable]: databaseUrl, API_KEYS: `signup:${apiKey}` },
        )
      } finally {
        copy.remove()
      }
    })
  })
})
