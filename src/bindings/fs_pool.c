#include "fs_pool.h"

#include <stdlib.h>

#include "fs_job.h"

enum {
  QUICK_NS = 40 * 1000, /* a job that takes less is quick */
  SHARE_ONE = 1024,     /* the whole, of a share */
  SHARE_WEIGHT = 8,     /* of the jobs so far, against the newest's 1 */

  /* Of quick jobs: */
  RUNNER_JOBS = 32,     /* that a runner does before the loop hears of them */
  JOBS_PER_RUNNER = 16, /* that may wait before another runner is started */
  RUNNERS_MAX = 4,      /* libuv's threads, unless told otherwise */
  PATIENCE_MS = 2,

  SPARES_MAX = 32,
  SPARE_ROOM = 8 * 1024, /* that a job has to have to be kept */
};

typedef struct job_list {
  fs_job *first;
  fs_job **end; /* where the next one's address goes */
  size_t count;
} job_list;

/* One request to libuv's thread pool. */
typedef struct runner runner;
struct runner {
  uv_work_t work;
  fs_pool *pool;
  bool is_hurried; /* ends after the job that it is doing */
  bool has_ended;  /* looks for no more jobs */
  runner *next;
  runner **prev_next;
};

struct fs_pool {
  env *env;

  uv_mutex_t lock; /* guards what follows, and the runners' flags */
  job_list waiting;
  job_list done;
  unsigned slow;  /* the share of slow jobs among the last */
  size_t active;  /* runners that have not ended */
  size_t busy;    /* of these: have a job */
  size_t hurried; /* of these: will end after it */

  /* The rest belongs to the loop's thread. */
  runner *runners;
  job_list spares;
  uv_timer_t patience;
  uv_idle_t telling; /* tells what is done after the timers, as the loop does */
};

/* --- Lists ---------------------------------------------------------------- */

static void list_clear(job_list *list) {
  *list = (job_list){.end = &list->first};
}

static void list_push(job_list *list, fs_job *job) {
  job->next = NULL;
  *list->end = job;
  list->end = &job->next;
  list->count++;
}

static fs_job *list_pop(job_list *list) {
  fs_job *job = list->first;
  if (job == NULL)
    return NULL;
  list->first = job->next;
  if (list->first == NULL)
    list->end = &list->first;
  list->count--;
  return job;
}

/* --- On a thread of the pool ---------------------------------------------- */

/* Most jobs are: that a busy processor holds up one now and then says nothing
 * about the others. */
static bool is_quick(const fs_pool *pool) {
  return pool->slow < SHARE_ONE / 2;
}

static void note_duration(fs_pool *pool, uint64_t ns) {
  unsigned newest = ns < QUICK_NS ? 0 : SHARE_ONE;
  pool->slow = (pool->slow * SHARE_WEIGHT + newest) / (SHARE_WEIGHT + 1);
}

/* The next job of a runner, which ends if there is none. Under the lock. */
static fs_job *runner_take(runner *runner, bool may_go_on) {
  fs_pool *pool = runner->pool;
  bool goes_on = may_go_on && !runner->is_hurried;
  fs_job *job = goes_on ? list_pop(&pool->waiting) : NULL;
  if (job) {
    pool->busy++;
    return job;
  }
  runner->has_ended = true;
  pool->active--;
  if (runner->is_hurried)
    pool->hurried--;
  return NULL;
}

static fs_job *runner_begin(runner *runner) {
  uv_mutex_lock(&runner->pool->lock);
  fs_job *job = runner_take(runner, true);
  uv_mutex_unlock(&runner->pool->lock);
  return job;
}

/* Hands in what is done, for the next job. */
static fs_job *runner_go_on(runner *runner, fs_job *done, uint64_t ns,
                            bool may_go_on) {
  fs_pool *pool = runner->pool;
  uv_mutex_lock(&pool->lock);
  list_push(&pool->done, done);
  pool->busy--;
  note_duration(pool, ns);
  fs_job *next = runner_take(runner, may_go_on && is_quick(pool));
  uv_mutex_unlock(&pool->lock);
  return next;
}

