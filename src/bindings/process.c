/* The process: who it is, what it uses, how it ends. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../runtime/binding.h"
#include "../runtime/handle.h"
#include "../runtime/options.h"
#include "../runtime/uv_error.h"

/* --- What it was started with ------------------------------------------------
 */

static js_value text_value(js_isolate *iso, const char *text) {
  return js_string_utf8(iso, text, JS_AUTO_LENGTH);
}

/* arguments(): [execPath, argv0, [execArgv...], [arguments...]] */
static void native_arguments(js_call *call) {
  env *env = env_of_call(call);
  js_isolate *iso = env->iso;
  const env_options *o = env->options;
  char path[PATH_MAX];
  size_t size = sizeof path;
  if (uv_exepath(path, &size) != 0)
    size = 0;
  js_value exec = js_array(iso, (uint32_t)o->exec_arguments.count);
  for (size_t i = 0; i < o->exec_arguments.count; i++) {
    js_set_index(iso, exec, (uint32_t)i,
                 text_value(iso, o->exec_arguments.items[i]));
  }
  js_value arguments = js_array(iso, (uint32_t)o->argument_count);
  for (int i = 0; i < o->argument_count; i++) {
    js_set_index(iso, arguments, (uint32_t)i, text_value(iso, o->arguments[i]));
  }
  js_value parts[] = {js_string_utf8(iso, path, size),
                      text_value(iso, o->argv0), exec, arguments};
  js_return(call, js_array_from(iso, parts, 4));
}

static void native_pid(js_call *call) {
  js_return_int32(call, getpid());
}

static void native_ppid(js_call *call) {
  js_return_int32(call, getppid());
}

static void native_title(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  char title[4096];
  int status = uv_get_process_title(title, sizeof title);
  js_return(call, text_value(iso, status == 0 ? title : "node"));
}

static void native_set_title(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  char *title = js_string_to_utf8(iso, js_call_arg(call, 0), NULL);
  if (title)
    uv_set_process_title(title);
  free(title);
}

/* --- Environment variables
 * ------------------------------------------------------ */

extern char **environ;

/* environment(): [name, value, name, value, ...] */
static void native_environment(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  js_value list = js_array(iso, 0);
  uint32_t count = 0;
  for (char **row = environ; row && *row; row++) {
    const char *equals = strchr(*row, '=');
    if (equals == NULL || equals == *row)
      continue;
    js_set_index(iso, list, count++,
                 js_string_utf8(iso, *row, (size_t)(equals - *row)));
    js_set_index(iso, list, count++, text_value(iso, equals + 1));
  }
  js_return(call, list);
}

/* setEnvironment(name, value): undefined removes it */
static void native_set_environment(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  char *name = js_string_to_utf8(iso, js_call_arg(call, 0), NULL);
  char *value = NULL;
  bool remove = js_is_undefined(js_call_arg(call, 1));
  if (name == NULL)
    return;
  if (remove) {
    unsetenv(name);
  } else {
    value = js_string_to_utf8(iso, js_call_arg(call, 1), NULL);
    if (value)
      setenv(name, value, 1);
  }
  if (!strcmp(name, "TZ")) {
    tzset();
    js_isolate_time_zone_changed(iso);
  }
  free(name);
  free(value);
}

/* --- Working folder, masks, identities
 * -------------------------------------------- */

static void native_cwd(js_call *call) {
  env *env = env_of_call(call);
  char path[PATH_MAX];
  size_t size = sizeof path;
  int status = uv_cwd(path, &size);
  if (status != 0) {
    uv_error_throw(env, status, "uv_cwd", NULL, NULL);
    return;
  }
  js_return(call, js_string_utf8(env->iso, path, size));
}

static void native_chdir(js_call *call) {
  env *env = env_of_call(call);
  char *path = js_string_to_utf8(env->iso, js_call_arg(call, 0), NULL);
  char from[PATH_MAX];
  size_t size = sizeof from;
  if (path == NULL) {
    js_throw_out_of_memory(env->iso);
    return;
  }
  if (uv_cwd(from, &size) != 0)
    from[0] = '\0';
  int status = uv_chdir(path);
  if (status != 0)
    uv_error_throw(env, status, "chdir", from, path);
  free(path);
}

