export type { Certificate } from './certificate.js'
export { formatHttpsInstructions } from './https-instructions.js'
export { loadOrCreateCertificate } from './load-or-create-certificate.js'
