import type { Labels } from '../../labels/labels.js'

/** In display order. Other fields follow. */
export const PERSON_FIELDS: Labels = {
  full_name: 'Full name',
  name_prefix: 'Title',
  given_names: 'Given names',
  first_name: 'First name',
  middle_name: 'Middle name',
  family_name: 'Family name',
  name_suffix: 'Suffix',
  first_name_alias: 'Also known by the first name',
  middle_name_alias: 'Also known by the middle name',
  family_name_alias: 'Also known by the family name',
  date_of_birth: 'Date of birth',
  place_of_birth: 'Place of birth',
  country_of_birth: 'Country of birth',
  nationality: 'Nationality',
  gender: 'Gender',
  height: 'Height',
  weight: 'Weight',
  eye_color: 'Eye colour',
  structured_postal_address: 'Address',
  personal_identification_number: 'Personal identification number',
}

export const DOCUMENT_FIELDS: Labels = {
  document_type: 'Document',
  organisation: 'Issued by',
  issuing_country: 'Issuing country',
  issuing_authority: 'Issuing authority',
  document_number: 'Document number',
  date_of_issue: 'Date of issue',
  place_of_issue: 'Place of issue',
  expiration_date: 'Expiry date',
  driving_licence_class: 'Licence class',
  driving_licence_restriction_code: 'Licence restrictions',
  driving_licence_endorsed: 'Licence endorsements',
  document_template: 'Recognised as',
  mrz: 'Machine-readable zone',
}

export const DATE_FIELDS: ReadonlySet<string> = new Set([
  'date_of_birth',
  'date_of_issue',
  'expiration_date',
])

export const COUNTRY_FIELDS: ReadonlySet<string> = new Set([
  'nationality',
  'country_of_birth',
  'issuing_country',
])

export const FIELD_VALUES: Labels = {
  LIFETIME: 'Valid for life',
  NOT_PRESENT: 'Not on the document',
  MALE: 'Male',
  FEMALE: 'Female',
  TRANSGENDER: 'Transgender',
  OTHER: 'Other',
  NONE: 'None',
}

/** Fields whose values have labels in FIELD_VALUES. */
export const ENUM_FIELDS: ReadonlySet<string> = new Set([
  'gender',
  'expiration_date',
  'driving_licence_restriction_code',
  'driving_licence_endorsed',
])

/** The lines of an address in display order, for addresses without a formatted version. */
export const ADDRESS_LINES: readonly string[] = [
  'care_of',
  'sub_building',
  'building',
  'address_line1',
  'address_line2',
  'address_line3',
  'locality',
  'landmark',
  'subdistrict',
  'district',
  'post_office',
  'town_city',
  'state',
  'postal_code',
]
