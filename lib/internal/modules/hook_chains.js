'use strict';
// The hooks of module.registerHooks, oldest first. Empty as a rule: the loaders
// look at their length before they load what runs them.

module.exports = {
  resolvers: [],
  loaders: [],
  /** ?HooksThread: the hooks of module.register, which come last. */
  thread: null,
  /** import() of the thread that runs those hooks. */
  importer: undefined,
};
