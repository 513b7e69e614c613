import { z } from 'zod'
import { manualCheck } from './spec-schema.js'

export const requestedTask = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('ID_DOCUMENT_TEXT_DATA_EXTRACTION'),
    config: z.strictObject({
      manual_check: manualCheck,
      /** Whether to read the chip. Native apps only. */
      chip_data: z.enum(['DESIRED', 'IGNORE']).exactOptional(),
      create_expanded_document_fields: z.boolean().exactOptional(),
    }),
  }),
  z.strictObject({
    type: z.literal('SUPPLEMENTARY_DOCUMENT_TEXT_DATA_EXTRACTION'),
    config: z.strictObject({ manual_check: manualCheck }),
  }),
])

export type RequestedTask = z.infer<typeof requestedTask>
