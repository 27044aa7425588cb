'use strict';

// `Duplex.from()`: a Duplex of nearly anything.

const process = require('internal/process');
const {
  AbortError,
  codes: { ERR_INVALID_ARG_TYPE, ERR_INVALID_RETURN_VALUE },
} = require('internal/errors');
const { destroyer } = require('internal/streams/destroy');
const { eos } = require('internal/streams/end-of-stream');
const Readable = require('internal/streams/readable');
const Writable = require('internal/streams/writable');
const Duplex = require('internal/streams/duplex');
const from = require('internal/streams/from');
const {
  isDuplexNodeStream,
  isIterable,
  isNodeStream,
  isReadable,
  isReadableNodeStream,
  isReadableStream,
  isWritable,
  isWritableNodeStream,
  isWritableStream,
} = require('internal/streams/utils');

/** A Duplex whose missing side counts as ended. */
class Duplexified extends Duplex {
  constructor(options) {
    super(options);
    if (options?.readable === false) {
      this._readableState.readable = false;
      this._readableState.ended = true;
      this._readableState.endEmitted = true;
    }
    if (options?.writable === false) {
      this._writableState.writable = false;
      this._writableState.ending = true;
      this._writableState.ended = true;
      this._writableState.finished = true;
    }
  }
}

/**
 * @param {*} body see `Duplex.from()`
 * @param {string} name of `body` in errors
 * @returns {Duplex}
 */
function duplexify(body, name) {
  if (isDuplexNodeStream(body)) return body;
  if (isReadableNodeStream(body)) return join({ readable: body });
  if (isWritableNodeStream(body)) return join({ writable: body });
  // Neither: a legacy stream of no use.
  if (isNodeStream(body)) return join({ writable: false, readable: false });
  if (isReadableStream(body)) {
    return join({ readable: Readable.fromWeb(body) });
  }
  if (isWritableStream(body)) {
    return join({ writable: Writable.fromWeb(body) });
  }
  if (typeof body === 'function') return fromFunction(body, name);
  if (isBlob(body)) return duplexify(body.arrayBuffer(), name);
  if (isIterable(body)) return fromIterable(body);
  if (isReadableStream(body?.readable) && isWritableStream(body?.writable)) {
    return Duplexified.fromWeb(body);
  }
  if (typeof body?.readable === 'object' ||
      typeof body?.writable === 'object') return fromPair(body, name);
  if (typeof body?.then === 'function') return fromPromise(body);

  throw new ERR_INVALID_ARG_TYPE(name, [
    'Blob', 'ReadableStream', 'WritableStream', 'Stream', 'Iterable',
    'AsyncIterable', 'Function', '{ readable, writable } pair', 'Promise',
  ], body);
}

function isBlob(body) {
  return typeof Blob === 'function' && body instanceof Blob;
}

function fromIterable(body) {
  return from(Duplexified, body, { objectMode: true, writable: false });
}

function fromPair({ readable, writable }, name) {
  return join({
    readable: readable && toReadable(readable, name),
    writable: writable && (isWritableNodeStream(writable) ? writable :
      duplexify(writable, name)),
  });
}

function toReadable(readable, name) {
  return isReadableNodeStream(readable) ? readable : duplexify(readable, name);
}

function fromPromise(body) {
  const d = new Duplexified({
    objectMode: true,
    writable: false,
    read() {},
  });
  body.then((value) => {
    if (value !== undefined && value !== null) d.push(value);
    d.push(null);
  }, (error) => destroyer(d, error));
  return d;
}

// ---- functions --------------------------------------------------------------

function fromFunction(fn, name) {
  const { value, write, final, destroy } = feed(fn);

  // Babel's generators are iterables whose constructor is not AsyncGenerator.
  if (isIterable(value)) {
    return from(Duplexified, value, {
      objectMode: true, write, final, destroy,
    });
  }
  if (typeof value?.then !== 'function') {
    throw new ERR_INVALID_RETURN_VALUE(
      'Iterable, AsyncIterable or AsyncFunction', name, value);
  }
  return fromAsyncFunction(value, { write, final, destroy }, name);
}

function fromAsyncFunction(value, { write, final, destroy }, name) {
  let d;
  const promise = Promise.resolve(value).then((result) => {
    if (result !== undefined && result !== null) {
      throw new ERR_INVALID_RETURN_VALUE('nully', name, result);
    }
  }).catch((error) => {
    destroyer(d, error);
  });

  d = new Duplexified({
    objectMode: true,
    readable: false,
    write,
    final(callback) {
      final(async () => {
        try {
          await promise;
          process.nextTick(callback, null);
        } catch (error) {
          process.nextTick(callback, error);
        }
      });
    },
    destroy,
  });
  return d;
}

