// npm run build: `tsc -b` with files that are replaced as a whole, because another process may import them meanwhile.
// Removed folders are skipped.
import { existsSync, renameSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

const system = {
  ...ts.sys,
  // Standard output belongs to the program that is started next.
  write: (text) => process.stderr.write(text),
  writeFile(path, ...content) {
    const temporary = `${path}.${process.pid}.tmp`
    ts.sys.writeFile(temporary, ...content)
    renameSync(temporary, path)
  },
}

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
const projects = ['emulator', 'src', 'tools'].filter((name) => existsSync(`${name}/tsconfig.json`))
const builder = ts.createSolutionBuilder(ts.createSolutionBuilderHost(system), projects, {})
if (builder.getNextInvalidatedProject()) system.write('Building dist from src ...\n')
process.exitCode = builder.build()
