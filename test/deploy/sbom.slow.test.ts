import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from '@jest/globals'

const ROOT = join(import.meta.dirname, '..', '..')

// Without --omit dev, with which npm 11 leaves out pg.
it('lists the packages in CycloneDX, and marks those of development, with npm run sbom', async () => {
  const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'sbom'], {
    cwd: ROOT,
    maxBuffer: 2 ** 26,
  })
  const { bomFormat, components } = JSON.parse(stdout) as {
    bomFormat: string
    components: { name: string; version: string; properties: { name: string }[] }[]
  }
  const list = (isForDevelopment: boolean) =>
    components
      .filter(
        ({ properties }) =>
          isForDevelopment ===
          properties.some((property) => property.name === 'cdx:npm:package:development'),
      )
      .map(({ name }) => name)
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(join(ROOT, 'package.json'), 'utf8'),
  ) as Record<'dependencies' | 'devDependencies', object>
  expect(bomFormat).toBe('CycloneDX')
  expect(list(false)).toEqual(expect.arrayContaining(Object.keys(dependencies)))
  expect(list(true)).toEqual(expect.arrayContaining(Object.keys(devDependencies)))
})
