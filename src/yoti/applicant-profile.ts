import { z } from 'zod'
import { countryCode } from './spec-schema.js'

const text = z.string().exactOptional()

const structuredPostalAddress = z.strictObject({
  /** 1 UK, 2 India, 3 USA, 4 elsewhere. */
  address_format: z.int().min(1).max(4),
  udprn: text,
  care_of: text,
  sub_building: text,
  building_number: text,
  building: text,
  street: text,
  landmark: text,
  address_line1: text,
  address_line2: text,
  address_line3: text,
  locality: text,
  town_city: text,
  subdistrict: text,
  district: text,
  state: text,
  postal_code: text,
  post_office: text,
  country_iso: countryCode.exactOptional(),
  country: text,
  formatted_address: text,
})

/** What the relying party already knows of the person. Personal data. */
export const applicantProfile = z.strictObject({
  full_name: z.string().min(1),
  date_of_birth: z.iso.date({ error: 'expected a date of the form yyyy-mm-dd' }),
  name_prefix: text,
  given_names: text,
  first_name: text,
  middle_name: text,
  family_name: text,
  structured_postal_address: structuredPostalAddress,
})

export type ApplicantProfileSpec = z.infer<typeof applicantProfile>
