import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { startPostgres } from '../support/postgres.js'
import { createProjectCopy, type ProjectCopy } from './project-copy.js'
import { ROOT } from './read-samples.js'

// Starts servers from their sources, and the compiler.
jest.setTimeout(300_000)

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

describe('a server with all edits of docs/make-it-yours.md together', () => {
  let edited: ProjectCopy

  beforeAll(() => {
    edited = createProjectCopy(['src', 'tools', 'views', 'locales', 'test', 'scripts'])
    for (const title of [
      'Change the checks',
      'Change the texts',
      'Change who is approved',
      'Remove what you do not need',
      'Mount the server in your app',
      'Use your own login',
    ]) {
      applySection(edited, title)
    }
    const [command = ''] = getSnippet('Remove what you do not need', 'remove').split('\n')
    const [, ...folders] = command.split(' ').slice(1)
    expect(folders.length).toBeGreaterThan(0)
    for (const folder of folders) rmSync(join(edited.folder, folder), { recursive: true })
  })
  afterAll(async () => edited[Symbol.asyncDispose]())

  it('has no snippet without a purpose', () => {
    expect(guide.match(/^```\w+$/gm)).toBeNull()
  })

  it('has other checks, texts and features, and another login: 401 without one, 404 for another user', async () => {
    await edited.withServer(async (baseUrl) => {
      const request = (path: string, user?: string, method = 'GET') =>
        fetch(baseUrl + path, {
          method,
          redirect: 'manual',
          headers: { Origin: baseUrl, ...(user && { 'X-Authenticated-User': user }) },
        })
      const start = await (await request('/', 'user-1')).text()
      expect(start).toContain('<h1>Open your Northbank account</h1>')
      expect(start).toMatch(/watchlist/i)
      expect((await request('/openapi.json')).status).toBe(404)
      expect((await request('/')).status).toBe(401)
      expect((await request('/sessions', undefined, 'POST')).status).toBe(401)

      const created = await request('/sessions', 'user-1', 'POST')
      expect(created.status).toBe(303)
      expect(created.headers.getSetCookie()).toEqual([])
      const path = created.headers.get('location') ?? ''
      const guidance = await request(`${path}?yotiErrorCode=4000`, 'user-1')
      expect([guidance.status, await guidance.text()]).toEqual([
        200,
        expect.stringContaining('Please allow the camera'),
      ])
      expect((await request(path, 'user-2')).status).toBe(404)
      expect((await request(path)).status).toBe(401)

      const privacy = await (await request('/privacy-policy')).text()
      expect(privacy).toContain('recognises you by our sign-in service.')
    })
  })

  it('type-checks', async () => {
    const tsc = join('node_modules', 'typescript', 'bin', 'tsc')
    const check = edited.run(process.execPath, [tsc, '-p', 'src', '--noEmit', '--preserveSymlinks'])
    await check.exited
    expect(check.output()).toBe('')
  })
})

describe('docs/make-it-yours.md', () => {
  it('changes who is approved, after the new policy version has been recorded', async () => {
    await using edited = createProjectCopy(['src', 'test', 'scripts', 'jest.config.js'])
    applySection(edited, 'Change who is approved')
    const command = getSnippet('Change who is approved', 'policy').trim()
    const file = command.split(' ').at(-1) ?? ''
    const runTest = async () => {
      const args = ['scripts/jest.js', '--selectProjects=node', '--runInBand', file]
      const test = edited.run(process.execPath, args)
      return { code: await test.exited, output: test.output() }
    }
    const { output } = await runTest()
    const [, fingerprint = ''] = /Add "<POLICY_VERSION>": "(\w+)"/.exec(output) ?? []
    expect(fingerprint).not.toBe('')

    const policy = edited.read('src/outcome/outcome-policy.ts')
    const [, version = ''] = /^export const POLICY_VERSION = '([\w-]+)'$/m.exec(policy) ?? []
    const versionsFile = 'test/outcome/policy-versions.json'
    const versions = JSON.parse(edited.read(versionsFile)) as object
    edited.write(versionsFile, JSON.stringify({ ...versions, [version]: fingerprint }))
    expect(await runTest()).toMatchObject({ code: 0 })
  })

  it('keeps the result of a session, with PostgreSQL', async () => {
    await using postgres = await startPostgres()
    const [, variable = '', scheme = ''] =
      /^(\w+)=(\w+:)\S+ npm start/.exec(getSnippet('Use another database', 'database')) ?? []
    const databaseUrl = (await postgres.createDatabase()).replace(/^\w+:/, scheme)
    const apiKey = 'k'.repeat(32)
    await using copy = createProjectCopy()
    copy.write('keep-result.mjs', getSnippet('Keep the results', 'keep-result.mjs'))
    await copy.withServer(
      async (baseUrl) => {
        const created = await fetch(`${baseUrl}/api/sessions`, {
          method: 'POST',
          headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
          body: JSON.stringify({ userReference: 'user-1' }),
        })
        const { sessionId } = (await created.json()) as { sessionId: string }
        const env = { API_URL: baseUrl, API_KEY: apiKey }
        const kept = copy.run(process.execPath, ['keep-result.mjs', sessionId], env)
        expect([await kept.exited, kept.output()]).toEqual([0, `Saved ${sessionId}.json\n`])
        const saved: unknown = JSON.parse(copy.read(`${sessionId}.json`))
        expect(saved).toMatchObject({ session_id: sessionId })
      },
      { [variable]: databaseUrl, API_KEYS: `signup:${apiKey}` },
    )
  })
})
