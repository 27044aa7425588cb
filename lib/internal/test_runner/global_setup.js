'use strict';
// What runs once around all files: --test-global-setup, run()'s globalSetupPath.

/** @returns {Promise<object>} what the module exports, also as its default */
async function load(file) {
  const { importModule, folderUrl } = require('internal/modules/esm/loader');
  const { pathToFileURL } = require('internal/url');
  const namespace = await importModule(
    pathToFileURL(require('path').resolve(file)).href, folderUrl());
  return { ...namespace.default, ...namespace };
}

/** Runs `globalSetup` now, and `globalTeardown` after the files. */
async function runGlobalSetup(harness) {
  const { globalSetup, globalTeardown } =
    await load(harness.config.globalSetupPath);
  if (typeof globalSetup === 'function') await globalSetup();
  if (typeof globalTeardown === 'function') harness.afterFiles = globalTeardown;
}

module.exports = { runGlobalSetup };
