import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export interface Sample {
  page: string
  /** What follows the opening fence, such as `json Session`. */
  label: string
  code: string
}

/** make-it-yours.md is left out because its snippets have a test of their own. */
export const PAGES = [
  'README.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'deploy/README.md',
  'examples/review-desk/README.md',
  'examples/signup/README.md',
  ...readdirSync(join(ROOT, 'docs'))
    .filter((name) => name.endsWith('.md') && name !== 'make-it-yours.md')
    .map((name) => `docs/${name}`),
]

export const SAMPLES: readonly Sample[] = PAGES.flatMap(readSamples)

export function getSample(page: string, label: string): string {
  const sample = readSamples(page).find((each) => each.label === label)
  if (sample === undefined) throw new Error(`${page} has no sample "${label}".`)
  return sample.code
}

function readSamples(page: string): Sample[] {
  const text = readFileSync(join(ROOT, page), 'utf8')
  return [...text.matchAll(/^ *```(.*)\n([\s\S]*?)^ *```$/gm)].map(([, label = '', code = '']) => ({
    page,
    label,
    code,
  }))
}
