#include "os_constants.h"

#include <dlfcn.h>
#include <errno.h>
#include <signal.h>

typedef struct constant {
  const char *name;
  int value;
} constant;

#define CONSTANT(name) {#name, name}

/* In the order that programs see them in. */
static const constant signals[] = {
    CONSTANT(SIGHUP),    CONSTANT(SIGINT),   CONSTANT(SIGQUIT),
    CONSTANT(SIGILL),    CONSTANT(SIGTRAP),  CONSTANT(SIGABRT),
#ifdef SIGIOT
    CONSTANT(SIGIOT),
#endif
    CONSTANT(SIGBUS),    CONSTANT(SIGFPE),   CONSTANT(SIGKILL),
    CONSTANT(SIGUSR1),   CONSTANT(SIGSEGV),  CONSTANT(SIGUSR2),
    CONSTANT(SIGPIPE),   CONSTANT(SIGALRM),  CONSTANT(SIGTERM),
    CONSTANT(SIGCHLD),
#ifdef SIGSTKFLT
    CONSTANT(SIGSTKFLT),
#endif
    CONSTANT(SIGCONT),   CONSTANT(SIGSTOP),  CONSTANT(SIGTSTP),
    CONSTANT(SIGTTIN),   CONSTANT(SIGTTOU),  CONSTANT(SIGURG),
    CONSTANT(SIGXCPU),   CONSTANT(SIGXFSZ),  CONSTANT(SIGVTALRM),
    CONSTANT(SIGPROF),   CONSTANT(SIGWINCH),
#ifdef SIGIO
    CONSTANT(SIGIO),
#endif
#ifdef SIGPOLL
    CONSTANT(SIGPOLL),
#endif
#ifdef SIGLOST
    CONSTANT(SIGLOST),
#endif
#ifdef SIGPWR
    CONSTANT(SIGPWR),
#endif
#ifdef SIGINFO
    CONSTANT(SIGINFO),
#endif
    CONSTANT(SIGSYS),
#ifdef SIGUNUSED
    CONSTANT(SIGUNUSED),
#endif
    {NULL, 0},
};

/* What C libraries of this kind of system define. */
static const constant errors[] = {
    CONSTANT(E2BIG),
    CONSTANT(EACCES),
    CONSTANT(EADDRINUSE),
    CONSTANT(EADDRNOTAVAIL),
    CONSTANT(EAFNOSUPPORT),
    CONSTANT(EAGAIN),
    CONSTANT(EALREADY),
    CONSTANT(EBADF),
    CONSTANT(EBADMSG),
    CONSTANT(EBUSY),
    CONSTANT(ECANCELED),
    CONSTANT(ECHILD),
    CONSTANT(ECONNABORTED),
    CONSTANT(ECONNREFUSED),
    CONSTANT(ECONNRESET),
    CONSTANT(EDEADLK),
    CONSTANT(EDESTADDRREQ),
    CONSTANT(EDOM),
    CONSTANT(EDQUOT),
    CONSTANT(EEXIST),
    CONSTANT(EFAULT),
    CONSTANT(EFBIG),
    CONSTANT(EHOSTUNREACH),
    CONSTANT(EIDRM),
    CONSTANT(EILSEQ),
    CONSTANT(EINPROGRESS),
    CONSTANT(EINTR),
    CONSTANT(EINVAL),
    CONSTANT(EIO),
    CONSTANT(EISCONN),
    CONSTANT(EISDIR),
    CONSTANT(ELOOP),
    CONSTANT(EMFILE),
    CONSTANT(EMLINK),
    CONSTANT(EMSGSIZE),
#ifdef EMULTIHOP
    CONSTANT(EMULTIHOP),
#endif
    CONSTANT(ENAMETOOLONG),
    CONSTANT(ENETDOWN),
    CONSTANT(ENETRESET),
    CONSTANT(ENETUNREACH),
    CONSTANT(ENFILE),
    CONSTANT(ENOBUFS),
#ifdef ENODATA
    CONSTANT(ENODATA),
#endif
    CONSTANT(ENODEV),
    CONSTANT(ENOENT),
    CONSTANT(ENOEXEC),
    CONSTANT(ENOLCK),
    CONSTANT(ENOLINK),
    CONSTANT(ENOMEM),
    CONSTANT(ENOMSG),
    CONSTANT(ENOPROTOOPT),
    CONSTANT(ENOSPC),
#ifdef ENOSR
    CONSTANT(ENOSR),
#endif
#ifdef ENOSTR
    CONSTANT(ENOSTR),
#endif
    CONSTANT(ENOSYS),
    CONSTANT(ENOTCONN),
    CONSTANT(ENOTDIR),
    CONSTANT(ENOTEMPTY),
    CONSTANT(ENOTSOCK),
    CONSTANT(ENOTSUP),
    CONSTANT(ENOTTY),
    CONSTANT(ENXIO),
    CONSTANT(EOPNOTSUPP),
    CONSTANT(EOVERFLOW),
    CONSTANT(EPERM),
    CONSTANT(EPIPE),
    CONSTANT(EPROTO),
    CONSTANT(EPROTONOSUPPORT),
    CONSTANT(EPROTOTYPE),
    CONSTANT(ERANGE),
    CONSTANT(EROFS),
    CONSTANT(ESPIPE),
    CONSTANT(ESRCH),
    CONSTANT(ESTALE),
#ifdef ETIME
    CONSTANT(ETIME),
#endif
    CONSTANT(ETIMEDOUT),
    CONSTANT(ETXTBSY),
    CONSTANT(EWOULDBLOCK),
    CONSTANT(EXDEV),
    {NULL, 0},
};

static const constant priorities[] = {
    {"PRIORITY_LOW", UV_PRIORITY_LOW},
    {"PRIORITY_BELOW_NORMAL", UV_PRIORITY_BELOW_NORMAL},
    {"PRIORITY_NORMAL", UV_PRIORITY_NORMAL},
    {"PRIORITY_ABOVE_NORMAL", UV_PRIORITY_ABOVE_NORMAL},
    {"PRIORITY_HIGH", UV_PRIORITY_HIGH},
    {"PRIORITY_HIGHEST", UV_PRIORITY_HIGHEST},
    {NULL, 0},
};

/* For process.dlopen. */
static const constant dlopen_flags[] = {
    CONSTANT(RTLD_LAZY),
    CONSTANT(RTLD_NOW),
    CONSTANT(RTLD_GLOBAL),
    CONSTANT(RTLD_LOCAL),
#ifdef RTLD_DEEPBIND
    CONSTANT(RTLD_DEEPBIND),
#endif
    {NULL, 0},
};

static void define(js_isolate *iso, js_value exports, const char *name,
                   const constant *table) {
  js_value object = js_object(iso);
  js_set_prototype(iso, object, js_null(iso));
  for (; table->name != NULL; table++) {
    js_define_int32(iso, object, table->name, table->value);
  }
  js_define_named(iso, exports, name, object);
}

void os_constants_define(env *env, js_value exports) {
  js_isolate *iso = env->iso;
  js_define_int32(iso, exports, "UV_UDP_REUSEADDR", UV_UDP_REUSEADDR);
  define(iso, exports, "dlopen", dlopen_flags);
  define(iso, exports, "errno", errors);
  define(iso, exports, "signals", signals);
  define(iso, exports, "priority", priorities);
}
