'use strict';
// The program's entry where it is an ES module, and what a top-level await that
// never ends means for the exit code.

const { setUnsettled } = require('internal/process/exit');
const { jobFor, jobForEntry, jobOf } = require('internal/modules/esm/job');

/** The entry while its promise is pending. */
let running = null;

/**
 * Runs a module as the program's entry: in a microtask, so that its promises
 * come before its ticks, as programs have learned to expect.
 * @param {ModuleJob} job
 */
function runJob(job) {
  job.isMain = true;
  job.instantiate();
  watch(job, Promise.resolve().then(() => job.evaluate()));
}

/** Lets the exit code tell if the promise is never settled. */
function watch(job, promise) {
  const entry = { job };
  running = entry;
  setUnsettled(reportUnsettled);
  const settled = () => { if (running === entry) running = null; };
  promise.then(settled, settled);
  // The handler above must not hide a rejection.
  return promise.then(() => {});
}

/** @param {string} url */
function runUrl(url) {
  return runJob(jobOf(url, null));
}

/** --entry-url: what may be relative to the working folder. */
function runEntryUrl(text) {
  const { emitExperimentalWarning } = require('internal/util');
  const { folderUrl } = require('internal/modules/esm/loader');
  const { URL } = require('internal/url');
  emitExperimentalWarning('--entry-url');
  const { href } = new URL(text, folderUrl());
  require('internal/process').argv[1] = href;
  return runHooked(href);
}

/** An entry that hooks may resolve and load as they like. */
function runHooked(url) {
  return runJob(jobForEntry(url));
}

/** A CommonJS entry that turned out to be an ES module. */
function runText(file, text) {
  const { toUrl } = require('internal/modules/files');
  return runJob(jobOf(toUrl(file), null, text, 'module'));
}

/**
 * --import: one after the other.
 * @param {string[]} specifiers
 * @returns {Promise|undefined} undefined: all is done
 */
function preload(specifiers) {
  const { folderUrl } = require('internal/modules/esm/loader');
  for (let i = 0; i < specifiers.length; i++) {
    const job = jobFor(specifiers[i], folderUrl(), null);
    job.instantiate();
    const promise = watch(job, job.evaluate());
    if (job.record.isGraphAsync() || job.record.error() !== undefined) {
      return promise.then(() => preload(specifiers.slice(i + 1)));
    }
  }
  return undefined;
}

const kUnsettledStatus = 13;

/** @returns {integer|undefined} the exit code */
function reportUnsettled() {
  if (running === null) return undefined;
  const { getOptionValue } = require('internal/options');
  if (!getOptionValue('--no-warnings')) {
    for (const place of running.job?.record.stalledAwaits() ?? []) {
      warn(place);
    }
  }
  return kUnsettledStatus;
}

function warn([script, line, source, start]) {
  internalBinding('process').writeSync(
    2, `Warning: Detected unsettled top-level await at ${script}:${line}\n` +
    `${source}\n${' '.repeat(start)}^\n\n\n`);
}

module.exports = { preload, runEntryUrl, runHooked, runJob, runText, runUrl };
