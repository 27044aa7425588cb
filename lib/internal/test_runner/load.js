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
    let failure = null;
    try {
      await importModule(pathToFileURL(file).href, folderUrl());
    } catch (error) {
      failure = error;
    }
    if (harness.nextId > before) continue;
    const test = new FileWithoutTests(harness, name, file, failure);
    harness.root.adopt(test);
    test.start();
  }
}

class FileWithoutTests extends Test {
  #failure;

  constructor(harness, name, file, failure) {
    super(harness.root, harness, name, {}, () => {},
          { line: 1, column: 1, file });
    this.#failure = failure;
  }

  /** What the file has thrown is told as it is: no test of it has failed. */
  async run() {
    if (!(this.#failure instanceof Error)) {
      this.fn = () => { if (this.#failure !== null) throw this.#failure; };
      return super.run();
    }
    this.begin();
    this.error = this.#failure;
    this.finish();
    return undefined;
  }
}

module.exports = { load };
