const reason = 'the message of a ConfigurationError is prose: tests hold the path that it names'

/** Tells Stryker to leave the wording of configuration errors alone. The path they name is mutated. */
export const strykerPlugins = [
  {
    kind: 'Ignore',
    name: 'prose',
    value: {
      shouldIgnore({ node, parent }) {
        const isProse = node.type === 'StringLiteral' || node.type === 'TemplateLiteral'
        const isConfigurationError =
          parent?.type === 'NewExpression' && parent.callee.name === 'ConfigurationError'
        return isProse && isConfigurationError && parent.arguments[1] === node ? reason : undefined
      },
    },
  },
]
