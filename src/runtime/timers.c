#include "timers.h"

#include <stdlib.h>

#include "callback.h"

struct timers {
  env *env;
  uv_timer_t timer;
  uv_check_t check;
  uv_idle_t idle;
  uv_prepare_t prepare; /* until the loop's first turn */
  timers_milestones milestones;
  uint64_t base_ms;    /* the loop's clock when the env started */
  int immediate_flags; /* TIMERS_HAS_* */
  int open_handles;    /* frees the struct when all have closed */
};

/* Calls a function of lib/internal/timers.js, again as long as it throws and
 * something handles that: one callback's exception must not lose the others. */
static void call_until_done(env *env, int slot, js_value argument) {
  js_isolate *iso = env->iso;
  js_value function = js_slot_get(iso, slot);
  js_value result = JS_EMPTY;
  while (result == JS_EMPTY && env->can_call_into_js && !env->is_exiting) {
    result = env_call(env, NULL, function, js_undefined(iso), 1, &argument);
  }
}

/* --- Timers --- */

static double now_ms(timers *timers) {
  return (double)(uv_now(&timers->env->loop) - timers->base_ms);
}

double timers_now(env *env) {
  uv_update_time(&env->loop);
  return now_ms(env->timers);
}

static void note_loop_start(timers *timers) {
  if (timers->milestones.loop_start_ns != 0)
    return;
  timers->milestones.loop_start_ns = uv_hrtime();
  uv_prepare_stop(&timers->prepare);
}

static void on_prepare(uv_prepare_t *prepare) {
  note_loop_start(prepare->data);
}

static void on_timeout(uv_timer_t *timer) {
  timers *timers = timer->data;
  env *env = timers->env;
  note_loop_start(timers);
  js_scope scope;
  js_scope_open(env->iso, &scope);
  js_value now = js_double(env->iso, now_ms(timers));
  call_until_done(env, SLOT_TIMERS_CALLBACK, now);
  js_scope_close(&scope);
}

void timers_schedule(env *env, int64_t milliseconds) {
  uint64_t delay = milliseconds < 1 ? 1 : (uint64_t)milliseconds;
  uv_timer_start(&env->timers->timer, on_timeout, delay, 0);
}

void timers_set_ref(env *env, bool is_ref) {
  uv_handle_t *handle = (uv_handle_t *)&env->timers->timer;
  if (is_ref) {
    uv_ref(handle);
  } else {
    uv_unref(handle);
  }
}

/* --- Immediates
 * ---------------------------------------------------------------- */

static void on_idle(uv_idle_t *idle) {
  (void)idle; /* being active is all it is for */
}

static void on_check(uv_check_t *check) {
  timers *timers = check->data;
  env *env = timers->env;
  if (timers->immediate_flags == 0)
    return;
  js_scope scope;
  js_scope_open(env->iso, &scope);
  call_until_done(env, SLOT_IMMEDIATE_CALLBACK, js_undefined(env->iso));
  js_scope_close(&scope);
}

void timers_set_immediates(env *env, int flags) {
  timers *timers = env->timers;
  timers->immediate_flags = flags;
  if (flags & TIMERS_HAS_REF_IMMEDIATES) {
    uv_idle_start(&timers->idle, on_idle);
  } else {
    uv_idle_stop(&timers->idle);
  }
}

/* --- Life
 * ------------------------------------------------------------------------ */

static void handles_init(timers *timers, uv_loop_t *loop) {
  /* None of these can fail. */
  uv_timer_init(loop, &timers->timer);
  uv_check_init(loop, &timers->check);
  uv_idle_init(loop, &timers->idle);
  uv_prepare_init(loop, &timers->prepare);
  uv_check_start(&timers->check, on_check);
  uv_prepare_start(&timers->prepare, on_prepare);
  uv_unref((uv_handle_t *)&timers->check);
  uv_unref((uv_handle_t *)&timers->prepare);
  timers->timer.data = timers;
  timers->check.data = timers;
  timers->idle.data = timers;
  timers->prepare.data = timers;
  timers->open_handles = 4;
}

int timers_start(env *env) {
  timers *timers = calloc(1, sizeof *timers);
  if (timers == NULL)
    return UV_ENOMEM;
  timers->env = env;
  timers->base_ms = uv_now(&env->loop);
  timers->milestones.env_ready_ns = uv_hrtime();
  handles_init(timers, &env->loop);
  env->timers = timers;
  return 0;
}

static void on_closed(uv_handle_t *handle) {
  timers *timers = handle->data;
  if (--timers->open_handles == 0)
    free(timers);
}

void timers_stop(env *env) {
  timers *timers = env->timers;
  if (timers == NULL)
    return;
  env->timers = NULL;
  uv_close((uv_handle_t *)&timers->timer, on_closed);
  uv_close((uv_handle_t *)&timers->check, on_closed);
  uv_close((uv_handle_t *)&timers->idle, on_closed);
  uv_close((uv_handle_t *)&timers->prepare, on_closed);
}

const timers_milestones *timers_milestones_get(env *env) {
  return &env->timers->milestones;
}
