import { z } from 'zod'
import { countryCode } from './spec-schema.js'

const optionalText = z.string().exactOptional()

const structuredPostalAddress = z.strictObject({
  /** 1: UK, 2: India, 3: USA, 4: other countries. */
  address_format: z.int().min(1).max(4),
  udprn: optionalText,
  care_of: optionalText,
  sub_building: optionalText,
  building_number: optionalText,
  building: optionalText,
  street: optionalText,
  landmark: optionalText,
  address_line1: optionalText,
  address_line2: optionalText,
  address_line3: optionalText,
  locality: optionalText,
  town_city: optionalText,
  subdistrict: optionalText,
  district: optionalText,
  state: optionalText,
  postal_code: optionalText,
  post_office: optionalText,
  country_iso: countryCode.exactOptional(),
  country: optionalText,
  formatted_address: optionalText,
})

/** What the relying party already knows about the user. Personal data. */
export const applicantProfile = z.strictObject({
  full_name: z.string().min(1),
  date_of_birth: z.iso.date({ error: 'expected a date of the form yyyy-mm-dd' }),
  name_prefix: optionalText,
  given_names: optionalText,
  first_name: optionalText,
  middle_name: optionalText,
  family_name: optionalText,
  structured_postal_address: structuredPostalAddress,
})

export type ApplicantProfileSpec = z.infer<typeof applicantProfile>
