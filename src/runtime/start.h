/* The whole life of the process. */
#ifndef RUNTIME_START_H_
#define RUNTIME_START_H_

/* V8's flags in every process. The snapshot is part of the executable: checking
 * its sum at each start would read all of it. `import source` is Node's, and so
 * are promises in WebAssembly (JSPI). */
#define START_V8_FLAGS                                       \
  "--no-verify-snapshot-checksum --js-source-phase-imports " \
  "--experimental-wasm-jspi"

/* main() of both executables. Returns the exit status. */
int node_start(int argc, char **argv);

#endif
