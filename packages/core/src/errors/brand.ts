/** Marks the errors of meishi, also those of another copy of this package: others have classes of the same names. */
export const BRAND = Symbol.for('meishi.error/1')
