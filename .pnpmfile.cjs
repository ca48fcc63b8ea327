// Packages take core, and siblings whose contracts they implement, as peers in the workspace range `0.x`, because changesets would make every minor release of a
// 0.x peer a major one. What is published is narrower: packages are released together, so their versions are the same.
function beforePacking(manifest) {
  for (const name of Object.keys(manifest.peerDependencies ?? {})) {
    if (name.startsWith('@meishi/')) manifest.peerDependencies[name] = `^${manifest.version}`
  }
  return manifest
}

module.exports = { hooks: { beforePacking } }
