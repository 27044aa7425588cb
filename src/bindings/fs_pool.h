/* Where file jobs wait for libuv's thread pool.
 *
 * A small file is read in less time than it takes to wake a thread for it, and
 * the loop for its result. So while jobs are as quick as that, one request of
 * libuv's (a runner) does many that wait, one after another, and the loop wakes
 * once for all of them. Otherwise each job has a runner of its own.
 *
 * Any job may take long after all (a FIFO, a network's disk). Neither those
 * that wait nor the results of those before it may wait for that one: a timer
 * looks after them (runners_hurry). */
#ifndef BINDINGS_FS_POOL_H_
#define BINDINGS_FS_POOL_H_

#include "../runtime/env.h"

typedef struct fs_job fs_job;
typedef struct fs_pool fs_pool;

/* Has job->run called by a thread, then fs_job_finish by the loop's. Returns 0
 * or a libuv error: then the job was not taken. */
int fs_pool_submit(env *env, fs_job *job);

/* The memory of jobs that are done is kept for the next ones: their room is
 * more than malloc() has at hand. Take: NULL if there is none of that size.
 * Keep: whether the pool has taken the job over. */
fs_job *fs_pool_spare_take(env *env, size_t room_size);
bool fs_pool_spare_keep(fs_job *job);

/* Before the process ends at once: does what waits of the jobs that change
 * files. Nobody hears of their end. */
void fs_pool_flush(env *env);

/* Closes its handles: no job may be submitted any more. */
void fs_pool_stop(env *env);

/* When the loop has ended, with all jobs. */
void fs_pool_free(env *env);

#endif
