'use strict';
// The protocols by which objects of others take part in stream/iter.

module.exports = {
  /** (options) => a broadcast's consumer side */
  broadcastProtocol: Symbol.for('Stream.broadcastProtocol'),
  /** () => null | Promise<boolean>: when a writer has room again */
  drainableProtocol: Symbol.for('Stream.drainableProtocol'),
  /** (options) => Share */
  shareProtocol: Symbol.for('Stream.shareProtocol'),
  /** (options) => SyncShare */
  shareSyncProtocol: Symbol.for('Stream.shareSyncProtocol'),
  /** () => what from() takes, or a promise of it */
  toAsyncStreamable: Symbol.for('Stream.toAsyncStreamable'),
  /** () => what fromSync() takes */
  toStreamable: Symbol.for('Stream.toStreamable'),

  /** Of our own iterables: all that they give is Uint8Array[]. */
  kTrusted: Symbol('kTrusted'),
  kTrustedSync: Symbol('kTrustedSync'),
};
