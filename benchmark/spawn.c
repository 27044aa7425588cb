/* Starts a program again and again and prints what each run cost, a line each:
 *
 *   spawn TIMES PROGRAM ARGUMENT...
 *   WALL_NS CPU_US PEAK_KIB FAULTS STATUS
 *
 * In C, because Linux counts the memory of the process that calls exec to the
 * program's peak: a launcher that is smaller than any runtime hides in it. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static long long now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static long long cpu_us(const struct rusage *usage) {
  return (usage->ru_utime.tv_sec + usage->ru_stime.tv_sec) * 1000000LL +
         usage->ru_utime.tv_usec + usage->ru_stime.tv_usec;
}

/* The program's own output would mix with ours. */
static int files_quiet(posix_spawn_file_actions_t *files) {
  int error = posix_spawn_file_actions_init(files);
  for (int fd = 0; fd <= 2 && error == 0; fd++)
    error = posix_spawn_file_actions_addopen(files, fd, "/dev/null", O_RDWR, 0);
  return error;
}

static int run_once(char **command, const posix_spawn_file_actions_t *files) {
  struct rusage usage;
  pid_t pid;
  int status;
  long long start = now_ns();
  int error = posix_spawn(&pid, command[0], files, NULL, command, environ);
  if (error != 0) {
    fprintf(stderr, "Error: %s: %s\n", command[0], strerror(error));
    return -1;
  }
  if (wait4(pid, &status, 0, &usage) != pid)
    return -1;
  long long wall = now_ns() - start;
  printf("%lld %lld %ld %ld %d\n", wall, cpu_us(&usage), usage.ru_maxrss,
         usage.ru_minflt + usage.ru_majflt, status);
  return 0;
}

int main(int argc, char **argv) {
  posix_spawn_file_actions_t files;
  if (argc < 3 || files_quiet(&files) != 0) {
    fprintf(stderr, "Error: usage: spawn TIMES PROGRAM ARGUMENT...\n");
    return 1;
  }
  for (int i = atoi(argv[1]); i > 0; i--) {
    if (run_once(argv + 2, &files) != 0)
      return 1;
  }
  return 0;
}
