'use strict';
// The channel between a process and the child that it forked: messages, one
// line of JSON each (or as serialization.js has it), over a pipe that can also
// carry sockets.
//
// Messages whose `cmd` begins with NODE_ are the runtime's own and are emitted
// as 'internalMessage'. A message with a handle travels as
// {cmd: 'NODE_HANDLE', type, msg}; the other side answers NODE_HANDLE_ACK, and
// what is sent meanwhile waits, so that handles and messages keep their order.

const EventEmitter = require('events');
const {
  codes: {
    ERR_INVALID_ARG_TYPE,
    ERR_IPC_CHANNEL_CLOSED,
    ERR_IPC_DISCONNECTED,
    ERR_MISSING_ARGS,
  },
  errnoException,
} = require('internal/errors');
const { Buffer } = require('buffer');
const process = require('internal/process');
const { validateObject } = require('internal/validators');
const { Pipe } = internalBinding('pipe');
const { kOwner, kOnRead, kOnWriteDone } = require('internal/net/handles');
const handles = require('internal/child_process/handles');

const newline = 10;
/** Bytes waiting above which send() says that it is too much. */
const highWater = 128 * 1024;
/** How often a handle is sent again that did not arrive. */
const maxRetries = 3;

function isInternal(message) {
  return message !== null && typeof message === 'object' &&
    typeof message.cmd === 'string' && message.cmd.length > 5 &&
    message.cmd.startsWith('NODE_');
}

/** `channel` of a process: decides whether it keeps the process alive. */
class Control extends EventEmitter {
  #pipe;
  #listeners = 0;
  #isExplicit = false;

  constructor(pipe) {
    super();
    this.#pipe = pipe;
  }

