'use strict';

// What key was pressed, from the characters that terminals send for it. There
// is no way to tell an escape sequence's end but to know them:
//
//   ESC [ letter            ESC [ 1 ; modifier letter     ESC [ modifier letter
//   ESC [ number ~          ESC [ number ; modifier ~     (also with ^ or $)
//   ESC O letter            ESC O modifier letter
//   ESC [[ letter           ESC any character (Meta)

const ESCAPE = '\x1b';

// By the sequence without ESC and modifiers.
const keyNames = {
  '__proto__': null,
  // xterm, gnome: ESC [ letter and ESC O letter
  '[P': 'f1', '[Q': 'f2', '[R': 'f3', '[S': 'f4',
  'OP': 'f1', 'OQ': 'f2', 'OR': 'f3', 'OS': 'f4',
  // xterm, rxvt: ESC [ number ~
  '[11~': 'f1', '[12~': 'f2', '[13~': 'f3', '[14~': 'f4',
  // Cygwin, and libuv on Windows
  '[[A': 'f1', '[[B': 'f2', '[[C': 'f3', '[[D': 'f4', '[[E': 'f5',
  '[15~': 'f5', '[17~': 'f6', '[18~': 'f7', '[19~': 'f8', '[20~': 'f9',
  '[21~': 'f10', '[23~': 'f11', '[24~': 'f12',
  '[A': 'up', '[B': 'down', '[C': 'right', '[D': 'left', '[E': 'clear',
  '[F': 'end', '[H': 'home',
  'OA': 'up', 'OB': 'down', 'OC': 'right', 'OD': 'left', 'OE': 'clear',
  'OF': 'end', 'OH': 'home',
  '[1~': 'home', '[2~': 'insert', '[3~': 'delete', '[4~': 'end',
  '[5~': 'pageup', '[6~': 'pagedown',
  // putty
  '[[5~': 'pageup', '[[6~': 'pagedown',
  // rxvt
  '[7~': 'home', '[8~': 'end',
  // Bracketed paste
  '[200~': 'paste-start', '[201~': 'paste-end',
};

// rxvt tells the modifier by the sequence itself.
const shiftedKeyNames = {
  '__proto__': null,
  '[a': 'up', '[b': 'down', '[c': 'right', '[d': 'left', '[e': 'clear',
  '[2$': 'insert', '[3$': 'delete', '[5$': 'pageup', '[6$': 'pagedown',
  '[7$': 'home', '[8$': 'end', '[Z': 'tab',
};
const controlledKeyNames = {
  '__proto__': null,
  'Oa': 'up', 'Ob': 'down', 'Oc': 'right', 'Od': 'left', 'Oe': 'clear',
  '[2^': 'insert', '[3^': 'delete', '[5^': 'pageup', '[6^': 'pagedown',
  '[7^': 'home', '[8^': 'end',
};

const isDigit = (ch) => ch >= '0' && ch <= '9';

// The bits of xterm's modifier, less 1.
const SHIFT = 1;
const META = 2 | 8;
const CTRL = 4;

// States of the parser: what the next character is.
const FIRST = 0;
const AFTER_ESCAPE = 1;
const AFTER_TWO_ESCAPES = 2;
const AFTER_O = 3;
const AFTER_O_MODIFIER = 4;
const AFTER_BRACKET = 5;
const AFTER_TWO_BRACKETS = 6;
const IN_NUMBER = 7;
const AFTER_SEMICOLON = 8;
const AFTER_MODIFIER = 9;

/** Takes characters one by one, and calls back with each key that they are. */
class KeyParser {
  /** @param {(string: string|undefined, key: object) => void} onKey */
  constructor(onKey) {
    this.onKey = onKey;
    this.reset();
  }

  reset() {
    this.state = FIRST;
    this.sequence = '';
    // Where the part behind ESC [ or ESC [[ begins.
    this.commandAt = 0;
  }

  /** @param {string} ch a character, or '' for: nothing follows in time */
  next(ch) {
    this.sequence += ch;
    switch (this.state) {
      case FIRST:
        if (ch === ESCAPE) this.state = AFTER_ESCAPE;
        else this.finishPlain(ch, false);
        return;
      case AFTER_ESCAPE:
        if (ch === ESCAPE) this.state = AFTER_TWO_ESCAPES;
        else this.afterEscape(ch);
        return;
      case AFTER_TWO_ESCAPES:
        this.afterEscape(ch);
        return;
      case AFTER_O:
        if (isDigit(ch)) this.state = AFTER_O_MODIFIER;
        else this.finishSequence(`O${ch}`, 0);
        return;
      case AFTER_O_MODIFIER:
        this.finishSequence(`O${ch}`, Number(this.sequence.at(-2)) - 1);
        return;
      default:
        this.inCommand(ch);
    }
  }

