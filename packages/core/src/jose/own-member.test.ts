import { expect, it } from 'vitest'
import { memberAt, ownMember } from './own-member.js'

it('reads a member', () => {
  expect(ownMember({ sub: 'alice' }, 'sub')).toBe('alice')
})

it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', 'absent'])(
  'finds nothing under the inherited or absent name %s',
  (name) => {
    expect(ownMember({ sub: 'alice' }, name)).toBeUndefined()
  },
)

it('reads a member that a token named like an inherited one', () => {
  expect(ownMember(JSON.parse('{"__proto__":1}'), '__proto__')).toBe(1)
})

it.each([
  [['realm', 'roles'], ['a']],
  [['realm'], { roles: ['a'] }],
  [['realm', 'roles', '0'], 'a'],
  [[], { realm: { roles: ['a'] }, name: 'x', none: null }],
  [['name', 'length'], undefined],
  [['none', 'x'], undefined],
  [['absent', 'x'], undefined],
  [['realm', 'constructor'], undefined],
  [['__proto__', 'toString'], undefined],
])('follows the path %j to what stands there', (path, value) => {
  expect(memberAt({ realm: { roles: ['a'] }, name: 'x', none: null }, path)).toEqual(value)
})
