/** A runtime variable does not hold what the policy needs. The message names the variable and the rule, never the value. */
export class VariableError extends Error {
  override readonly name = 'VariableError'
  readonly variable: string

  constructor(variable: string, problem: string, options?: ErrorOptions) {
    super(`${variable}: ${problem}`, options)
    this.variable = variable
  }
}
