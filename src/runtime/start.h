/* The whole life of the process. */
#ifndef RUNTIME_START_H_
#define RUNTIME_START_H_

/* main() of both executables. Returns the exit status. */
int node_start(int argc, char **argv);

#endif