/* umask(mask?): the old mask */
static void native_umask(js_call *call) {
  mode_t old;
  if (js_is_undefined(js_call_arg(call, 0))) {
    old = umask(0);
    umask(old);
  } else {
    old = umask((mode_t)js_int32_value(js_call_arg(call, 0)));
  }
  js_return_uint32(call, old);
}

static void native_getuid(js_call *call) {
  js_return_uint32(call, getuid());
}
static void native_geteuid(js_call *call) {
  js_return_uint32(call, geteuid());
}
static void native_getgid(js_call *call) {
  js_return_uint32(call, getgid());
}
static void native_getegid(js_call *call) {
  js_return_uint32(call, getegid());
}

/* getgroups(): the effective group included */
static void native_getgroups(js_call *call) {
  env *env = env_of_call(call);
  int count = getgroups(0, NULL);
  gid_t *groups = count >= 0 ? calloc((size_t)count + 1, sizeof *groups) : NULL;
  if (groups)
    count = getgroups(count, groups);
  if (groups == NULL || count < 0) {
    uv_error_throw(env, uv_translate_sys_error(errno), "getgroups", NULL, NULL);
    free(groups);
    return;
  }
  bool has_effective = false;
  for (int i = 0; i < count; i++)
    has_effective |= groups[i] == getegid();
  if (!has_effective)
    groups[count++] = getegid();
  js_value list = js_array(env->iso, (uint32_t)count);
  for (int i = 0; i < count; i++) {
    js_set_index(env->iso, list, (uint32_t)i, js_uint32(env->iso, groups[i]));
  }
  js_return(call, list);
  free(groups);
}

/* A user or group by name or number. False: there is none of that name. */
static bool user_find(js_isolate *iso, js_value who, uid_t *id) {
  if (js_is_number(who)) {
    *id = js_uint32_value(who);
    return true;
  }
  char *name = js_string_to_utf8(iso, who, NULL);
  struct passwd *entry = name ? getpwnam(name) : NULL;
  if (entry)
    *id = entry->pw_uid;
  free(name);
  return entry != NULL;
}

static bool group_find(js_isolate *iso, js_value who, gid_t *id) {
  if (js_is_number(who)) {
    *id = js_uint32_value(who);
    return true;
  }
  char *name = js_string_to_utf8(iso, who, NULL);
  struct group *entry = name ? getgrnam(name) : NULL;
  if (entry)
    *id = entry->gr_gid;
  free(name);
  return entry != NULL;
}

/* The natives below return 1 where no user or group has the name. */
static void identity_set(js_call *call, bool is_group, int (*set)(unsigned),
                         const char *syscall) {
  env *env = env_of_call(call);
  unsigned id = 0;
  bool found = is_group ? group_find(env->iso, js_call_arg(call, 0), &id)
                        : user_find(env->iso, js_call_arg(call, 0), &id);
  if (!found) {
    js_return_int32(call, 1);
  } else if (set(id) != 0) {
    uv_error_throw(env, uv_translate_sys_error(errno), syscall, NULL, NULL);
  }
}

static void native_setuid(js_call *call) {
  identity_set(call, false, setuid, "setuid");
}
static void native_seteuid(js_call *call) {
  identity_set(call, false, seteuid, "seteuid");
}
static void native_setgid(js_call *call) {
  identity_set(call, true, setgid, "setgid");
}
static void native_setegid(js_call *call) {
  identity_set(call, true, setegid, "setegid");
}

