'use strict';

// The line editor: methods of Interface that change the line and show it.

const { getStringWidth, inspect, stripVTControlCharacters } =
  require('internal/util/inspect');
const { clearScreenDown, cursorTo, moveCursor } =
  require('internal/readline/callbacks');
const { charLengthAt, charLengthLeft, commonPrefix } =
  require('internal/readline/utils');

const MAX_UNDO = 2048;
const MAX_KILL_RING = 32;

/** How far a word and the space behind it reach, in reversed text. */
function wordLengthLeft(text) {
  // Reversed, because a match at the end would try each position: quadratic.
  const reversed = Array.from(text).reverse().join('');
  return /^\s*(?:[^\w\s]+|\w+)?/.exec(reversed)[0].length;
}

module.exports = {
  // ---- showing --------------------------------------------------------------

  /** Shows prompt and line anew, where they were. */
  _refreshLine() {
    const shown = this._prompt + this.line;
    const end = this._getDisplayPos(shown);
    const cursor = this.getCursorPos();

    if (this.prevRows > 0) moveCursor(this.output, 0, -this.prevRows);
    cursorTo(this.output, 0);
    clearScreenDown(this.output);
    this._writeToOutput(shown);
    // Terminals go to the next row only with a character that is there.
    if (end.cols === 0) this._writeToOutput(' ');
    cursorTo(this.output, cursor.cols);
    const rowsUp = end.rows - cursor.rows;
    if (rowsUp > 0) moveCursor(this.output, 0, -rowsUp);
    this.prevRows = cursor.rows;
  },

  /** Where the cursor is after `string` was shown. */
  _getDisplayPos(string) {
    const { columns } = this;
    let offset = 0;
    let rows = 0;

    for (const char of stripVTControlCharacters(string)) {
      if (char === '\n') {
        rows += Math.ceil(offset / columns) || 1;
        offset = 0;
      } else if (char === '\t') {
        offset += this.tabSize - offset % this.tabSize;
      } else {
        const width = getStringWidth(char, false);
        // A wide character does not fit into the last column.
        if (width > 1 && (offset + 1) % columns === 0) offset++;
        offset += width;
      }
    }
    const cols = offset % columns;
    rows += (offset - cols) / columns;
    return { cols, rows };
  },

  /** @returns {{ rows: number, cols: number }} behind the prompt's begin */
  getCursorPos() {
    return this._getDisplayPos(this._prompt + this.line.slice(0, this.cursor));
  },

  /** Moves the cursor in the line. */
  _moveCursor(distance) {
    if (distance === 0) return;
    const before = this.getCursorPos();
    this.cursor = Math.max(
      0, Math.min(this.cursor + distance, this.line.length));
    const after = this.getCursorPos();

    if (before.rows === after.rows) {
      moveCursor(this.output, after.cols - before.cols, 0);
    } else {
      this._refreshLine();
    }
  },

  _charLeft() {
    this._moveCursor(-charLengthLeft(this.line, this.cursor));
  },

  _charRight() {
    this._moveCursor(charLengthAt(this.line, this.cursor));
  },

  _wordLeft() {
    if (this.cursor === 0) return;
    this._moveCursor(-wordLengthLeft(this.line.slice(0, this.cursor)));
  },

  _wordRight() {
    if (this.cursor >= this.line.length) return;
    const trailing = this.line.slice(this.cursor);
    const [word] = /^(?:\s+|[^\w\s]+|\w+)\s*/.exec(trailing);
    this._moveCursor(word.length);
  },

  _clearScreen() {
    cursorTo(this.output, 0, 0);
    clearScreenDown(this.output);
    this._refreshLine();
  },

  // ---- changing -------------------------------------------------------------

  _insertString(string) {
    this._beforeEdit();
    if (this.cursor < this.line.length) {
      const end = this.line.slice(this.cursor);
      this.line = this.line.slice(0, this.cursor) + string + end;
      this.cursor += string.length;
      this._refreshLine();
      return;
    }
    const before = this.getCursorPos();
    this.line += string;
    this.cursor += string.length;
    if (before.rows < this.getCursorPos().rows) this._refreshLine();
    else this._writeToOutput(string);
  },

  /** Removes from `start` to `end`, and puts the cursor there. */
  _deleteRange(start, end) {
    this._beforeEdit();
    const deleted = this.line.slice(start, end);
    this.line = this.line.slice(0, start) + this.line.slice(end);
    this.cursor = start;
    this._refreshLine();
    return deleted;
  },

  _deleteLeft() {
    const { cursor, line } = this;
    if (cursor === 0 || line.length === 0) return;
    this._deleteRange(cursor - charLengthLeft(line, cursor), cursor);
  },

  _deleteRight() {
    const { cursor, line } = this;
    if (cursor >= line.length) return;
    this._deleteRange(cursor, cursor + charLengthAt(line, cursor));
  },

  _deleteWordLeft() {
    const { cursor, line } = this;
    if (cursor === 0) return;
    this._deleteRange(cursor - wordLengthLeft(line.slice(0, cursor)), cursor);
  },

  _deleteWordRight() {
    const { cursor, line } = this;
    if (cursor >= line.length) return;
    const [word] = /^(?:\s+|\W+|\w+)\s*/.exec(line.slice(cursor));
    this._deleteRange(cursor, cursor + word.length);
  },

  _deleteLineLeft() {
    this._pushToKillRing(this._deleteRange(0, this.cursor));
  },

  _deleteLineRight() {
    this._pushToKillRing(this._deleteRange(this.cursor, this.line.length));
  },

  /** Goes on to a new row with an empty line. */
  _clearLine() {
    this._moveCursor(Infinity);
    this._writeToOutput('\r\n');
    this.line = '';
    this.cursor = 0;
    this.prevRows = 0;
  },

  /** The line is complete. */
  _line() {
    const line = this._addHistory();
    this._undoStack = [];
    this._redoStack = [];
    this._clearLine();
    this._onLine(line);
  },

  // ---- undoing --------------------------------------------------------------

  _beforeEdit() {
    pushLimited(this._undoStack, { text: this.line, cursor: this.cursor });
  },

  _undo() {
    if (this._undoStack.length === 0) return;
    pushLimited(this._redoStack, { text: this.line, cursor: this.cursor });
    this._restore(this._undoStack.pop());
  },

  _redo() {
    if (this._redoStack.length === 0) return;
    pushLimited(this._undoStack, { text: this.line, cursor: this.cursor });
    this._restore(this._redoStack.pop());
  },

  _restore({ text, cursor }) {
    this.line = text;
    this.cursor = cursor;
    this._refreshLine();
  },

  // ---- killing and yanking --------------------------------------------------

  _pushToKillRing(text) {
    if (!text || text === this._killRing[0]) return;
    this._killRing.unshift(text);
    this._killRingCursor = 0;
    if (this._killRing.length > MAX_KILL_RING) this._killRing.pop();
  },

  /** Inserts what was killed last. */
  _yank() {
    if (this._killRing.length === 0) return;
    this._yanking = true;
    this._insertString(this._killRing[this._killRingCursor]);
  },

  /** Replaces what was yanked by what was killed before it. */
  _yankPop() {
    const ring = this._killRing;
    if (!this._yanking || ring.length < 2) return;
    const last = ring[this._killRingCursor];
    this._killRingCursor = (this._killRingCursor + 1) % ring.length;
    const current = ring[this._killRingCursor];
    const head = this.line.slice(0, this.cursor - last.length);
    const tail = this.line.slice(this.cursor);
    this.line = head + current + tail;
    this.cursor = head.length + current.length;
    this._refreshLine();
  },

  // ---- history --------------------------------------------------------------

  /** Adds the line to the history. Returns the line. */
  _addHistory() {
    const { history, line } = this;
    if (line.length === 0 || this.historySize === 0 ||
        line.trim().length === 0) return line;

    if (history.length === 0 || history[0] !== line) {
      if (this.removeHistoryDuplicates) {
        const index = history.indexOf(line);
        if (index !== -1) history.splice(index, 1);
      }
      history.unshift(line);
      if (history.length > this.historySize) history.pop();
    }
    this.historyIndex = -1;
    // Listeners may remove it, as a password.
    this.emit('history', history);
    return line;
  },

  /** Looks in the history for a line that begins with what was typed. */
  _searchHistory(index, step) {
    const search = this._substringSearch ?? '';
    const { history, line } = this;
    while (index >= 0 && index < history.length &&
           (!history[index].startsWith(search) || line === history[index])) {
      index += step;
    }
    this._beforeEdit();
    this.line = history[index] ?? search;
    this.historyIndex = index;
    this.cursor = this.line.length;
    this._refreshLine();
  },

  _historyNext() {
    if (this.historyIndex >= 0) {
      this._searchHistory(this.historyIndex - 1, -1);
    }
  },

  _historyPrev() {
    if (this.historyIndex < this.history.length && this.history.length > 0) {
      this._searchHistory(this.historyIndex + 1, 1);
    }
  },

  // ---- completion -----------------------------------------------------------

  /** @param {boolean} again tab was pressed twice: show all */
  _tabComplete(again) {
    this.pause();
    const typed = this.line.slice(0, this.cursor);
    this._callCompleter(typed, (error, value) => {
      // The completer may have closed it.
      if (this.closed) return;
      this.resume();
      if (error) {
        this._writeToOutput(`Tab completion error: ${inspect(error)}`);
      } else {
        this._complete(value, again);
      }
    });
  },

  _complete([completions, completeOn], again) {
    if (!completions || completions.length === 0) return;

    const prefix = commonPrefix(completions.filter((each) => each !== ''));
    if (prefix.startsWith(completeOn) && prefix.length > completeOn.length) {
      this._insertString(prefix.slice(completeOn.length));
    } else if (!completeOn.startsWith(prefix)) {
      this._replaceBeforeCursor(completeOn.length, prefix);
    } else if (again) {
      this._beforeEdit();
      this._writeToOutput(this._formatCompletions(completions));
      this._refreshLine();
    }
  },

  // As when it completes to another case.
  _replaceBeforeCursor(length, text) {
    const start = this.cursor - length;
    this.line = this.line.slice(0, start) + text +
      this.line.slice(this.cursor);
    this.cursor = start + text.length;
    this._refreshLine();
  },

  /** In columns; an empty string divides groups. */
  _formatCompletions(completions) {
    const widths = completions.map((each) => getStringWidth(each));
    const width = Math.max(...widths) + 2;
    let maxColumns = Math.floor(this.columns / width) || 1;
    if (maxColumns === Infinity) maxColumns = 1;
    let output = '\r\n';
    let column = 0;
    let padding = 0;

    completions.forEach((completion, i) => {
      if (completion === '' || column === maxColumns) {
        output += '\r\n';
        column = 0;
        padding = 0;
      } else {
        output += ' '.repeat(padding);
      }
      if (completion === '') {
        output += '\r\n';
        return;
      }
      output += completion;
      padding = width - widths[i];
      column++;
    });
    return column === 0 ? output : `${output}\r\n\r\n`;
  },
};

function pushLimited(stack, entry) {
  stack.push(entry);
  if (stack.length > MAX_UNDO) stack.shift();
}
