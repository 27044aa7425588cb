'use strict';
// globalThis.navigator

class Navigator {
  /** @returns {integer} logical processors */
  get hardwareConcurrency() { return require('os').availableParallelism(); }
  /** @returns {string} the locale of Intl */
  get language() {
    return typeof Intl === 'object' ?
      Intl.DateTimeFormat().resolvedOptions().locale : 'en-US';
  }
  get languages() { return Object.freeze([this.language]); }
  get platform() { return 'linux'; }
  get userAgent() {
    return `Node.js/${require('internal/process').versions.node.split('.')[0]}`;
  }
}

for (const name of ['hardwareConcurrency', 'language', 'languages', 'platform',
                    'userAgent']) {
  Object.defineProperty(Navigator.prototype, name, { enumerable: true });
}

module.exports = { Navigator, navigator: new Navigator() };
