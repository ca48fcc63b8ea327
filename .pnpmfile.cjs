// Adapters take core as a peer in the workspace range `0.x`, because changesets would make every minor release of a
// 0.x peer a major one. What is published is narrower: packages are released together, so their versions are the same.
function beforePacking(manifest) {
  if (manifest.peerDependencies?.['@meishi/core']) {
    manifest.peerDependencies['@meishi/core'] = `^${manifest.version}`
  }
  return manifest
}

module.exports = { hooks: { beforePacking } }
