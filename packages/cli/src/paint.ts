/** Colours of a terminal, or none. */
export interface Paint {
  readonly good: (text: string) => string
  readonly bad: (text: string) => string
  readonly faint: (text: string) => string
  readonly strong: (text: string) => string
}

const wrap =
  (start: number, end: number) =>
  (text: string): string =>
    `\u001b[${start}m${text}\u001b[${end}m`
const plain = (text: string): string => text

const COLOURED: Paint = { good: wrap(32, 39), bad: wrap(31, 39), faint: wrap(2, 22), strong: wrap(1, 22) }
const PLAIN: Paint = { good: plain, bad: plain, faint: plain, strong: plain }

export const paintFor = (hasColours: boolean): Paint => (hasColours ? COLOURED : PLAIN)
