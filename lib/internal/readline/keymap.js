'use strict';

// What keys do: `_ttyWrite()` of Interface.

const process = require('internal/process');

const withControlAndShift = {
  __proto__: null,
  // Few terminals send these.
  backspace: '_deleteLineLeft',
  delete: '_deleteLineRight',
};

const withControl = {
  __proto__: null,
  a: '_lineStart',
  b: '_charLeft',
  backspace: '_deleteWordLeft',
  c: '_interrupt',
  d: '_deleteRightOrClose',
  delete: '_deleteWordRight',
  e: '_lineEnd',
  f: '_charRight',
  h: '_deleteLeft',
  k: '_deleteLineRight',
  l: '_clearScreen',
  left: '_wordLeft',
  n: '_historyNext',
  p: '_historyPrev',
  right: '_wordRight',
  u: '_deleteLineLeft',
  w: '_deleteWordLeft',
  y: '_yank',
  z: '_suspend',
};

const withMeta = {
  __proto__: null,
  b: '_wordLeft',
  backspace: '_deleteWordLeft',
  d: '_deleteWordRight',
  delete: '_deleteWordRight',
  f: '_wordRight',
  y: '_yankPop',
};

const plain = {
  __proto__: null,
  backspace: '_deleteLeft',
  delete: '_deleteRight',
  down: '_historyNext',
  end: '_lineEnd',
  enter: '_enter',
  home: '_lineStart',
  left: '_charLeft',
  return: '_return',
  right: '_charRight',
  up: '_historyPrev',
};

module.exports = {
  /**
   * Does what a key is for.
   *
   * @param {string} [string] what it types
   * @param {object} [key] as of 'keypress'
   */
  _ttyWrite(string, key = {}) {
    const previousKey = this._previousKey;
    key ??= {};
    this._previousKey = key;

    // Only directly after a yank can it be changed.
    if (!key.meta || key.name !== 'y') this._yanking = false;
    this._updateSearch(key);
    if (key.sequence === '\x1f') {
      this._undo();
      return;
    }
    if (key.sequence === '\x1e') {
      this._redo();
      return;
    }
    if (key.name === 'escape') return;

    if (key.ctrl && key.shift) this._runKey(withControlAndShift, key);
    else if (key.ctrl) this._runKey(withControl, key);
    else if (key.meta) this._runKey(withMeta, key);
    else this._type(string, key, previousKey);
  },

  _runKey(map, { name }) {
    const method = map[name];
    if (method === undefined) return false;
    this[method]();
    return true;
  },

  // Up and down look for lines that begin with what was typed before the first
  // of them.
  _updateSearch({ name, ctrl, meta, shift }) {
    if ((name === 'up' || name === 'down') && !ctrl && !meta && !shift) {
      this._substringSearch ??= this.line.slice(0, this.cursor);
    } else if (this._substringSearch !== null) {
      this._substringSearch = null;
      // Behind the oldest line.
      if (this.historyIndex === this.history.length) this.historyIndex = -1;
    }
  },

  _type(string, key, previousKey) {
    // Only a '\n' that comes right after belongs to a '\r'.
    if (key.name !== 'enter') this._sawReturnAt = 0;
    if (this._runKey(plain, key)) return;

    if (key.name === 'tab' && typeof this.completer === 'function' &&
        this.isCompletionEnabled) {
      this._tabComplete(previousKey?.name === 'tab');
    } else if (typeof string === 'string' && string) {
      this._insertLines(string);
    }
  },

  _insertLines(string) {
    const lines = string.split(/\r\n|\n|\r/);
    lines.forEach((line, i) => {
      if (i > 0) this._line();
      if (line !== '' || i === 0) this._insertString(line);
    });
  },

  _return() {
    this._sawReturnAt = Date.now();
    this._line();
  },

  _enter() {
    if (this._sawReturnAt === 0 ||
        Date.now() - this._sawReturnAt > this.crlfDelay) this._line();
    this._sawReturnAt = 0;
  },

  _lineStart() {
    this._moveCursor(-Infinity);
  },

  _lineEnd() {
    this._moveCursor(Infinity);
  },

  _interrupt() {
    if (this.listenerCount('SIGINT') > 0) this.emit('SIGINT');
    else this._closeByKey('Ctrl+C');
  },

  /** The promises' Interface also rejects its question. */
  _closeByKey() {
    this.close();
  },

  _deleteRightOrClose() {
    const isEmpty = this.cursor === 0 && this.line.length === 0;
    if (isEmpty) this._closeByKey('Ctrl+D');
    else this._deleteRight();
  },

  _suspend() {
    if (process.platform === 'win32') return;
    if (this.listenerCount('SIGTSTP') > 0) {
      this.emit('SIGTSTP');
      return;
    }
    process.once('SIGCONT', () => {
      if (!this.paused && !this.closed) {
        this.pause();
        this.emit('SIGCONT');
      }
      this._setRawMode(true);
      this._refreshLine();
    });
    this._setRawMode(false);
    process.kill(process.pid, 'SIGTSTP');
  },
};
