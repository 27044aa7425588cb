'use strict';
// Test files that all run in this process.

const path = require('path');
const { Test } = require('internal/test_runner/test');

/** Loads files; one that declares no test, or throws, is a test itself. */
async function load(harness, files) {
  const { importModule, folderUrl } =
    require('internal/modules/esm/loader');
  const { pathToFileURL } = require('internal/url');
  for (const name of files) {
    const file = path.resolve(harness.config.cwd, name);
    harness.entryFile = file;
    const before = harness.nextId;
    let body = () => {};
    try {
      await importModule(pathToFileURL(file).href, folderUrl());
    } catch (error) {
      body = () => { throw error; };
    }
    if (harness.nextId === before) addFileTest(harness, name, file, body);
  }
}

function addFileTest(harness, name, file, body) {
  const test = new Test(harness.root, harness, name, {}, body,
                        { line: 1, column: 1, file });
  harness.root.adopt(test);
  test.start();
}

module.exports = { load };
