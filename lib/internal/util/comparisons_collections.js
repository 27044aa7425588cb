'use strict';
// Equality of sets and maps, whose order does not matter.
//
// What both have is found at once. What is left, objects mostly, is paired by
// trying: quadratic, but only in what is not identical.

const kLoose = 0;

function isObject(value) {
  return typeof value === 'object' && value !== null;
}

/** Takes the first candidate that passes out of the list. */
function takeFirst(candidates, isMatch) {
  const index = candidates.findIndex(isMatch);
  if (index === -1) return false;
  candidates.splice(index, 1);
  return true;
}

/** Whether a set has (or, if partial, contains) the other's elements. */
function equalSets(a, b, mode, path, isEqual) {
  const unmatched = [];
  for (const value of b) {
    if (a.has(value)) continue;
    // A primitive is either there, or only loosely equal to another.
    if (!isObject(value) && mode !== kLoose) return false;
    unmatched.push(value);
  }
  if (unmatched.length === 0) return true;
  const candidates = [];
  for (const value of a) {
    if (!b.has(value) && (isObject(value) || mode === kLoose)) {
      candidates.push(value);
    }
  }
  return unmatched.every((value) => takeFirst(
    candidates, (candidate) => isEqual(candidate, value, mode, path)));
}

/** As equalSets, for entries: key and value must match together. */
function equalMaps(a, b, mode, path, isEqual) {
  const unmatched = [];
  const matchedKeys = new Set();
  for (const entry of b) {
    const { 0: key, 1: value } = entry;
    if (a.has(key) && isEqual(a.get(key), value, mode, path)) {
      matchedKeys.add(key);
      continue;
    }
    if (!isObject(key) && mode !== kLoose) return false;
    unmatched.push(entry);
  }
  if (unmatched.length === 0) return true;
  const candidates = [];
  for (const entry of a) {
    if (!matchedKeys.has(entry[0]) && (isObject(entry[0]) || mode === kLoose)) {
      candidates.push(entry);
    }
  }
  return unmatched.every(({ 0: key, 1: value }) => takeFirst(
    candidates, (candidate) => isEqual(candidate[0], key, mode, path) &&
                               isEqual(candidate[1], value, mode, path)));
}

module.exports = { equalMaps, equalSets };