static void runner_work(uv_work_t *work) {
  runner *runner = work->data;
  fs_job *job = runner_begin(runner);
  uint64_t start_ns = uv_hrtime();
  for (int left = RUNNER_JOBS; job; left--) {
    job->run(job);
    uint64_t end_ns = uv_hrtime();
    job = runner_go_on(runner, job, end_ns - start_ns, left > 1);
    start_ns = end_ns;
  }
}

/* --- On the loop's thread ------------------------------------------------- */

static void jobs_finish(fs_pool *pool) {
  uv_mutex_lock(&pool->lock);
  fs_job *job = pool->done.first;
  list_clear(&pool->done);
  uv_mutex_unlock(&pool->lock);
  while (job) {
    fs_job *next = job->next;
    fs_job_finish(job);
    job = next;
  }
}

static void runner_link(fs_pool *pool, runner *runner) {
  runner->next = pool->runners;
  runner->prev_next = &pool->runners;
  if (pool->runners)
    pool->runners->prev_next = &runner->next;
  pool->runners = runner;
}

static void runner_free(runner *runner) {
  *runner->prev_next = runner->next;
  if (runner->next)
    runner->next->prev_next = runner->prev_next;
  free(runner);
}

static void runners_hurry(uv_timer_t *timer);
static void runner_done(uv_work_t *work, int status);

static void active_add(fs_pool *pool, int by) {
  uv_mutex_lock(&pool->lock);
  pool->active += (size_t)by;
  uv_mutex_unlock(&pool->lock);
}

static int runner_start(fs_pool *pool) {
  runner *runner = calloc(1, sizeof *runner);
  if (runner == NULL)
    return UV_ENOMEM;
  runner->pool = pool;
  runner->work.data = runner;
  active_add(pool, 1);
  int status =
      uv_queue_work(&pool->env->loop, &runner->work, runner_work, runner_done);
  if (status != 0) {
    active_add(pool, -1);
    free(runner);
    return status;
  }
  runner_link(pool, runner);
  return 0;
}

/* How many more runners there should be. A hurried one is held up by its job;
 * where jobs are slow, all are. */
static size_t runners_missing(fs_pool *pool, bool *quick) {
  uv_mutex_lock(&pool->lock);
  size_t waiting = pool->waiting.count, active = pool->active;
  size_t wanted = (waiting + JOBS_PER_RUNNER - 1) / JOBS_PER_RUNNER;
  *quick = is_quick(pool);
  if (!*quick) {
    wanted = pool->busy + waiting;
  } else {
    wanted = pool->hurried + (wanted < RUNNERS_MAX ? wanted : RUNNERS_MAX);
  }
  uv_mutex_unlock(&pool->lock);
  return wanted > active ? wanted - active : 0;
}

/* Runners for what waits. Returns a libuv error if there is none at all. */
static int runners_start(fs_pool *pool) {
  bool quick;
  int status = 0;
  size_t missing = runners_missing(pool, &quick);
  for (; status == 0 && missing > 0; missing--)
    status = runner_start(pool);
  if (quick && pool->runners && !uv_is_active((uv_handle_t *)&pool->patience))
    uv_timer_start(&pool->patience, runners_hurry, PATIENCE_MS, 0);
  return pool->runners ? 0 : status;
}

/* Others go on with what waits while JavaScript hears of what is done. */
static void runner_done(uv_work_t *work, int status) {
  (void)status; /* nobody cancels it */
  runner *runner = work->data;
  fs_pool *pool = runner->pool;
  runner_free(runner);
  runners_start(pool);
  jobs_finish(pool);
}

static void on_telling(uv_idle_t *idle) {
  uv_idle_stop(idle);
  jobs_finish(idle->data);
}

