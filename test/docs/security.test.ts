import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { ROOT } from './read-samples.js'

/** How many controls of levels 1 and 2 each chapter of ASVS 5.0 has, from V1 to V17. */
const CONTROLS = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7]

const page = readFileSync(join(ROOT, 'docs/security.md'), 'utf8')
const [applicable = '', others = ''] = page.split('## Controls that do not apply')
const rows = applicable.split('\n').filter((line) => /^\| V\d/.test(line))

describe('docs/security.md', () => {
  it('names existing tests', () => {
    const files = page.match(/test\/[\w./-]+/g) ?? []
    expect(files.length).toBeGreaterThan(150)
    expect([...new Set(files)].filter((file) => !existsSync(join(ROOT, file)))).toEqual([])
  })

  it('gives each control an answer, and a test or a reason', () => {
    const empty = rows.filter((row) =>
      row
        .split('|')
        .slice(1, -1)
        .some((cell) => cell.trim() === ''),
    )
    expect(empty).toEqual([])
  })

  it('has each control of level 1 and 2 once', () => {
    const numbers = [
      ...rows.map((row) => row.split('|')[1]?.trim() ?? ''),
      ...(others.match(/V\d+\.\d+\.\d+/g) ?? []),
    ]
    expect(numbers.filter((number, index) => numbers.indexOf(number) < index)).toEqual([])
    const counts = CONTROLS.map(
      (_count, index) => numbers.filter((number) => number.startsWith(`V${index + 1}.`)).length,
    )
    expect(numbers).toHaveLength(CONTROLS.reduce((sum, count) => sum + count))
    expect(counts).toEqual(CONTROLS)
  })

  it('is right that the server starts no process', () => {
    const importing = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' }).filter(
      (file) =>
        file.endsWith('.ts') &&
        readFileSync(join(ROOT, 'src', file), 'utf8').includes('child_process'),
    )
    expect(importing).toEqual([])
  })
})
