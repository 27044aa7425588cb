'use strict';
// node:test/reporters: what run()'s stream can be composed with.

const sources = {
  dot: 'dot',
  junit: 'junit',
  lcov: 'lcov',
  spec: 'spec',
  tap: 'tap',
};

for (const [name, file] of Object.entries(sources)) {
  let value;
  Object.defineProperty(module.exports, name, {
    configurable: true,
    enumerable: true,
    get() {
      value ??= require(`internal/test_runner/reporters/${file}`)[name];
      return value;
    },
  });
}
