import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from '@jest/globals'
import { PAGES, ROOT } from './read-samples.js'

/** The targets of Markdown links and images that are files of this project. */
function listLinks(page: string): string[] {
  const text = readFileSync(join(ROOT, page), 'utf8').replaceAll(/```[\s\S]*?```/g, '')
  return [...text.matchAll(/\]\(([^)#]+)[^)]*\)/g)]
    .map(([, target = '']) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
}

describe('the links of the documentation', () => {
  it.each(PAGES)('lead to existing files in %s', (page) => {
    const missing = listLinks(page).filter(
      (target) => !existsSync(join(ROOT, dirname(page), target)),
    )
    expect(missing).toEqual([])
  })

  it('name one existing file or folder per row of "Change it" in the README', () => {
    const readme = readFileSync(join(ROOT, 'README.md'), 'utf8')
    const [, section = ''] = readme.split('## Change it')
    const rows = section.split('\n## ')[0]?.match(/^\| (?!-|to change).*$/gm) ?? []
    expect(rows.length).toBeGreaterThan(5)
    for (const row of rows) {
      const [, label, target] = /\[(.+?)\]\((.+?)\)/.exec(row) ?? []
      expect(label).toBe(target)
      expect(row.match(/\]\(/g)).toHaveLength(1)
    }
  })
})