  /** Who listens for messages wants to live for them. */
  refCounted() {
    this.#listeners++;
    if (this.#listeners === 1 && !this.#isExplicit) this.#pipe.ref();
  }

  unrefCounted() {
    this.#listeners--;
    if (this.#listeners !== 0 || this.#isExplicit) return;
    this.#pipe.unref();
    this.emit('unref');
  }

  ref() {
    this.#isExplicit = true;
    this.#pipe.ref();
  }

  unref() {
    this.#isExplicit = true;
    this.#pipe.unref();
  }

  hasRef() {
    return this.#pipe.hasRef();
  }

  get fd() {
    return this.#pipe.fd;
  }
}

/** One end of a channel; owner of its pipe. */
class Channel {
  /** @param {?object} advanced the module serialization.js, if it is used */
  constructor(target, pipe, onClosed, advanced) {
    this.target = target;
    this.pipe = pipe;
    this.control = new Control(pipe);
    this.onClosed = onClosed;
    this.isOpen = true;
    this.advanced = advanced;
    this.reader = advanced === null ? null : new advanced.MessageReader();
    /** Bytes of a line that has not arrived whole, or null. */
    this.rest = null;
    /** A handle whose message is being read. */
    this.received = undefined;
    /** Messages that nobody listened for yet: [event, message, handle]. */
    this.unheard = [];
    /** Of writes that had to wait: what to call when they are done. */
    this.callbacks = [];
    /** The handle whose arrival is waited for, or null. */
    this.unacknowledged = null;
    /** What is sent meanwhile: [message, handle, options, callback]. */
    this.waiting = [];
    pipe[kOwner] = this;
  }

  // --- Receiving

  [kOnRead](data, handle) {
    if (handle !== undefined) this.received = handle;
    if (typeof data === 'number') this.end();
    else this.read(data);
  }

  read(data) {
    if (this.reader !== null) {
      this.reader.read(data, (message) => this.take(message));
      return;
    }
    if (this.rest !== null) {
      data = Buffer.concat([this.rest, data]);
      this.rest = null;
    }
    let start = 0;
    for (;;) {
      const end = data.indexOf(newline, start);
      if (end < 0) break;
      this.take(JSON.parse(data.toString('utf8', start, end)));
      start = end + 1;
    }
    if (start < data.length) this.rest = data.subarray(start);
  }

  take(message) {
    if (!isInternal(message)) {
      process.nextTick(emitMessage, this, 'message', message, undefined);
    } else if (message.cmd === 'NODE_HANDLE') {
      this.takeHandle(message);
    } else if (message.cmd === 'NODE_HANDLE_ACK') {
      this.acknowledge();
    } else if (message.cmd === 'NODE_HANDLE_NACK') {
      this.sendAgain();
    } else {
      const handle = this.received;
      this.received = undefined;
      process.nextTick(emitMessage, this, 'internalMessage', message, handle);
    }
  }

  takeHandle(message) {
    const handle = this.received;
    this.received = undefined;
    this.write({ cmd: handle ? 'NODE_HANDLE_ACK' : 'NODE_HANDLE_NACK' });
    if (!handle) return;
    const event = isInternal(message.msg) ? 'internalMessage' : 'message';
    handles.receive(message.type, handle, (object) => {
      process.nextTick(emitMessage, this, event, message.msg, object);
    });
  }

  /** What came while nobody listened goes to the first who does. */
  flushUnheard() {
    if (this.target.listenerCount('message') === 0) return;
    const list = this.unheard;
    this.unheard = [];
    for (const [event, message, handle] of list) {
      this.target.emit(event, message, handle);
    }
  }

  // --- Sending

  /** As child.send, when the arguments are known to be right. */
  send(message, handle, options, callback) {
    if (this.unacknowledged !== null) {
      this.waiting.push([message, handle, options, callback]);
      return this.waiting.length === 1;
    }
    if (!handle) return this.write(message, undefined, options, callback);
    const native = handles.detach(handle, options);
    if (!native) return this.write(message, undefined, options, callback);
    const wrapped =
      { cmd: 'NODE_HANDLE', type: handles.typeOf(handle), msg: message };
    this.unacknowledged = { wrapped, native, handle, options, retries: 0 };
    return this.write(wrapped, native, options, callback);
  }

  write(message, native, options, callback) {
    const status = this.writeNow(message, native);
    if (status < 0) {
      this.failWrite(errnoException(status, 'write'), options, callback);
    } else if (status > 0) {
      this.callbacks.push(callback);
    } else if (typeof callback === 'function') {
      process.nextTick(callback, null);
    }
    return this.pipe.writeQueueSize < highWater;
  }

  writeNow(message, native) {
    const { advanced, pipe } = this;
    if (advanced !== null) {
      return pipe.writeBuffer(advanced.encode(message), native);
    }
    const line = `${JSON.stringify(message)}\n`;
    return native === undefined ? pipe.writeUtf8String(line) :
      pipe.writeBuffer(Buffer.from(line), native);
  }

  failWrite(error, options, callback) {
    this.unacknowledged = null;
    if (options?.swallowErrors) return;
    if (typeof callback === 'function') process.nextTick(callback, error);
    else process.nextTick(emitError, this.target, error);
  }

  [kOnWriteDone](status) {
    const callback = this.callbacks.shift();
    if (typeof callback !== 'function') return;
    callback(status < 0 ? errnoException(status, 'write') : null);
  }

  acknowledge() {
    const sent = this.unacknowledged;
    if (sent === null) return;
    this.unacknowledged = null;
    handles.finish(sent.handle, sent.native, sent.options);
    while (this.unacknowledged === null && this.waiting.length > 0) {
      this.send(...this.waiting.shift());
    }
    if (!this.target.connected && this.unacknowledged === null) this.close();
  }

  sendAgain() {
    const sent = this.unacknowledged;
    if (sent === null) return;
    if (sent.retries++ < maxRetries) {
      this.write(sent.wrapped, sent.native, sent.options);
    } else {
      process.emitWarning('Handle did not reach the receiving process ' +
                          'correctly', 'SentHandleNotReceivedWarning');
      this.acknowledge();
    }
  }

  // --- Ending

  /** The other side has gone. */
  end() {
    this.unacknowledged = null;
    if (this.target.connected) this.target.disconnect();
    this.close();
  }

  disconnect() {
    this.target.connected = false;
    this.target.channel = null;
    process.nextTick(closeWhenSent, this);
  }

  close() {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.pipe.close();
    process.nextTick(emitDisconnect, this);
  }
}

function emitMessage(channel, event, message, handle) {
  const { target } = channel;
  if (event === 'message' && target.listenerCount('message') === 0) {
    channel.unheard.push([event, message, handle]);
  } else {
    target.emit(event, message, handle);
  }
}

function emitError(target, error) {
  target.emit('error', error);
}

function closeWhenSent(channel) {
  if (channel.unacknowledged === null) channel.close();
}

function emitDisconnect(channel) {
  channel.target.emit('disconnect');
  channel.onClosed?.();
}

// --- The methods that a process gets ----------------------------------------------

function validateMessage(message) {
  if (message === undefined) throw new ERR_MISSING_ARGS('message');
  const type = typeof message;
  if (type === 'string' || type === 'object' || type === 'number' ||
      type === 'boolean') {
    return;
  }
  throw new ERR_INVALID_ARG_TYPE(
    'message', ['string', 'object', 'number', 'boolean'], message);
}

function sendVia(channel, target, message, handle, options, callback) {
  validateMessage(message);
  if (handle) handles.typeOf(handle); // throws for what cannot be sent
  return channel.send(message, handle, options, callback);
}

function refuseSend(target, callback) {
  const error = new ERR_IPC_CHANNEL_CLOSED();
  if (typeof callback === 'function') process.nextTick(callback, error);
  else process.nextTick(emitError, target, error);
  return false;
}

function addMethods(target, channel) {
  /** send(message[, handle[, options]][, callback]) */
  target.send = function(message, handle, options, callback) {
    if (typeof handle === 'function') {
      callback = handle;
      handle = undefined;
      options = undefined;
    } else if (typeof options === 'function') {
      callback = options;
      options = undefined;
    } else if (options !== undefined) {
      validateObject(options, 'options');
    }
    if (!this.connected) return refuseSend(this, callback);
    return this._send(message, handle,
                      { swallowErrors: false, ...options }, callback);
  };
  target._send = function(message, handle, options, callback) {
    if (typeof options === 'boolean') options = { swallowErrors: options };
    return sendVia(channel, this, message, handle, options, callback);
  };
  target.disconnect = function() {
    if (this.connected) this._disconnect();
    else this.emit('error', new ERR_IPC_DISCONNECTED());
  };
  target._disconnect = function() {
    channel.disconnect();
  };
}

/**
 * Gives a process object (`process`, or a ChildProcess) its end of a channel.
 * @param {Function} [onClosed] called once, after 'disconnect'
 * @returns {Control}
 */
function setupChannel(target, pipe, serialization, onClosed) {
  const advanced = serialization === 'advanced' ?
    require('internal/child_process/serialization') : null;
  const channel = new Channel(target, pipe, onClosed, advanced);
  target.channel = channel.control;
  Object.defineProperty(target, '_channel', {
    configurable: true, enumerable: false,
    get() { return this.channel; },
    set(value) { this.channel = value; },
  });
  target.connected = true;
  addMethods(target, channel);
  target.on('newListener', (name) => {
    if (name === 'message' && channel.unheard.length > 0) {
      process.nextTick(() => channel.flushUnheard());
    }
  });
  pipe.readStart();
  return channel.control;
}

/** The channel to our parent, which keeps us alive while somebody listens. */
function setupOwnChannel(fd, serialization) {
  const pipe = new Pipe(true);
  const status = pipe.open(fd);
  if (status !== 0) throw errnoException(status, 'open');
  pipe.unref();
  const control = setupChannel(process, pipe, serialization);
  process.on('newListener', (name) => {
    if (name === 'message' || name === 'disconnect') control.refCounted();
  });
  process.on('removeListener', (name) => {
    if (name === 'message' || name === 'disconnect') control.unrefCounted();
  });
}

module.exports = { setupChannel, setupOwnChannel };
