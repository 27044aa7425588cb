'use strict';

// `compose()`: several streams behind one another seen as one Duplex, which
// writes to the first and reads from the last.

const {
  AbortError,
  codes: { ERR_INVALID_ARG_VALUE, ERR_MISSING_ARGS },
} = require('internal/errors');
const { destroyer } = require('internal/streams/destroy');
const { eos } = require('internal/streams/end-of-stream');
const { pipeline } = require('internal/streams/pipeline');
const Duplex = require('internal/streams/duplex');
const {
  isNodeStream,
  isReadable,
  isReadableStream,
  isTransformStream,
  isWebStream,
  isWritable,
  isWritableStream,
} = require('internal/streams/utils');

function canRead(stream) {
  return Boolean(isReadable(stream) || isReadableStream(stream) ||
    isTransformStream(stream));
}

function canWrite(stream) {
  return Boolean(isWritable(stream) || isWritableStream(stream) ||
    isTransformStream(stream));
}

/**
 * @param {...(Stream|Iterable|Function)} streams
 * @returns {Duplex}
 */
function compose(...streams) {
  if (streams.length === 0) throw new ERR_MISSING_ARGS('streams');
  if (streams.length === 1) return Duplex.from(streams[0]);

  const given = [...streams];
  const last = streams.length - 1;
  if (typeof streams[0] === 'function') streams[0] = Duplex.from(streams[0]);
  if (typeof streams[last] === 'function') {
    streams[last] = Duplex.from(streams[last]);
  }
  streams.forEach((stream, i) => {
    if (!isNodeStream(stream) && !isWebStream(stream)) return;
    if (i < last && !canRead(stream)) {
      throw new ERR_INVALID_ARG_VALUE(
        `streams[${i}]`, given[i], 'must be readable');
    }
    if (i > 0 && !canWrite(stream)) {
      throw new ERR_INVALID_ARG_VALUE(
        `streams[${i}]`, given[i], 'must be writable');
    }
  });
  return new Composition(streams).duplex;
}

class Composition {
  constructor(streams) {
    // Callbacks of the Duplex, each waiting for an event of head or tail.
    this.ondrain = null;
    this.onfinish = null;
    this.onreadable = null;
    this.onclose = null;
    // The pipeline has called back.
    this.done = false;

    this.head = streams[0];
    this.tail = pipeline(streams, (error) => this.onFinished(error));
    this.writable = canWrite(this.head);
    this.readable = canRead(this.tail);
    this.duplex = new Duplex({
      writableObjectMode: Boolean(this.head?.writableObjectMode),
      readableObjectMode: Boolean(this.tail?.readableObjectMode),
      writable: this.writable,
      readable: this.readable,
    });
    if (this.writable) this.joinHead();
    if (this.readable) this.joinTail();
    this.duplex._destroy = (error, callback) => this.destroy(error, callback);
  }

  onFinished(error) {
    const { onclose } = this;
    this.done = true;
    this.onclose = null;
    if (onclose !== null) onclose(error);
    else if (error) this.duplex.destroy(error);
    else if (!this.readable && !this.writable) this.duplex.destroy();
  }

  call(name) {
    const callback = this[name];
    this[name] = null;
    callback?.();
  }

  joinHead() {
    if (isNodeStream(this.head)) this.joinNodeHead();
    else this.joinWebHead();
    const end = isTransformStream(this.tail) ? this.tail.readable : this.tail;
    eos(end, () => this.call('onfinish'));
  }

  joinNodeHead() {
    const { duplex: d, head } = this;
    d._write = (chunk, encoding, callback) => {
      if (head.write(chunk, encoding)) callback();
      else this.ondrain = callback;
    };
    d._final = (callback) => {
      head.end();
      this.onfinish = callback;
    };
    head.on('drain', () => this.call('ondrain'));
  }

  joinWebHead() {
    const { duplex: d, head } = this;
    const writer = (isTransformStream(head) ? head.writable : head).getWriter();
    d._write = async (chunk, encoding, callback) => {
      try {
        await writer.ready;
        writer.write(chunk).catch(() => {});
        callback();
      } catch (error) {
        callback(error);
      }
    };
    d._final = async (callback) => {
      try {
        await writer.ready;
        writer.close().catch(() => {});
        this.onfinish = callback;
      } catch (error) {
        callback(error);
      }
    };
  }

  joinTail() {
    if (isNodeStream(this.tail)) this.joinNodeTail();
    else this.joinWebTail();
  }

  joinNodeTail() {
    const { duplex: d, tail } = this;
    const read = () => {
      for (;;) {
        const chunk = tail.read();
        if (chunk === null) {
          this.onreadable = read;
          return;
        }
        if (!d.push(chunk)) return;
      }
    };
    d._read = read;
    tail.on('readable', () => this.call('onreadable'));
    tail.on('end', () => d.push(null));
  }

  joinWebTail() {
    const { duplex: d, tail } = this;
    const reader = (isTransformStream(tail) ? tail.readable : tail).getReader();
    d._read = async () => {
      try {
        for (;;) {
          const { value, done } = await reader.read();
          if (done) {
            d.push(null);
            return;
          }
          if (!d.push(value)) return;
        }
      } catch {
        // The pipeline tells of it.
      }
    };
  }

  destroy(error, callback) {
    if (!error && !this.done) error = new AbortError();
    this.onreadable = null;
    this.ondrain = null;
    this.onfinish = null;
    if (isNodeStream(this.tail)) destroyer(this.tail, error);
    if (this.done) callback(error);
    else this.onclose = callback;
  }
}

module.exports = compose;
