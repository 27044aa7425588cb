/* The version of Node.js whose programs run unchanged, and the ABI that native
 * addons are built for. */
#ifndef RUNTIME_VERSION_H_
#define RUNTIME_VERSION_H_

#define NODE_VERSION "v24.21.0"
#define NODE_MODULE_VERSION "137"

#endif
