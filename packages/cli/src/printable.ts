/** Characters that a terminal could obey, and those that turn the direction of text. JSON escapes only some of them. */
const OBEYED = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu

const escaped = (character: string): string => `\\u${character.codePointAt(0)?.toString(16).padStart(4, '0')}`

/** A text of a stranger, as one line that a terminal only shows. */
export const printable = (text: string): string => text.replace(OBEYED, escaped)

/** Data as JSON that a terminal only shows. */
export function printableJson(data: unknown, indent = 2): string {
  return JSON.stringify(data, undefined, indent).replace(OBEYED, (character) =>
    character === '\n' ? character : escaped(character),
  )
}
