import { Lexer, Parser } from 'yaml'
import { Problem } from './problem.js'

const DEEPEST = 32

/**
 * Refuses deep nesting before the text is composed: that recurses, and a stack that runs over inside a regular
 * expression ends the process with no error to catch. The parser itself does not recurse.
 *
 * @throws {@link Problem} at the place where it goes too deep
 */
export function checkNesting(text: string): void {
  const parser = new Parser()
  for (const lexeme of new Lexer().lex(text)) {
    Array.from(parser.next(lexeme))
    if (parser.stack.length > DEEPEST) {
      throw new Problem([], 'expected less nesting than this', parser.offset - lexeme.length)
    }
  }
}
