'use strict';
// Streams as iterables of batches of bytes.
// https://nodejs.org/api/stream_iter.html

const {
  array, arrayBuffer, arrayBufferSync, arraySync, bytes, bytesSync, tap,
  tapSync, text, textSync,
} = require('internal/streams/iter/consumers');
const { Broadcast, broadcast } = require('internal/streams/iter/broadcast');
const { ondrain } = require('internal/streams/iter/channel');
const { from, fromSync } = require('internal/streams/iter/from');
const { merge } = require('internal/streams/iter/merge');
const { pipeTo, pipeToSync } = require('internal/streams/iter/pipe');
const { pull, pullSync } = require('internal/streams/iter/pull');
const { duplex, push } = require('internal/streams/iter/push');
const { fromReadable, toReadable, toReadableSync } =
  require('internal/streams/iter/readable');
const { Share, share } = require('internal/streams/iter/share');
const { SyncShare, shareSync } = require('internal/streams/iter/share_sync');
const {
  broadcastProtocol, drainableProtocol, shareProtocol, shareSyncProtocol,
  toAsyncStreamable, toStreamable,
} = require('internal/streams/iter/symbols');
const { fromWritable, toWritable } =
  require('internal/streams/iter/writable');
const { emitExperimentalWarning } = require('internal/util');

emitExperimentalWarning('stream/iter');

const all = {
  // Sources
  from,
  fromSync,
  push,
  duplex,

  // Pipelines
  pipeTo,
  pipeToSync,
  pull,
  pullSync,

  // Consumers
  array,
  arrayBuffer,
  arrayBufferSync,
  arraySync,
  bytes,
  bytesSync,
  text,
  textSync,

  // Many sources, many readers
  Broadcast,
  Share,
  SyncShare,
  broadcast,
  merge,
  share,
  shareSync,

  // Utilities
  ondrain,
  tap,
  tapSync,

  // Classic streams
  fromReadable,
  fromWritable,
  toReadable,
  toReadableSync,
  toWritable,

  // Protocols
  broadcastProtocol,
  drainableProtocol,
  shareProtocol,
  shareSyncProtocol,
  toAsyncStreamable,
  toStreamable,
};

module.exports = { ...all, Stream: Object.freeze({ __proto__: null, ...all }) };
