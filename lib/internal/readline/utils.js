'use strict';

// Escape sequences of terminals, and the counting of characters.

/** A template tag: what follows the escape, as `CSI` of ANSI terminals. */
function CSI(strings, ...args) {
  return `\x1b[${String.raw({ raw: strings }, ...args)}`;
}
CSI.kEscape = '\x1b';
CSI.kClearToLineBeginning = CSI`1K`;
CSI.kClearToLineEnd = CSI`0K`;
CSI.kClearLine = CSI`2K`;
CSI.kClearScreenDown = CSI`0J`;

/** How many UTF-16 units the character before `index` has. */
function charLengthLeft(string, index) {
  if (index <= 0) return 0;
  const isPair = index > 1 && string.codePointAt(index - 2) > 0xffff;
  return isPair ? 2 : 1;
}

/** How many UTF-16 units the character at `index` has; 1 at the end. */
function charLengthAt(string, index) {
  if (index >= string.length) return 1;
  return string.codePointAt(index) > 0xffff ? 2 : 1;
}

/** What all strings begin with. */
function commonPrefix(strings) {
  if (strings.length === 0) return '';
  let prefix = strings[0];
  for (const string of strings) {
    let i = 0;
    while (i < prefix.length && prefix[i] === string[i]) i++;
    prefix = prefix.slice(0, i);
  }
  return prefix;
}

module.exports = { CSI, charLengthAt, charLengthLeft, commonPrefix };
