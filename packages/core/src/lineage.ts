/** The parent of each handle whose claims are of the parent's type. */
const parents = new WeakMap<object, object>()

/** Remembers that `with()` made a handle without another `claims` schema. */
export function recordParent(handle: object, parent: object): void {
  parents.set(handle, parent)
}

/** Whether claims that one handle accepted are of the type that another one promises: itself, or a descendant of it. */
export function vouchesFor(handle: object, promised: object): boolean {
  if (handle === promised) return true
  const parent = parents.get(handle)
  return parent !== undefined && vouchesFor(parent, promised)
}
