'use strict';

// What the modules of HTTP share: the names of private properties, and the
// date that every response carries.

/** Outgoing headers by lower-case name: [name, value]; null while empty. */
const kOutHeaders = Symbol('kOutHeaders');
/** `write()` has returned false, 'drain' is owed. */
const kNeedDrain = Symbol('kNeedDrain');
/** Set of lower-case names of headers that are sent in one line, or null. */
const kUniqueHeaders = Symbol('kUniqueHeaders');

const { now } = Date;

let dateSecond = -1;
let dateLine = '';

function renewDate(second) {
  dateSecond = second;
  dateLine = `Date: ${new Date(second * 1000).toUTCString()}\r\n`;
}

/** The whole header line `Date: ...`, made once a second. */
function getDateLine() {
  const second = Math.floor(now() / 1000);
  if (second !== dateSecond) renewDate(second);
  return dateLine;
}

/** The date now as HTTP writes it. */
function utcDate() {
  return getDateLine().slice(6, -2);
}

module.exports = {
  kOutHeaders,
  kNeedDrain,
  kUniqueHeaders,
  getDateLine,
  utcDate,
};
