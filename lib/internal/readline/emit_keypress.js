'use strict';

const { clearTimeout, setTimeout } = require('timers');
const { ESCAPE, KeyParser } = require('internal/readline/keys');
const { charLengthAt } = require('internal/readline/utils');

const kKeypress = Symbol('keypress-decoder');

// How long the characters of one escape sequence may be apart, in ms.
const DEFAULT_ESCAPE_TIMEOUT = 500;

/** Turns the 'data' of a stream into its 'keypress'. */
class KeypressSource {
  constructor(stream, iface) {
    const { StringDecoder } = require('string_decoder');
    this.stream = stream;
    this.iface = iface;
    this.decoder = new StringDecoder('utf8');
    this.parser = new KeyParser((string, key) => {
      stream.emit('keypress', string, key);
    });
    this.timer = undefined;
    this.ondata = (input) => this.onData(input);
    this.onnewlistener = (event) => this.onNewListener(event);
    this.onescape = () => this.parser.next('');
  }

  start() {
    if (this.stream.listenerCount('keypress') > 0) {
      this.stream.on('data', this.ondata);
    } else {
      this.stream.on('newListener', this.onnewlistener);
    }
  }

  onNewListener(event) {
    if (event !== 'keypress') return;
    this.stream.on('data', this.ondata);
    this.stream.removeListener('newListener', this.onnewlistener);
  }

  onData(input) {
    if (this.stream.listenerCount('keypress') === 0) {
      // Until somebody listens again.
      this.stream.removeListener('data', this.ondata);
      this.stream.on('newListener', this.onnewlistener);
      return;
    }
    const string = this.decoder.write(input);
    if (string) this.feed(string);
  }

  feed(string) {
    clearTimeout(this.timer);
    const { iface } = this;
    if (iface) {
      iface._sawKeyPress = charLengthAt(string, 0) === string.length;
      // What comes in one piece is pasted: its tabs are no completions.
      iface.isCompletionEnabled = false;
    }
    let length = 0;
    for (const ch of string) {
      length += ch.length;
      const isLast = length === string.length;
      if (isLast && iface) iface.isCompletionEnabled = true;
      this.parser.next(ch);
      if (isLast && ch === ESCAPE) this.waitForMore();
    }
  }

  // An escape at the end may begin a sequence, or be the key.
  waitForMore() {
    this.timer = setTimeout(
      this.onescape,
      this.iface ? this.iface.escapeCodeTimeout : DEFAULT_ESCAPE_TIMEOUT);
  }
}

/**
 * Makes a stream emit 'keypress' for what it reads.
 *
 * @param {Readable} stream
 * @param {Interface} [iface] is told when input is pasted
 */
function emitKeypressEvents(stream, iface = {}) {
  if (stream[kKeypress]) return;
  const source = new KeypressSource(
    stream, iface.escapeCodeTimeout === undefined ? null : iface);
  stream[kKeypress] = source;
  source.start();
}

module.exports = { emitKeypressEvents };
