/* For work on lib/: as node, but lib/ is read from the disk at each start. Its
 * folder is the one beside the tree's out/, or NODE_LIB. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "builtins.h"
#include "start.h"

int main(int argc, char **argv) {
  static char folder[4096];
  const char *given = getenv("NODE_LIB");
  ssize_t length = readlink("/proc/self/exe", folder, sizeof folder - 32);
  if (given) {
    snprintf(folder, sizeof folder, "%s", given);
  } else if (length > 0) {
    folder[length] = '\0';
    *strrchr(folder, '/') = '\0';
    strcat(folder, "/../../lib");
  }
  builtins_source_folder_set(folder);
  return node_start(argc, argv);
}
