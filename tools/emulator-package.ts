import { loadPackage } from '#src/optional-packages.js'

/** The package yoti-idv-emulator, of which each tool declares the part that it uses. */
export const loadEmulatorPackage = <T>() =>
  loadPackage<T>(
    'yoti-idv-emulator',
    'The package yoti-idv-emulator is not installed. Run "npm ci" in a full clone of the project.',
  )
