'use strict';
// TLS over any Duplex stream: a handle whose network is the stream.

const { Buffer } = require('buffer');
const { Socket } = require('net');
const { TLSWire } = internalBinding('tls_wire');
const { UV_EOF, UV_ECANCELED, UV_EPIPE } = internalBinding('uv');

const kWire = Symbol('kWire');

/** Joins a native handle and a stream. */
class DuplexWire {
  #duplex;
  #isEnded = false;

  /** @param {stream.Duplex} duplex */
  constructor(duplex) {
    this.#duplex = duplex;
    this.handle = new TLSWire();
    this.handle[kWire] = this;
    this.handle.onWireWrite = onWireWrite;
    this.handle.onWireShutdown = onWireShutdown;
    this.handle.onWireReading = onWireReading;
    duplex.pause();
    duplex.on('data', (chunk) => this.#onData(chunk));
    duplex.once('end', () => this.#onEnd(UV_EOF));
    duplex.once('close', () => this.#onEnd(UV_EOF));
  }

  #onData(chunk) {
    this.handle.feed(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
  }

  #onEnd(status) {
    if (this.#isEnded) return;
    this.#isEnded = true;
    this.handle.feedEnd(status);
  }

  get duplex() {
    return this.#duplex;
  }

  write(bytes) {
    const duplex = this.#duplex;
    if (duplex.destroyed || duplex.writableEnded) {
      process().nextTick(() => this.handle.written(UV_EPIPE));
      return;
    }
    duplex.write(bytes, (error) => {
      this.handle.written(error ? UV_ECANCELED : 0);
    });
  }

  shutdown() {
    const duplex = this.#duplex;
    if (duplex.destroyed || duplex.writableFinished) {
      process().nextTick(() => this.handle.shutDown(0));
      return;
    }
    duplex.end(() => this.handle.shutDown(0));
  }

  read(isReading) {
    if (isReading) this.#duplex.resume();
    else this.#duplex.pause();
  }
}

function process() {
  return require('internal/process');
}

/** A net.Socket over any Duplex. */
class JSStreamSocket extends Socket {
  /** @param {stream.Duplex} stream */
  constructor(stream) {
    super({ handle: new DuplexWire(stream).handle, manualStart: true });
    this.stream = stream;
  }
}

// Libraries have come to look for this class in this place. The handle is the
// TLSSocket's: no other socket may take it.
Object.defineProperty(TLSWire.prototype, '_parentWrap', {
  __proto__: null,
  configurable: true,
  get() {
    return Object.assign(Object.create(JSStreamSocket.prototype),
                         { stream: this[kWire].duplex });
  },
});

// Called by C, with the handle as `this`.

function onWireWrite(bytes) {
  this[kWire].write(bytes);
}

function onWireShutdown() {
  this[kWire].shutdown();
}

function onWireReading(isReading) {
  this[kWire].read(isReading);
}

module.exports = { DuplexWire, JSStreamSocket };
