'use strict';
// process.allowedNodeEnvironmentFlags: a set that cannot be changed and that
// takes the spellings the command line takes.

const { allowedInEnvironment } = require('internal/options');

function normalize(flag) {
  return flag.replace(/=.*$/, '').replace(/^-*/, (dashes) => dashes || '--')
    .replace(/(?<!^-?)_/g, '-');
}

class AllowedFlags extends Set {
  has(flag) {
    return typeof flag === 'string' && super.has(normalize(flag));
  }
  add() { return this; }
  delete() { return false; }
  clear() {}
}

function makeAllowedFlags() {
  const set = new AllowedFlags();
  for (const name of allowedInEnvironment()) Set.prototype.add.call(set, name);
  return Object.freeze(set);
}

module.exports = { makeAllowedFlags };
