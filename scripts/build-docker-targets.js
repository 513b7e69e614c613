// node scripts/build-docker-targets.js DIRECTORY: runs COPY and RUN of the Dockerfile without Docker, one folder per
// stage, so that CI can prove what each target contains. The build context is the working directory.
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'

const directory = process.argv[2]
const folderOf = (stage) => join(directory, stage)
let folder

for (const line of readFileSync('Dockerfile', 'utf8').split('\n')) {
  const [, instruction, value] = /^([A-Z]+) (.*)$/.exec(line) ?? []
  if (instruction === 'FROM') startStage(value)
  if (instruction === 'COPY') copy(value.split(' '))
  if (instruction === 'RUN') run(value)
}

function startStage(value) {
  const [base, , name] = value.split(' ')
  folder = folderOf(name)
  if (base === '${NODE}') mkdirSync(folder, { recursive: true })
  else cpSync(folderOf(base), folder, { recursive: true, verbatimSymlinks: true })
}

function copy(words) {
  const stage = words[0].startsWith('--from=') ? words.shift().slice('--from='.length) : undefined
  const destination = words.pop()
  for (const source of words) {
    const from = stage === undefined ? source : join(folderOf(stage), source.replace('/app/', ''))
    const to = destination.endsWith('/') ? join(destination, basename(source)) : destination
    cpSync(from, join(folder, to), { recursive: true, verbatimSymlinks: true })
  }
}

function run(value) {
  // Only root can change owners, and CI may run as another user.
  const command = value.replace(/ && chown .*/, '')
  process.stdout.write(`${basename(folder)}: ${command}\n`)
  const { status } = spawnSync(command, { cwd: folder, shell: true, stdio: 'inherit' })
  if (status !== 0) process.exit(1)
}