/* setgroups(list): 0, or n + 1 where the n-th group does not exist */
static void native_setgroups(js_call *call) {
  env *env = env_of_call(call);
  js_isolate *iso = env->iso;
  js_value list = js_call_arg(call, 0);
  uint32_t count = js_array_length(list);
  gid_t *groups = calloc(count + 1, sizeof *groups);
  if (groups == NULL) {
    js_throw_out_of_memory(iso);
    return;
  }
  for (uint32_t i = 0; i < count; i++) {
    js_value item = js_get_index(iso, list, i);
    if (item == JS_EMPTY)
      goto out;
    if (!group_find(iso, item, &groups[i])) {
      js_return_uint32(call, i + 1);
      goto out;
    }
  }
  if (setgroups(count, groups) != 0) {
    uv_error_throw(env, uv_translate_sys_error(errno), "setgroups", NULL, NULL);
  } else {
    js_return_int32(call, 0);
  }
out:
  free(groups);
}

/* initgroups(user, group): 0, 1: no such user, 2: no such group */
static void native_initgroups(js_call *call) {
  env *env = env_of_call(call);
  uid_t user;
  gid_t group;
  if (!group_find(env->iso, js_call_arg(call, 1), &group)) {
    js_return_int32(call, 2);
    return;
  }
  struct passwd *entry =
      user_find(env->iso, js_call_arg(call, 0), &user) ? getpwuid(user) : NULL;
  if (entry == NULL) {
    js_return_int32(call, 1);
  } else if (initgroups(entry->pw_name, group) != 0) {
    uv_error_throw(env, uv_translate_sys_error(errno), "initgroups", NULL,
                   NULL);
  } else {
    js_return_int32(call, 0);
  }
}

/* --- Time and use
 * ---------------------------------------------------------------- */

/* hrtime(): nanoseconds, as [seconds, nanoseconds] */
static void native_hrtime(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  uint64_t now = uv_hrtime();
  js_value parts[] = {js_double(iso, (double)(now / 1000000000)),
                      js_uint32(iso, (uint32_t)(now % 1000000000))};
  js_return(call, js_array_from(iso, parts, 2));
}

static void native_hrtime_bigint(js_call *call) {
  js_return(call, js_bigint_uint64(js_call_isolate(call), uv_hrtime()));
}

static void native_uptime(js_call *call) {
  env *env = env_of_call(call);
  js_return_double(call, (double)(uv_hrtime() - env->time_origin_ns) / 1e9);
}

static js_value doubles(js_isolate *iso, const double *numbers, size_t count) {
  js_value values[20];
  for (size_t i = 0; i < count; i++)
    values[i] = js_double(iso, numbers[i]);
  return js_array_from(iso, values, count);
}

/* memoryUsage(): [rss, heapTotal, heapUsed, external, arrayBuffers] */
static void native_memory_usage(js_call *call) {
  env *env = env_of_call(call);
  size_t rss = 0;
  int status = uv_resident_set_memory(&rss);
  if (status != 0) {
    uv_error_throw(env, status, "uv_resident_set_memory", NULL, NULL);
    return;
  }
  /* What collected objects held counts until their finalizers have run. */
  js_isolate_run_finalizers(env->iso);
  js_heap_statistics heap;
  js_heap_statistics_get(env->iso, &heap);
  double numbers[] = {(double)rss, (double)heap.total_heap_size,
                      (double)heap.used_heap_size, (double)heap.external_memory,
                      (double)heap.array_buffers};
  js_return(call, doubles(env->iso, numbers, 5));
}

static void native_rss(js_call *call) {
  env *env = env_of_call(call);
  size_t rss = 0;
  int status = uv_resident_set_memory(&rss);
  if (status != 0) {
    uv_error_throw(env, status, "uv_resident_set_memory", NULL, NULL);
    return;
  }
  js_return_double(call, (double)rss);
}

static double microseconds(uv_timeval_t time) {
  return (double)time.tv_sec * 1e6 + (double)time.tv_usec;
}

