import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { AppError } from '#src/errors.js'

/** Called before the run, which may be long. @throws AppError */
export function assertWritable(file: string): void {
  const path = resolve(file)
  const folder = dirname(path)
  try {
    if (!existsSync(path)) {
      accessSync(folder, constants.W_OK)
      if (!statSync(folder).isDirectory()) throw new Error('not a folder')
    } else if (statSync(path).isFile()) {
      accessSync(path, constants.W_OK)
    } else {
      throw new Error('not a file')
    }
  } catch (cause) {
    throw createWriteError(path, cause)
  }
}

/** @throws AppError */
export function writeReport(file: string, report: string): void {
  try {
    writeFileSync(file, report)
  } catch (cause) {
    throw createWriteError(resolve(file), cause)
  }
}

function createWriteError(path: string, cause: unknown): AppError {
  return new AppError(
    'JUNIT',
    `--junit: cannot write to ${path}. Specify a file in an existing folder that you can write to.`,
    { cause },
  )
}
