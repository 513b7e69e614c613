import { describe, expect, it } from '@jest/globals'
import { ESLint } from 'eslint'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import tseslint from 'typescript-eslint'

const project = join(import.meta.dirname, '..', '..')

// Planted files belong to no TypeScript project, and the rules on imports need no types.
const eslint = new ESLint({
  cwd: project,
  overrideConfig: [{ files: ['**/*.ts'], ...tseslint.configs.disableTypeChecked }],
})

const emulatorModule = String(
  readdirSync(join(project, 'views/assets/emulator')).find((name) => name.endsWith('.js')),
)

const BOUNDARIES = [
  'import-x/no-cycle',
  'import-x/no-extraneous-dependencies',
  'import-x/no-restricted-paths',
  'no-restricted-imports',
  '@typescript-eslint/no-restricted-imports',
  'no-restricted-properties',
  'no-restricted-syntax',
]

describe('the import rules', () => {
  it.each([
    // The client of Yoti stands alone.
    ['src/yoti/planted.ts', '../config.js'],
    ['src/yoti/planted.ts', '../logger.js'],
    ['src/yoti/planted.ts', '../http/parse.js'],
    ['src/yoti/planted.ts', '../sessions/session.js'],
    ['src/yoti/planted.ts', '../results/outcome.js'],
    ['src/yoti/planted.ts', '../emulator/start.js'],
    ['src/yoti/planted.ts', 'express'],
    ['src/yoti/planted.ts', 'pino'],
    ['src/yoti/planted.ts', 'node-forge'],
    ['src/yoti/private-key.ts', 'axios'],
    ['src/yoti/private-key.ts', 'express'],
    // So does the emulator.
    ['src/emulator/planted.ts', '../errors.js'],
    ['src/emulator/planted.ts', '../config.js'],
    ['src/emulator/planted.ts', '../yoti/client.js'],
    ['src/emulator/planted.ts', '../http/parse.js'],
    ['src/emulator/planted.ts', '../sessions/session.js'],
    ['src/emulator/planted.ts', 'axios'],
    ['src/emulator/planted.ts', 'node-forge'],
    ['src/app.ts', './emulator/start.js'],
    ['src/config.ts', './emulator/start.js'],
    ['src/server.ts', './emulator/start.js'],
    ['src/http/planted.ts', '../emulator/start.js'],
    ['src/sessions/planted.ts', '../emulator/start.js'],
    ['src/verify/planted.ts', '../emulator/start.js'],
    ['src/scenarios/planted.ts', '../emulator/start.js'],
    ['src/scenarios/planted/main.ts', '../../emulator/start.js'],
    // The domains know of each other what is said in the configuration, and no insides.
    ['src/sessions/planted.ts', '../verify/routes.js'],
    ['src/sessions/planted.ts', '../results/routes.js'],
    ['src/sessions/planted.ts', '../http/pages.js'],
    ['src/results/planted.ts', '../sessions/readings.js'],
    ['src/sessions/planted.ts', '../store/database.js'],
    ['src/store/planted.ts', '../sessions/sessions.js'],
    ['src/work/planted.ts', '../store/database.js'],
    ['src/relying-business/planted.ts', '../sessions/sessions.js'],
    ['src/results/planted.ts', '../verify/routes.js'],
    ['src/verify/planted.ts', '../sessions/sessions.js'],
    ['src/verify/planted.ts', '../results/media.js'],
    ['src/http/planted.ts', '../sessions/session.js'],
    ['src/http/planted.ts', '../yoti/client.js'],
    ['src/ops/planted.ts', '../sessions/session.js'],
    // The top is composed from, never imported.
    ['src/sessions/planted.ts', '../config.js'],
    ['src/verify/planted.ts', '../app.js'],
    ['src/scenarios/planted.ts', '../parts.js'],
    ['src/scenarios/planted/planted.ts', '../../parts.js'],
    ['src/emulator/main.ts', '../parts.js'],
    ['src/config.ts', './app.js'],
    ['src/app.ts', './server.js'],
    ['src/app.ts', './parts.js'],
    ['src/app.ts', './sessions/sessions.js'],
    ['src/app.ts', './results/media.js'],
    ['src/app.ts', './yoti/client.js'],
    // Packages that have one place, or none.
    ['src/sessions/planted.ts', 'axios'],
    ['src/server.ts', 'axios'],
    ['src/http/planted.ts', 'node-forge'],
    ['src/https/planted.ts', 'node-forge'],
    ['src/https/certificate.ts', 'axios'],
    ['src/emulator/planted.ts', '../https/keep-certificate.js'],
    ['src/emulator/people/planted.ts', '../../https/keep-certificate.js'],
    ['src/emulator/main.ts', '../config.js'],
    ['src/emulator/planted.ts', 'yoti'],
    ['src/server.ts', '@getyoti/sdk-sandbox'],
    // Nothing of the tests or tools in production.
    ['src/http/planted.ts', '../../test/support/free-port.js'],
    ['src/server.ts', '../scripts/dist.js'],
    // Not even a cycle that respects every boundary.
    ['src/errors.ts', './http/http-error.js'],
    // The page of the emulator and ours.
    ['views/assets/planted.js', `./emulator/${emulatorModule}`],
    ['views/assets/emulator/planted.js', '../capture.js'],
  ])('stop %s from importing %s', async (importer, imported) => {
    expect(await lintPlantedFile(importer, `import { planted } from '${imported}'`)).not.toEqual([])
  })

  it.each([
    ['src/yoti/planted.ts', '../errors.js'],
    ['src/yoti/planted.ts', './client.js'],
    ['src/yoti/planted.ts', 'axios'],
    ['src/yoti/private-key.ts', 'node-forge'],
    ['src/emulator/planted.ts', './start.js'],
    ['src/emulator/main.ts', '../https/keep-certificate.js'],
    ['src/https/certificate.ts', 'node-forge'],
    ['src/emulator/planted.ts', 'express'],
    ['src/sessions/planted.ts', '../yoti/client.js'],
    ['src/sessions/planted.ts', '../results/outcome.js'],
    ['src/results/planted.ts', '../http/parse.js'],
    ['src/results/planted.ts', '../sessions/session.js'],
    ['src/verify/planted.ts', '../http/pages.js'],
    ['src/app.ts', './verify/landing-routes.js'],
    ['src/app.ts', './http/pages.js'],
    ['src/parts.ts', './sessions/memory-store.js'],
    ['src/server.ts', './app.js'],
    ['src/scenarios/main.ts', '../parts.js'],
    ['src/scenarios/main.ts', '../emulator/start.js'],
    ['test/sessions/planted.ts', '../../src/sessions/memory-store.js'],
    ['test/journeys/planted.ts', '../../src/emulator/start.js'],
    ['views/assets/emulator/planted.js', `./${emulatorModule}`],
  ])('let %s import %s', async (importer, imported) => {
    expect(await lintPlantedFile(importer, `import { planted } from '${imported}'`)).toEqual([])
  })

  it('let only server.ts import dynamically, the emulator that is', async () => {
    const code = `await import('./emulator/start.js')`
    expect(await lintPlantedFile('src/server.ts', code)).toEqual([])
    expect(await lintPlantedFile('src/app.ts', code)).not.toEqual([])
    expect(await lintPlantedFile('src/http/planted.ts', `await import('axios')`)).not.toEqual([])
  })

  it.each([
    `export const home = process.env.HOME`,
    `export const { env } = process`,
    `import { env } from 'node:process'`,
  ])('keep "%s" in server.ts and main.ts', async (code) => {
    expect(await lintPlantedFile('src/http/planted.ts', code)).not.toEqual([])
    expect(await lintPlantedFile('src/config.ts', code)).not.toEqual([])
  })

  it('let server.ts and main.ts read the environment', async () => {
    const code = `export const home = process.env.HOME`
    expect(await lintPlantedFile('src/server.ts', code)).toEqual([])
    expect(await lintPlantedFile('src/emulator/main.ts', code)).toEqual([])
    expect(await lintPlantedFile('src/scenarios/main.ts', code)).toEqual([])
  })

  it('hold for every folder of src, a new one too', async () => {
    const folders = readdirSync(join(project, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
    expect(folders).toContain('sessions')
    for (const folder of folders) {
      const importer = `src/${folder}/planted.ts`
      expect([folder, await lintPlantedFile(importer, `import '../logger.js'`)]).not.toEqual([
        folder,
        [],
      ])
    }
  })
})

async function lintPlantedFile(filePath: string, code: string): Promise<(string | null)[]> {
  const [result] = await eslint.lintText(code, { filePath: join(project, filePath) })
  const messages = result?.messages ?? []
  const mistakes = messages.filter(({ fatal }) => fatal)
  if (mistakes.length > 0) throw new Error(mistakes.map(({ message }) => message).join('\n'))
  return messages.map(({ ruleId }) => ruleId).filter((ruleId) => BOUNDARIES.includes(ruleId ?? ''))
}
