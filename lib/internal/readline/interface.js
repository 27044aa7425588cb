'use strict';

// readline's Interface: lines from an input, and if that is a terminal, a line
// editor on the output (editor.js), driven by keys (keymap.js).
//
// Methods with an underscore are not documented, but programs override them
// (`_writeToOutput` to hide passwords, `_ttyWrite` for keys of their own), so
// that they are called as methods.

const EventEmitter = require('events');
const process = require('internal/process');
const {
  codes: { ERR_INVALID_ARG_VALUE, ERR_USE_AFTER_CLOSE },
} = require('internal/errors');
const {
  validateAbortSignal,
  validateArray,
  validateNumber,
  validateString,
  validateUint32,
} = require('internal/validators');
const { emitKeypressEvents } = require('internal/readline/emit_keypress');
const { LineIterator } = require('internal/readline/line_iterator');

const DEFAULT_HISTORY_SIZE = 30;
const MIN_CRLF_DELAY_MS = 100;
const ESCAPE_CODE_TIMEOUT_MS = 500;
const DEFAULT_TAB_SIZE = 8;

// What ends a line; U+2028 and U+2029 do in Unicode.
const lineEnding = /\r\n|\n|\r|\u2028|\u2029/;
const rareLineEnding = /[\r\u2028\u2029]/;

const lineIterator = Symbol('lineIterator');

/**
 * @param {object|Readable} input the options, or the input
 * @param {Writable} [output]
 * @param {Function} [completer]
 * @param {boolean} [terminal]
 */
function Interface(input, output, completer, terminal) {
  const options = input?.input ? input : { input, output, completer, terminal };
  EventEmitter.call(this);
  readOptions(this, options);

  this.input.on('error', this._onerror = (error) => this.emit('error', error));
  if (this.terminal) listenToTerminal(this);
  else listenToStream(this);
  if (options.signal) closeOnAbort(this, options.signal);

  this.line = '';
  this.input.resume();
}
Object.setPrototypeOf(Interface.prototype, EventEmitter.prototype);
Object.setPrototypeOf(Interface, EventEmitter);

function readOptions(rl, options) {
  const {
    completer,
    crlfDelay,
    escapeCodeTimeout = ESCAPE_CODE_TIMEOUT_MS,
    history = [],
    historySize = DEFAULT_HISTORY_SIZE,
    output,
    prompt = '> ',
    removeHistoryDuplicates = false,
    signal,
    tabSize = DEFAULT_TAB_SIZE,
    terminal,
  } = options;

  if (completer !== undefined && typeof completer !== 'function') {
    throw new ERR_INVALID_ARG_VALUE('completer', completer);
  }
  validateArray(history, 'history');
  validateNumber(historySize, 'historySize', 0);
  validateUint32(tabSize, 'tabSize', true);
  if (!Number.isFinite(escapeCodeTimeout)) {
    throw new ERR_INVALID_ARG_VALUE(
      'input.escapeCodeTimeout', escapeCodeTimeout);
  }
  if (signal) validateAbortSignal(signal, 'options.signal');

  rl.input = options.input;
  rl.output = output;
  rl.terminal = terminal === undefined && output != null ?
    Boolean(output.isTTY) : Boolean(terminal);
  rl.completer = completer;
  rl.crlfDelay = crlfDelay ?
    Math.max(MIN_CRLF_DELAY_MS, crlfDelay) : MIN_CRLF_DELAY_MS;
  rl.escapeCodeTimeout = escapeCodeTimeout;
  rl.history = history;
  rl.historySize = historySize;
  rl.removeHistoryDuplicates = Boolean(removeHistoryDuplicates);
  rl.tabSize = tabSize;
  initializeState(rl, prompt);
}

function initializeState(rl, prompt) {
  rl.line = '';
  rl.cursor = 0;
  rl.historyIndex = -1;
  rl.closed = false;
  rl.paused = false;
  rl.isCompletionEnabled = true;
  // Rows that the shown prompt and line had above the cursor.
  rl.prevRows = 0;
  rl._prompt = prompt;
  rl._oldPrompt = undefined;
  // Gets the next line, instead of 'line'.
  rl._questionCallback = null;
  // Time of the last '\r', whose '\n' is awaited; 0: none is.
  rl._sawReturnAt = 0;
  rl._sawKeyPress = false;
  // The end of input without line ending.
  rl._lineBuffer = '';
  rl._decoder = null;
  rl._previousKey = null;
  rl._substringSearch = null;
  rl._undoStack = [];
  rl._redoStack = [];
  rl._killRing = [];
  rl._killRingCursor = 0;
  rl._yanking = false;
}

function listenToStream(rl) {
  const { StringDecoder } = require('string_decoder');
  const { input } = rl;
  rl._decoder = new StringDecoder('utf8');

  const ondata = (data) => rl._normalWrite(data);
  const onend = () => {
    if (rl._lineBuffer.length > 0) rl.emit('line', rl._lineBuffer);
    rl.close();
  };
  input.on('data', ondata);
  input.on('end', onend);
  rl.once('close', () => {
    input.removeListener('data', ondata);
    input.removeListener('error', rl._onerror);
    input.removeListener('end', onend);
  });
}

function listenToTerminal(rl) {
  const { input, output } = rl;
  const onkeypress = (string, key) => {
    rl._ttyWrite(string, key);
    if (key?.sequence) showWholeCharacter(rl, key.sequence);
  };
  const onend = () => {
    if (rl.line.length > 0) rl.emit('line', rl.line);
    rl.close();
  };
  const onresize = () => rl._refreshLine();

  emitKeypressEvents(input, rl);
  input.on('keypress', onkeypress);
  input.on('end', onend);
  rl._setRawMode(true);
  if (output != null) output.on('resize', onresize);
  rl.once('close', () => {
    input.removeListener('keypress', onkeypress);
    input.removeListener('error', rl._onerror);
    input.removeListener('end', onend);
    if (output != null) output.removeListener('resize', onresize);
  });
}

