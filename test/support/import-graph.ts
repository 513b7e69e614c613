import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import ts from 'typescript'

/** The files that a file of the project imports, type imports included. Installed packages are left out. */
export function listImports(root: string, file: string): string[] {
  if (!/\.[jt]s$/.test(file)) return []
  return ts
    .preProcessFile(readFileSync(join(root, file), 'utf8'))
    .importedFiles.map(({ fileName }) => resolveImport(root, file, fileName))
    .filter((target) => target !== undefined)
}

function resolveImport(root: string, importer: string, specifier: string): string | undefined {
  if (specifier === 'yoti-idv-emulator') return join('emulator', 'src', 'index.ts')
  const target = specifier.startsWith('.')
    ? join(dirname(importer), specifier)
    : /^#((?:src|tools)\/.+)$/.exec(specifier)?.[1]
  if (target === undefined) return undefined
  const source = target.replace(/\.js$/, '.ts')
  return existsSync(join(root, source)) ? source : target
}

/** Returns the files of one cycle, or undefined. */
export function findCycle(graph: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const acyclic = new Set<string>()
  const visit = (file: string, importers: readonly string[]): string[] | undefined => {
    if (importers.includes(file)) return importers.slice(importers.indexOf(file))
    if (acyclic.has(file)) return undefined
    for (const imported of graph.get(file) ?? []) {
      const cycle = visit(imported, [...importers, file])
      if (cycle !== undefined) return cycle
    }
    acyclic.add(file)
    return undefined
  }
  for (const file of graph.keys()) {
    const cycle = visit(file, [])
    if (cycle !== undefined) return cycle
  }
  return undefined
}
