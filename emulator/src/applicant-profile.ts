import { z } from 'zod'

const BUILDING_FIELDS = ['building', 'sub_building', 'building_number']

/** A United Kingdom address (format 1) needs at least one field that identifies the building. */
export const applicantProfileSchema = z
  .record(z.string(), z.unknown())
  .superRefine((profile, context) => {
    const address = profile.structured_postal_address
    if (address === undefined || isValidAddress(address)) return
    context.addIssue({
      code: 'custom',
      path: ['structured_postal_address'],
      message: 'INVALID_ADDRESS',
    })
  })

function isValidAddress(address: unknown): boolean {
  if (typeof address !== 'object' || address === null) return false
  const { address_format } = address as { address_format?: unknown }
  if (typeof address_format !== 'number') return false
  return address_format !== 1 || BUILDING_FIELDS.some((field) => field in address)
}
