/* What drives timers and immediates: one uv_timer_t for the earliest timer, a
 * uv_check_t that runs the immediates, and a uv_idle_t that keeps the loop from
 * blocking while immediates wait. The queues themselves are JavaScript's:
 * lib/internal/timers.js. */
#ifndef RUNTIME_TIMERS_H_
#define RUNTIME_TIMERS_H_

#include "env.h"

/* Makes the handles of an env; nothing keeps the loop alive yet. Run time only.
 * Returns 0 or a libuv error. */
int timers_start(env *env);

/* Closes them; the loop has to run once more before it is closed. */
void timers_stop(env *env);

/* Milliseconds since the env's start, by the loop's clock, brought up to date.
 */
double timers_now(env *env);

/* Has the timers' callback called in so many milliseconds (at least 1). */
void timers_schedule(env *env, int64_t milliseconds);

/* Whether the scheduled timer keeps the loop alive. */
void timers_set_ref(env *env, bool is_ref);

/* What immediates are queued. */
enum {
  TIMERS_HAS_IMMEDIATES = 1,
  TIMERS_HAS_REF_IMMEDIATES = 2,
};
void timers_set_immediates(env *env, int flags);

/* Moments of an env's life, by uv_hrtime(); 0: not yet. */
typedef struct timers_milestones {
  uint64_t env_ready_ns;
  uint64_t loop_start_ns;
} timers_milestones;
const timers_milestones *timers_milestones_get(env *env);

#endif
