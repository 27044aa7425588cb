'use strict';

// A Transform that becomes one only when it is used as a stream: crypto's
// hashes are mostly used with `update()` and `digest()`.

const Transform = require('internal/streams/transform');

/** @param {object} [options] of the Transform that it may become */
function LazyTransform(options) {
  this._options = options;
}
Object.setPrototypeOf(LazyTransform.prototype, Transform.prototype);
Object.setPrototypeOf(LazyTransform, Transform);

function becomeTransform(stream) {
  Transform.call(stream, stream._options);
  // Digests are binary; strings go through `_transform()` as they are.
  stream._writableState.decodeStrings = false;
}

function defineLazy(name) {
  Object.defineProperty(LazyTransform.prototype, name, {
    configurable: true,
    enumerable: true,
    get() {
      // The first assignment inside Transform() makes it an own property.
      becomeTransform(this);
      return this[name];
    },
    set(value) {
      Object.defineProperty(this, name, {
        value,
        configurable: true,
        enumerable: true,
        writable: true,
      });
    },
  });
}

defineLazy('_readableState');
defineLazy('_writableState');

module.exports = LazyTransform;