/* cpuUsage(ofThread): [user, system] in microseconds */
static void native_cpu_usage(js_call *call) {
  env *env = env_of_call(call);
  uv_rusage_t usage;
  struct rusage thread;
  int status = 0;
  double numbers[2];
  if (js_is_true(js_call_arg(call, 0))) {
    if (getrusage(RUSAGE_THREAD, &thread) != 0) {
      status = uv_translate_sys_error(errno);
    }
    numbers[0] =
        (double)thread.ru_utime.tv_sec * 1e6 + (double)thread.ru_utime.tv_usec;
    numbers[1] =
        (double)thread.ru_stime.tv_sec * 1e6 + (double)thread.ru_stime.tv_usec;
  } else {
    status = uv_getrusage(&usage);
    numbers[0] = microseconds(usage.ru_utime);
    numbers[1] = microseconds(usage.ru_stime);
  }
  if (status != 0) {
    uv_error_throw(env, status, "getrusage", NULL, NULL);
    return;
  }
  js_return(call, doubles(env->iso, numbers, 2));
}

/* resourceUsage(): the 16 numbers in the order of process.resourceUsage() */
static void native_resource_usage(js_call *call) {
  env *env = env_of_call(call);
  uv_rusage_t u;
  int status = uv_getrusage(&u);
  if (status != 0) {
    uv_error_throw(env, status, "uv_getrusage", NULL, NULL);
    return;
  }
  double numbers[] = {
      microseconds(u.ru_utime), microseconds(u.ru_stime), (double)u.ru_maxrss,
      (double)u.ru_ixrss,       (double)u.ru_idrss,       (double)u.ru_isrss,
      (double)u.ru_minflt,      (double)u.ru_majflt,      (double)u.ru_nswap,
      (double)u.ru_inblock,     (double)u.ru_oublock,     (double)u.ru_msgsnd,
      (double)u.ru_msgrcv,      (double)u.ru_nsignals,    (double)u.ru_nvcsw,
      (double)u.ru_nivcsw};
  js_return(call, doubles(env->iso, numbers, 16));
}

static void native_available_memory(js_call *call) {
#if UV_VERSION_HEX >= 0x012D00
  js_return_double(call, (double)uv_get_available_memory());
#else
  js_return_double(call, (double)uv_get_free_memory());
#endif
}

static void native_constrained_memory(js_call *call) {
  js_return_double(call, (double)uv_get_constrained_memory());
}

/* --- Ending
 * ------------------------------------------------------------------------ */

static void native_really_exit(js_call *call) {
  int status = 0;
  if (!js_to_int32(js_call_isolate(call), js_call_arg(call, 0), &status))
    return;
  env_exit(env_of_call(call), status);
}

static void native_abort(js_call *call) {
  abort();
}

/* kill(pid, signal): 0 or a libuv error */
static void native_kill(js_call *call) {
  int pid = js_int32_value(js_call_arg(call, 0));
  int signal = js_int32_value(js_call_arg(call, 1));
  js_return_int32(call, uv_kill(pid, signal));
}

/* writeSync(fd, text): all of it, whatever the descriptor is; for messages of
 * the runtime itself. Errors are dropped: there is nobody to tell. */
static void native_write_sync(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  int fd = js_int32_value(js_call_arg(call, 0));
  size_t length = 0;
  char *text = js_string_to_utf8(iso, js_call_arg(call, 1), &length);
  const char *rest = text;
  while (rest && length > 0) {
    ssize_t wrote = write(fd, rest, length);
    if (wrote < 0 && errno == EAGAIN) {
      uv_sleep(1);
    } else if (wrote < 0 && errno != EINTR) {
      break;
    }
    if (wrote > 0) {
      rest += wrote;
      length -= (size_t)wrote;
    }
  }
  free(text);
}

static void close_on_exec_clear(int fd) {
  int flags = fcntl(fd, F_GETFD);
  if (flags != -1)
    fcntl(fd, F_SETFD, flags & ~FD_CLOEXEC);
}

static char **strings_copy(js_isolate *iso, js_value list) {
  uint32_t count = js_array_length(list);
  char **copy = calloc((size_t)count + 1, sizeof *copy);
  for (uint32_t i = 0; copy && i < count; i++) {
    js_value item = js_get_index(iso, list, i);
    copy[i] = item ? js_string_to_utf8(iso, item, NULL) : NULL;
  }
  return copy;
}