/** Calls `fn` with an iterable of what is written. */
function feed(fn) {
  let { promise, resolve } = Promise.withResolvers();
  const controller = new AbortController();
  const { signal } = controller;

  const value = fn((async function* () {
    for (;;) {
      const current = promise;
      promise = null;
      const { chunk, done, callback } = await current;
      if (signal.aborted) {
        throw new AbortError(undefined, { cause: signal.reason });
      }
      process.nextTick(callback);
      if (done) return;
      ({ promise, resolve } = Promise.withResolvers());
      yield chunk;
    }
  })(), { signal });

  return {
    value,
    write(chunk, encoding, callback) {
      const give = resolve;
      resolve = null;
      give({ chunk, done: false, callback });
    },
    final(callback) {
      const give = resolve;
      resolve = null;
      give({ done: true, callback });
    },
    destroy(error, callback) {
      controller.abort();
      // Whoever waits for a chunk would wait for ever.
      resolve?.({ done: true });
      callback(error);
    },
  };
}

// ---- a readable and a writable ----------------------------------------------

/** One Duplex that writes to `writable` and reads from `readable`. */
function join({ readable, writable }) {
  const source = readable && typeof readable.read !== 'function' ?
    Readable.wrap(readable) : readable;
  return new Joint(source || null, writable || null).duplex;
}

class Joint {
  constructor(r, w) {
    this.r = r;
    this.w = w;
    this.readable = Boolean(r) && isReadable(r);
    this.writable = Boolean(w) && isWritable(w);
    // Callbacks of the Duplex, each waiting for an event of `r` or `w`.
    this.ondrain = null;
    this.onfinish = null;
    this.onreadable = null;
    this.onclose = null;
    // One of the halves has ended.
    this.done = false;

    this.duplex = new Duplexified({
      // The halves keep their own high water marks; this has the default ones.
      readableObjectMode: Boolean(r?.readableObjectMode),
      writableObjectMode: Boolean(w?.writableObjectMode),
      readable: this.readable,
      writable: this.writable,
    });
    if (this.writable) this.joinWritable();
    if (this.readable) this.joinReadable();
    this.duplex._destroy = (error, callback) => this.destroy(error, callback);
  }

  onFinished(error) {
    const { duplex: d, onclose } = this;
    this.done = true;
    this.onclose = null;
    if (onclose !== null) {
      onclose(error);
    } else if (error) {
      d.destroy(error);
    } else if (!this.readable && !this.writable) {
      // What was read before the end may still wait for its consumer.
      if (d.readableLength > 0) d.once('end', () => d.destroy());
      else d.destroy();
    }
  }

  joinWritable() {
    const { duplex: d, w } = this;
    eos(w, (error) => {
      this.writable = false;
      if (error) destroyer(this.r, error);
      this.onFinished(error);
    });
    d._write = (chunk, encoding, callback) => {
      if (w.write(chunk, encoding)) callback();
      else this.ondrain = callback;
    };
    d._final = (callback) => {
      w.end();
      this.onfinish = callback;
    };
    w.on('drain', () => this.call('ondrain'));
    w.on('finish', () => this.call('onfinish'));
  }

  joinReadable() {
    const { duplex: d, r } = this;
    eos(r, (error) => {
      this.readable = false;
      if (error) destroyer(this.w, error);
      this.onFinished(error);
    });
    r.on('readable', () => this.call('onreadable'));
    r.on('end', () => d.push(null));
    d._read = () => this.read();
  }

  read() {
    const { duplex: d, r } = this;
    for (;;) {
      const chunk = r.read();
      if (chunk === null) {
        this.onreadable = () => this.read();
        return;
      }
      if (!d.push(chunk)) return;
    }
  }

  call(name) {
    const callback = this[name];
    this[name] = null;
    callback?.();
  }

  destroy(error, callback) {
    if (!error && !this.done) error = new AbortError();
    this.onreadable = null;
    this.ondrain = null;
    this.onfinish = null;
    if (this.done) {
      callback(error);
      return;
    }
    this.onclose = callback;
    destroyer(this.w, error);
    destroyer(this.r, error);
  }
}

module.exports = duplexify;