/* Some runner may be held up by a job. What it has done before is told now, and
 * what waits gets another. */
static void runners_hurry(uv_timer_t *timer) {
  fs_pool *pool = timer->data;
  uv_mutex_lock(&pool->lock);
  for (runner *runner = pool->runners; runner; runner = runner->next) {
    if (!runner->has_ended && !runner->is_hurried)
      pool->hurried++;
    runner->is_hurried = true;
  }
  bool has_done = pool->done.count > 0;
  uv_mutex_unlock(&pool->lock);
  if (has_done)
    uv_idle_start(&pool->telling, on_telling);
  runners_start(pool);
}

/* --- Spare jobs ------------------------------------------------------------
 */

fs_job *fs_pool_spare_take(env *env, size_t room_size) {
  if (env->fs_pool == NULL || room_size != SPARE_ROOM)
    return NULL;
  return list_pop(&env->fs_pool->spares);
}

bool fs_pool_spare_keep(fs_job *job) {
  /* A job that has not begun knows no env. */
  fs_pool *pool = job->base.env ? job->base.env->fs_pool : NULL;
  if (pool == NULL || job->room_size != SPARE_ROOM ||
      pool->spares.count == SPARES_MAX)
    return false;
  list_push(&pool->spares, job);
  return true;
}

/* --- The pool --------------------------------------------------------------
 */

static fs_pool *pool_new(env *env) {
  fs_pool *pool = calloc(1, sizeof *pool);
  if (pool == NULL)
    return NULL;
  if (uv_mutex_init(&pool->lock) != 0) {
    free(pool);
    return NULL;
  }
  pool->env = env;
  pool->slow = SHARE_ONE / 2; /* nothing is known */
  list_clear(&pool->waiting);
  list_clear(&pool->done);
  list_clear(&pool->spares);
  /* Neither can fail. */
  uv_timer_init(&env->loop, &pool->patience);
  uv_idle_init(&env->loop, &pool->telling);
  uv_unref((uv_handle_t *)&pool->patience);
  pool->patience.data = pool;
  pool->telling.data = pool;
  return pool;
}

static fs_job *waiting_pop(fs_pool *pool) {
  uv_mutex_lock(&pool->lock);
  fs_job *job = list_pop(&pool->waiting);
  uv_mutex_unlock(&pool->lock);
  return job;
}

int fs_pool_submit(env *env, fs_job *job) {
  if (env->fs_pool == NULL)
    env->fs_pool = pool_new(env);
  fs_pool *pool = env->fs_pool;
  if (pool == NULL)
    return UV_ENOMEM;
  uv_mutex_lock(&pool->lock);
  list_push(&pool->waiting, job);
  uv_mutex_unlock(&pool->lock);
  int status = runners_start(pool);
  /* Without a runner it is the only one that waits. */
  if (status != 0)
    waiting_pop(pool);
  return status;
}

void fs_pool_flush(env *env) {
  fs_pool *pool = env->fs_pool;
  if (pool == NULL)
    return;
  for (fs_job *job = waiting_pop(pool); job; job = waiting_pop(pool)) {
    if (job->changes_files)
      job->run(job);
    uv_mutex_lock(&pool->lock);
    list_push(&pool->done, job); /* still ours: no leak */
    uv_mutex_unlock(&pool->lock);
  }
}

void fs_pool_stop(env *env) {
  if (env->fs_pool == NULL)
    return;
  uv_close((uv_handle_t *)&env->fs_pool->patience, NULL);
  uv_close((uv_handle_t *)&env->fs_pool->telling, NULL);
}

void fs_pool_free(env *env) {
  if (env->fs_pool == NULL)
    return;
  for (fs_job *job; (job = list_pop(&env->fs_pool->spares));)
    free(job);
  uv_mutex_destroy(&env->fs_pool->lock);
  free(env->fs_pool);
  env->fs_pool = NULL;
}