/* execve(path, argv, environment): returns only if it failed, with errno */
static void native_execve(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  char *path = js_string_to_utf8(iso, js_call_arg(call, 0), NULL);
  char **argv = strings_copy(iso, js_call_arg(call, 1));
  char **environment = strings_copy(iso, js_call_arg(call, 2));
  if (path && argv && environment) {
    for (int fd = 0; fd <= 2; fd++)
      close_on_exec_clear(fd);
    execve(path, argv, environment);
  }
  /* The caller ends the process: what was copied goes with it. */
  js_return_int32(call, -errno);
}

static bool handle_keeps_loop(const uv_handle_t *handle) {
  return uv_is_active(handle) && uv_has_ref(handle) && !uv_is_closing(handle);
}

/* activeHandles(): of each handle that keeps the loop alive libuv's name of its
 * kind and then its JavaScript object. */
static void native_active_handles(js_call *call) {
  env *env = env_of_call(call);
  js_isolate *iso = env->iso;
  js_value list = js_array(iso, 0);
  uint32_t count = 0;
  for (env_handle *handle = env->handles; handle; handle = handle->next) {
    if (handle->wrap == NULL || !handle_keeps_loop(handle->uv))
      continue;
    js_value kind = text_value(iso, uv_handle_type_name(handle->uv->type));
    js_value object = js_wrap_object(iso, handle->wrap);
    if (object == JS_EMPTY || !js_set_index(iso, list, count++, kind) ||
        !js_set_index(iso, list, count++, object))
      return;
  }
  js_return(call, list);
}

/* activeRequests(): how many jobs libuv has not finished. */
static void native_active_requests(js_call *call) {
  js_return_double(call, (double)env_of_call(call)->requests_in_flight);
}

static const js_native_entry process_natives[] = {
    {"arguments", native_arguments, 0, NULL},
    {"pid", native_pid, 0, NULL},
    {"ppid", native_ppid, 0, NULL},
    {"title", native_title, 0, NULL},
    {"setTitle", native_set_title, 1, NULL},
    {"environment", native_environment, 0, NULL},
    {"setEnvironment", native_set_environment, 2, NULL},
    {"cwd", native_cwd, 0, NULL},
    {"chdir", native_chdir, 1, NULL},
    {"umask", native_umask, 1, NULL},
    {"getuid", native_getuid, 0, NULL},
    {"geteuid", native_geteuid, 0, NULL},
    {"getgid", native_getgid, 0, NULL},
    {"getegid", native_getegid, 0, NULL},
    {"getgroups", native_getgroups, 0, NULL},
    {"setuid", native_setuid, 1, NULL},
    {"seteuid", native_seteuid, 1, NULL},
    {"setgid", native_setgid, 1, NULL},
    {"setegid", native_setegid, 1, NULL},
    {"setgroups", native_setgroups, 1, NULL},
    {"initgroups", native_initgroups, 2, NULL},
    {"hrtime", native_hrtime, 0, NULL},
    {"hrtimeBigInt", native_hrtime_bigint, 0, NULL},
    {"uptime", native_uptime, 0, NULL},
    {"memoryUsage", native_memory_usage, 0, NULL},
    {"rss", native_rss, 0, NULL},
    {"cpuUsage", native_cpu_usage, 1, NULL},
    {"resourceUsage", native_resource_usage, 0, NULL},
    {"availableMemory", native_available_memory, 0, NULL},
    {"constrainedMemory", native_constrained_memory, 0, NULL},
    {"reallyExit", native_really_exit, 1, NULL},
    {"abort", native_abort, 0, NULL},
    {"kill", native_kill, 2, NULL},
    {"writeSync", native_write_sync, 2, NULL},
    {"execve", native_execve, 3, NULL},
    {"activeHandles", native_active_handles, 0, NULL},
    {"activeRequests", native_active_requests, 0, NULL},
    {NULL, NULL, 0, NULL},
};

const binding process_binding = {.name = "process", .natives = process_natives};
