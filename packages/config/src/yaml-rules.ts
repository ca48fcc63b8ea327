import type { ErrorCode } from 'yaml'

/** What was expected where the parser stumbled. Its own messages quote the text, which could be key material. */
const YAML_RULES: Readonly<Partial<Record<ErrorCode, string>>> = {
  BAD_DIRECTIVE: 'YAML 1.2 without other directives',
  BAD_DQ_ESCAPE: 'a known letter after the backslash',
  BAD_INDENT: 'indentation that agrees with the lines before',
  BAD_SCALAR_START: 'quotes around a text that begins with this character',
  BLOCK_AS_IMPLICIT_KEY: 'one name and one value on a line',
  MISSING_CHAR: 'a closing quote or bracket, a comma or a space',
  MULTILINE_IMPLICIT_KEY: 'a colon and a space after the name of a field',
  MULTIPLE_DOCS: 'a single document; another begins here',
  NON_STRING_KEY: 'the name of a field',
  TAB_AS_INDENT: 'indentation by spaces, not tabs',
  TAG_RESOLVE_FAILED: 'a value without a tag',
  UNEXPECTED_TOKEN: 'the end of the value',
}

export function yamlRule(code: ErrorCode): string {
  return `expected ${YAML_RULES[code] ?? 'well-formed YAML or JSON'}`
}
