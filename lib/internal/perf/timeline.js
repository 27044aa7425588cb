'use strict';
// The entries that performance.getEntries() gives. https://w3c.github.io/timing-entrytypes-registry/

const { observers } = require('internal/perf/observer');

const buffers = { mark: [], measure: [], resource: [] };

// Resources are limited in number; what comes too much waits until the program
// has had the chance to make room.
let resourceLimit = 250;
let overflow = [];
let isOverflowDue = false;

function addEntry(entry) {
  buffers[entry.entryType].push(entry);
  observers.enqueue(entry);
}

/**
 * @param {() => void} tellFull Dispatches 'resourcetimingbufferfull'.
 */
function addResource(entry, tellFull) {
  observers.enqueue(entry);
  if (buffers.resource.length < resourceLimit && !isOverflowDue) {
    buffers.resource.push(entry);
    return;
  }
  overflow.push(entry);
  if (isOverflowDue) return;
  isOverflowDue = true;
  const { Immediate } = require('internal/timers');
  new Immediate(() => drainOverflow(tellFull), undefined);
}

// https://w3c.github.io/resource-timing/#dfn-fire-a-buffer-full-event
function drainOverflow(tellFull) {
  while (overflow.length > 0) {
    const before = overflow.length;
    tellFull();
    while (overflow.length > 0 && buffers.resource.length < resourceLimit) {
      buffers.resource.push(overflow.shift());
    }
    if (overflow.length >= before) overflow = []; // no room was made
  }
  isOverflowDue = false;
}

/** Anything that is no whole number of entries counts as 0. */
function setResourceLimit(size) {
  resourceLimit = typeof size === 'number' && Number.isInteger(size) &&
    size > 0 ? size : 0;
}

function clear(type, name) {
  buffers[type] = name === undefined ? [] :
    buffers[type].filter((entry) => entry.name !== name);
}

const byStart = (a, b) => a.startTime - b.startTime;

/** All entries, or those of a type, by their start. */
function entries(type) {
  if (type === undefined) {
    return [...buffers.mark, ...buffers.measure, ...buffers.resource]
      .sort(byStart);
  }
  return Object.hasOwn(buffers, type) ? buffers[type].toSorted(byStart) : [];
}

/** The latest mark of a name, or undefined. */
function findMark(name) {
  return buffers.mark.findLast((mark) => mark.name === name);
}

module.exports = {
  addEntry,
  addResource,
  setResourceLimit,
  clear,
  entries,
  findMark,
};