// Half of a surrogate pair was shown as such: with the other half it is one
// character.
function showWholeCharacter(rl, sequence) {
  const first = sequence.codePointAt(0);
  if (first >= 0xd800 && first <= 0xdfff) rl._refreshLine();
}

function closeOnAbort(rl, signal) {
  const onAbort = () => rl.close();
  if (signal.aborted) {
    process.nextTick(onAbort);
    return;
  }
  const disposable = EventEmitter.addAbortListener(signal, onAbort);
  rl.once('close', disposable[Symbol.dispose]);
}

// ---- prompting --------------------------------------------------------------

Object.defineProperty(Interface.prototype, 'columns', {
  configurable: true,
  enumerable: true,
  get() { return this.output?.columns || Infinity; },
});

/** @param {string} prompt */
Interface.prototype.setPrompt = function(prompt) {
  this._prompt = prompt;
};

/** @returns {string} */
Interface.prototype.getPrompt = function() {
  return this._prompt;
};

Interface.prototype._setRawMode = function(mode) {
  const wasRaw = this.input.isRaw;
  if (typeof this.input.setRawMode === 'function') this.input.setRawMode(mode);
  return wasRaw;
};

/**
 * Shows the prompt, and resumes the input.
 *
 * @param {boolean} [preserveCursor] leave the cursor where it is in the line
 */
Interface.prototype.prompt = function(preserveCursor) {
  if (this.paused) this.resume();
  if (this.terminal && process.env.TERM !== 'dumb') {
    if (!preserveCursor) this.cursor = 0;
    this._refreshLine();
  } else {
    this._writeToOutput(this._prompt);
  }
};

/** Shows `query` as prompt and gives the next line to `callback`. */
Interface.prototype._question = function(query, callback) {
  if (this.closed) throw new ERR_USE_AFTER_CLOSE('readline');
  if (this._questionCallback !== null) {
    this.prompt();
    return;
  }
  this._oldPrompt = this._prompt;
  this.setPrompt(query);
  this._questionCallback = callback;
  this.prompt();
};

Interface.prototype._cancelQuestion = function() {
  if (this._questionCallback === null) return;
  this._questionCallback = null;
  this.setPrompt(this._oldPrompt);
  this._clearLine();
};

Interface.prototype._onLine = function(line) {
  const callback = this._questionCallback;
  if (callback === null) {
    this.emit('line', line);
    return;
  }
  this._questionCallback = null;
  this.setPrompt(this._oldPrompt);
  callback(line);
};

Interface.prototype._writeToOutput = function(string) {
  validateString(string, 'stringToWrite');
  if (this.output != null) this.output.write(string);
};

// ---- the input --------------------------------------------------------------

/** Lets go of the streams. */
Interface.prototype.close = function() {
  if (this.closed) return;
  this.pause();
  if (this.terminal) this._setRawMode(false);
  this.closed = true;
  this.emit('close');
};
Interface.prototype[Symbol.dispose] = Interface.prototype.close;

/** Pauses the input. */
Interface.prototype.pause = function() {
  if (this.closed) throw new ERR_USE_AFTER_CLOSE('readline');
  if (this.paused) return;
  this.input.pause();
  this.paused = true;
  this.emit('pause');
  return this;
};

/** Resumes the input. */
Interface.prototype.resume = function() {
  if (this.closed) throw new ERR_USE_AFTER_CLOSE('readline');
  if (!this.paused) return;
  this.input.resume();
  this.paused = false;
  this.emit('resume');
  return this;
};

/**
 * Does as if the user had typed `data` or pressed `key`.
 *
 * @param {string} data
 * @param {{ name: string, ctrl?: boolean, meta?: boolean,
 *           shift?: boolean }} [key]
 */
Interface.prototype.write = function(data, key) {
  if (this.closed) throw new ERR_USE_AFTER_CLOSE('readline');
  if (this.paused) this.resume();
  if (this.terminal) this._ttyWrite(data, key);
  else this._normalWrite(data);
};

Interface.prototype._normalWrite = function(data) {
  if (data === undefined) return;
  let string = this._decoder.write(data);
  if (this._sawReturnAt !== 0) {
    // The '\n' of a '\r' that was at the end of the last chunk.
    if (string[0] === '\n' &&
        Date.now() - this._sawReturnAt <= this.crlfDelay) {
      string = string.slice(1);
    }
    if (string !== '') this._sawReturnAt = 0;
  }
  if (string === '') return;

  const lines = splitLines(string);
  if (lines.length === 1) {
    this._lineBuffer += string;
    return;
  }
  this._sawReturnAt = string.endsWith('\r') ? Date.now() : 0;
  lines[0] = this._lineBuffer + lines[0];
  this._lineBuffer = lines.pop();
  for (const line of lines) this._onLine(line);
};

function splitLines(string) {
  // Much faster, and nearly always possible.
  if (!rareLineEnding.test(string)) return string.split('\n');
  return string.split(lineEnding);
}

/** The lines, until the interface is closed; leaving the loop closes it. */
Interface.prototype[Symbol.asyncIterator] = function() {
  this[lineIterator] ??= new LineIterator(this);
  return this[lineIterator];
};

Object.assign(Interface.prototype,
              require('internal/readline/editor'),
              require('internal/readline/keymap'));

module.exports = { Interface, lineEnding };
