'use strict';
// The option `stdio`: what a child's descriptors are.

const {
  codes: {
    ERR_INVALID_ARG_VALUE,
    ERR_INVALID_SYNC_FORK_INPUT,
    ERR_IPC_ONE_PIPE,
    ERR_IPC_SYNC_FORK,
  },
} = require('internal/errors');
const { Pipe } = internalBinding('pipe');
const { StreamHandle } = internalBinding('stream');
const { kIgnore, kPipe, kFd, kStream } = internalBinding('spawn');
const { isArrayBufferView } = require('internal/util/types');

/**
 * A string for all three descriptors, as an array.
 * @param {string} stdio 'pipe', 'overlapped', 'ignore' or 'inherit'
 * @param {string} [channel] 'ipc': a fourth
 */
function stdioOfString(stdio, channel) {
  let list;
  switch (stdio) {
    case 'ignore':
    case 'overlapped':
    case 'pipe':
      list = [stdio, stdio, stdio];
      break;
    case 'inherit':
      list = [0, 1, 2];
      break;
    default:
      throw new ERR_INVALID_ARG_VALUE('stdio', stdio);
  }
  if (channel) list.push(channel);
  return list;
}

/** The native handle behind what a program gives as a stream, or undefined. */
function handleOf(item) {
  if (item instanceof StreamHandle) return item;
  if (item.handle instanceof StreamHandle) return item.handle;
  if (item._handle instanceof StreamHandle) return item._handle;
  return undefined;
}

function pipeEntry(isSync) {
  return { kind: kPipe, handle: isSync ? undefined : new Pipe(false) };
}

/** Anything but the strings. */
function entryOfValue(item, isSync) {
  if (typeof item === 'number') return { kind: kFd, fd: item };
  if (typeof item?.fd === 'number') {
    return { kind: kFd, fd: item.fd };
  }
  const handle =
    item !== null && typeof item === 'object' ? handleOf(item) : undefined;
  if (handle !== undefined) {
    return isSync ? { kind: kFd, fd: handle.fd } :
      { kind: kStream, handle, stream: item };
  }
  if (typeof item === 'string' || isArrayBufferView(item)) {
    if (!isSync) {
      throw new ERR_INVALID_SYNC_FORK_INPUT(
        require('internal/util/inspect').inspect(item));
    }
    return pipeEntry(isSync);
  }
  throw new ERR_INVALID_ARG_VALUE('stdio', item);
}

function entryOf(item, index, isSync) {
  item ??= index < 3 ? 'pipe' : 'ignore';
  switch (item) {
    case 'ignore':
      return { kind: kIgnore };
    case 'pipe':
    case 'overlapped':
      return pipeEntry(isSync);
    case 'ipc':
      if (isSync) throw new ERR_IPC_SYNC_FORK();
      return { kind: kPipe, handle: new Pipe(true), isChannel: true };
    case 'inherit':
      return { kind: kFd, fd: index };
    default:
      if (typeof item === 'number' && item < 0) return pipeEntry(isSync);
      return entryOfValue(item, isSync);
  }
}

/** Closes the pipes made for a process that could not be started. */
function closePipes(entries) {
  for (const entry of entries) {
    if (entry.kind === kPipe) entry.handle?.close();
  }
}

/**
 * @param {string|Array} stdio
 * @param {boolean} isSync for spawnSync: pipes need no handle, there is no IPC
 * @returns {object[]} one {kind, handle?, fd?, isChannel?, stream?} a descriptor
 */
function parseStdio(stdio, isSync) {
  if (typeof stdio === 'string') stdio = stdioOfString(stdio);
  else if (!Array.isArray(stdio)) {
    throw new ERR_INVALID_ARG_VALUE('stdio', stdio);
  }
  const entries = [];
  try {
    for (let i = 0; i < Math.max(3, stdio.length); i++) {
      if (stdio[i] === 'ipc' && entries.some((entry) => entry.isChannel)) {
        throw new ERR_IPC_ONE_PIPE();
      }
      entries.push(entryOf(stdio[i], i, isSync));
    }
  } catch (error) {
    if (!isSync) closePipes(entries);
    throw error;
  }
  return entries;
}

/** The flat array that the natives take. */
function flatten(entries) {
  const list = [];
  for (const entry of entries) {
    list.push(entry.kind, entry.kind === kFd ? entry.fd :
      entry.input ?? entry.handle);
  }
  return list;
}

module.exports = { closePipes, flatten, parseStdio, stdioOfString };