  afterEscape(ch) {
    if (ch === 'O') {
      this.state = AFTER_O;
    } else if (ch === '[') {
      this.state = AFTER_BRACKET;
      this.commandAt = this.sequence.length;
    } else {
      this.finishPlain(ch, true);
    }
  }

  inCommand(ch) {
    switch (this.state) {
      case AFTER_BRACKET:
        if (ch === '[') this.state = AFTER_TWO_BRACKETS;
        else if (isDigit(ch)) this.state = IN_NUMBER;
        else this.finishCommand();
        return;
      case AFTER_TWO_BRACKETS:
        if (isDigit(ch)) this.state = IN_NUMBER;
        else this.finishCommand();
        return;
      case IN_NUMBER:
        if (ch === ';') this.state = AFTER_SEMICOLON;
        else if (!isDigit(ch) || this.sequence.length - this.commandAt > 3) {
          this.finishCommand();
        }
        return;
      case AFTER_SEMICOLON:
        if (isDigit(ch)) this.state = AFTER_MODIFIER;
        else this.finishCommand();
        return;
      case AFTER_MODIFIER:
        this.finishCommand();
    }
  }

  finishCommand() {
    let command = this.sequence.slice(this.commandAt);
    let code = '[';
    if (command[0] === '[') {
      code = '[[';
      command = command.slice(1);
    }
    const numbered = /^(\d{1,3})(?:;(\d))?([~^$])$/.exec(command);
    if (numbered !== null) {
      const [, number, modifier = 1, end] = numbered;
      this.finishSequence(code + number + end, modifier - 1);
      return;
    }
    const lettered = /^(?:(?:\d;)?(\d))?([A-Za-z])$/.exec(command);
    if (lettered !== null) {
      const [, modifier = 1, letter] = lettered;
      this.finishSequence(code + letter, modifier - 1);
      return;
    }
    this.finishSequence(code + command, 0);
  }

  finishSequence(code, modifier) {
    const key = makeKey(undefined);
    key.ctrl = (modifier & CTRL) !== 0;
    key.meta = (modifier & META) !== 0;
    key.shift = (modifier & SHIFT) !== 0;
    key.code = code;
    if (shiftedKeyNames[code] !== undefined) {
      key.name = shiftedKeyNames[code];
      key.shift = true;
    } else if (controlledKeyNames[code] !== undefined) {
      key.name = controlledKeyNames[code];
      key.ctrl = true;
    } else {
      key.name = keyNames[code] ?? 'undefined';
    }
    this.emit(key, true);
  }

  /** A single character, perhaps behind ESC. */
  finishPlain(ch, escaped) {
    const key = makeKey(plainName(ch));
    if (key.name !== undefined) {
      key.meta = escaped;
    } else if (!escaped && ch.length > 0 && ch <= '\x1a') {
      key.name = String.fromCharCode(ch.charCodeAt(0) + 0x60);
      key.ctrl = true;
    } else if (/^[0-9A-Za-z]$/.test(ch)) {
      key.name = ch.toLowerCase();
      key.shift = ch >= 'A' && ch <= 'Z';
      key.meta = escaped;
    } else if (escaped) {
      key.name = ch.length > 0 ? undefined : 'escape';
      key.meta = true;
    }
    this.emit(key, escaped);
  }

  emit(key, escaped) {
    const { sequence } = this;
    key.sequence = sequence;
    // Before the program's listeners run, which may throw.
    this.reset();
    if (sequence === '') return;
    if (escaped) this.onKey(undefined, key);
    else this.onKey(sequence, key);
  }
}

function makeKey(name) {
  return { sequence: null, name, ctrl: false, meta: false, shift: false };
}

function plainName(ch) {
  switch (ch) {
    case '\r': return 'return';
    case '\n': return 'enter';
    case '\t': return 'tab';
    case '\b':
    case '\x7f': return 'backspace';
    case ESCAPE: return 'escape';
    case ' ': return 'space';
    default: return undefined;
  }
}

module.exports = { ESCAPE, KeyParser };
