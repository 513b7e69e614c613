// Letters that do not decompose into a base letter and a mark (ICAO 9303 part 3, section 6).
const REPLACEMENTS: Record<string, string> = {
  Ä: 'AE',
  Å: 'AA',
  Æ: 'AE',
  Ð: 'D',
  Đ: 'D',
  Ħ: 'H',
  Ł: 'L',
  Ŋ: 'N',
  Ö: 'OE',
  Ø: 'OE',
  Œ: 'OE',
  Þ: 'TH',
  Ŧ: 'T',
  Ü: 'UE',
  ẞ: 'SS',
}

/** For a machine readable zone: `A-Z`, with `<` between the parts. */
export function transliterate(name: string): string {
  return Array.from(
    name.normalize('NFC').toUpperCase(),
    (letter) => REPLACEMENTS[letter] ?? letter.normalize('NFD'),
  )
    .join('')
    .replace(/[\s-]+/g, '<')
    .replace(/[^A-Z<]/g, '')
    .replace(/<{2,}/g, '<')
    .replace(/^<|<$/g, '')
}
