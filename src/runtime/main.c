#include "start.h"

int main(int argc, char **argv) {
  return node_start(argc, argv);
}
