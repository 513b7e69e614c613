import { accessSync, constants, existsSync, statSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { AppError } from '#src/errors.js'

/** Before anything is walked: whether a report can be written there. @throws AppError */
export function assertWritable(file: string): void {
  const path = resolve(file)
  const folder = dirname(path)
  try {
    if (!existsSync(path)) {
      accessSync(folder, constants.W_OK)
      if (!statSync(folder).isDirectory()) throw new Error('no folder')
    } else if (statSync(path).isFile()) {
      accessSync(path, constants.W_OK)
    } else {
      throw new Error('no file')
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
    `--junit: ${path} cannot be written. Name a file in a folder that is there and that you may write to.`,
    { cause },
  )
}
