/* TCP sockets, listening and connected. */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "../runtime/binding.h"
#include "address.h"
#include "stream.h"

/* Flags of bind6; lib/net knows them as kIpv6Only and kReusePort. */
enum {
  BIND_IPV6_ONLY = UV_TCP_IPV6ONLY,
  BIND_REUSE_PORT = 1 << 8,
};

extern const js_class tcp_class;

/* --- Making -------------------------------------------------------------- */

static stream *tcp_stream_init(env *env, js_value object) {
  stream *s = stream_alloc();
  if (s == NULL)
    return NULL;
  if (uv_tcp_init(&env->loop, &s->uv.tcp) != 0) {
    free(s);
    return NULL;
  }
  stream_attach(s, env, &tcp_class, object);
  return s;
}

stream *tcp_stream_new(env *env) {
  return tcp_stream_init(env, JS_EMPTY);
}

static void native_construct(js_call *call) {
  env *env = env_of_call(call);
  if (tcp_stream_init(env, js_call_this(call)) == NULL)
    js_throw_out_of_memory(env->iso);
}

static stream *tcp_of_call(js_call *call) {
  stream *s = js_unwrap(js_call_this(call), &tcp_class);
  if (s != NULL && !s->base.is_closing)
    return s;
  js_return_int32(call, UV_EBADF);
  return NULL;
}

/* --- Binding, connecting, opening ---------------------------------------- */

/* Lets several processes listen on one port. The socket must exist before it is
 * bound, so it is made here. */
static int tcp_reuse_port(stream *s, int family) {
  uv_os_fd_t fd;
  if (uv_fileno(&s->uv.handle, &fd) == 0)
    return UV_EINVAL;
  fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0)
    return uv_translate_sys_error(errno);
  int on = 1;
  if (setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on) != 0) {
    int status = uv_translate_sys_error(errno);
    close(fd);
    return status;
  }
  int status = uv_tcp_open(&s->uv.tcp, fd);
  if (status != 0)
    close(fd);
  return status;
}

static int tcp_bind(stream *s, const struct sockaddr *address, unsigned flags) {
  if (flags & BIND_REUSE_PORT) {
    int status = tcp_reuse_port(s, address->sa_family);
    if (status != 0)
      return status;
  }
  return uv_tcp_bind(&s->uv.tcp, address, flags & BIND_IPV6_ONLY);
}

/* bind(address, port, flags) for both families. */
static void native_bind(js_call *call) {
  stream *s = tcp_of_call(call);
  if (s == NULL)
    return;
  struct sockaddr_storage address;
  int status = address_of_arguments(call, 0, &address);
  js_value flags = js_call_arg(call, 2);
  if (status == 0)
    status = tcp_bind(s, (struct sockaddr *)&address,
                      js_is_uint32(flags) ? js_uint32_value(flags) : 0);
  js_return_int32(call, status);
}

static int tcp_connect(stream *s, const struct sockaddr *address) {
  uv_connect_t *request = malloc(sizeof *request);
  if (request == NULL)
    return UV_ENOMEM;
  int status = uv_tcp_connect(request, &s->uv.tcp, address, stream_on_connect);
  if (status != 0)
    free(request);
  return status;
}

/* connect(address, port) */
static void native_connect(js_call *call) {
  stream *s = tcp_of_call(call);
  if (s == NULL)
    return;
  struct sockaddr_storage address;
  int status = address_of_arguments(call, 0, &address);
  if (status == 0)
    status = tcp_connect(s, (struct sockaddr *)&address);
  js_return_int32(call, status);
}

static void native_open(js_call *call) {
  stream *s = tcp_of_call(call);
  if (s == NULL)
    return;
  js_value fd = js_call_arg(call, 0);
  int status =
      js_is_int32(fd) ? uv_tcp_open(&s->uv.tcp, js_int32_value(fd)) : UV_EINVAL;
  js_return_int32(call, status);
}

/* --- Names --------------------------------------------------------------- */

typedef int name_getter(const uv_tcp_t *, struct sockaddr *, int *);

/* Fills address, family and port into the object given. */
static void tcp_name(js_call *call, name_getter *get) {
  stream *s = tcp_of_call(call);
  if (s == NULL)
    return;
  struct sockaddr_storage address;
  int length = sizeof address;
  int status = get(&s->uv.tcp, (struct sockaddr *)&address, &length);
  if (status == 0)
    address_to_object(js_call_isolate(call), (struct sockaddr *)&address,
                      js_call_arg(call, 0));
  js_return_int32(call, status);
}

static void native_getsockname(js_call *call) {
  tcp_name(call, uv_tcp_getsockname);
}

static void native_getpeername(js_call *call) {
  tcp_name(call, uv_tcp_getpeername);
}

/* --- Options ------------------------------------------------------------- */

static int option_set(int fd, int level, int name, int value) {
  if (setsockopt(fd, level, name, &value, sizeof value) == 0)
    return 0;
  return uv_translate_sys_error(errno);
}

static void native_set_no_delay(js_call *call) {
  stream *s = tcp_of_call(call);
  if (s == NULL)
    return;
  js_return_int32(call,
                  uv_tcp_nodelay(&s->uv.tcp, js_is_true(js_call_arg(call, 0))));
}

/* A number of an optional argument. */
static int number_or(js_value value, int otherwise) {
  if (js_is_undefined(value))
    return otherwise;
  return js_is_int32(value) ? js_int32_value(value) : 0;
}

static int keep_alive_start(int fd, int delay, int interval, int count) {
  int status = option_set(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
  if (status == 0 && delay > 0)
    status = option_set(fd, IPPROTO_TCP, TCP_KEEPIDLE, delay);
  if (status == 0 && interval > 0)
    status = option_set(fd, IPPROTO_TCP, TCP_KEEPINTVL, interval);
  if (status == 0 && count > 0)
    status = option_set(fd, IPPROTO_TCP, TCP_KEEPCNT, count);
  return status;
}

/* setKeepAlive(on, delay, interval, count): in seconds; 0 or less leaves the
 * system's value; interval and count are 1 second and 10 if not given. */
static void native_set_keep_alive(js_call *call) {
  stream *s = tcp_of_call(call);
  if (s == NULL)
    return;
  uv_os_fd_t fd;
  int status = uv_fileno(&s->uv.handle, &fd);
  bool is_on = js_is_true(js_call_arg(call, 0));
  if (status == 0 && !is_on)
    status = option_set(fd, SOL_SOCKET, SO_KEEPALIVE, 0);
  if (status == 0 && is_on)
    status = keep_alive_start(fd, number_or(js_call_arg(call, 1), 0),
                              number_or(js_call_arg(call, 2), 1),
                              number_or(js_call_arg(call, 3), 10));
  js_return_int32(call, status);
}

static int socket_family(int fd) {
  int family = AF_INET;
  socklen_t length = sizeof family;
  getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &family, &length);
  return family;
}

/* setTypeOfService(tos) */
static void native_set_tos(js_call *call) {
  stream *s = tcp_of_call(call);
  if (s == NULL)
    return;
  uv_os_fd_t fd;
  int status = uv_fileno(&s->uv.handle, &fd);
  int tos = number_or(js_call_arg(call, 0), 0);
  if (status == 0)
    status = socket_family(fd) == AF_INET6
                 ? option_set(fd, IPPROTO_IPV6, IPV6_TCLASS, tos)
                 : option_set(fd, IPPROTO_IP, IP_TOS, tos);
  js_return_int32(call, status);
}

/* getTypeOfService(): the value, or a negative error. */
static void native_get_tos(js_call *call) {
  stream *s = tcp_of_call(call);
  if (s == NULL)
    return;
  uv_os_fd_t fd;
  int result = uv_fileno(&s->uv.handle, &fd);
  int tos = 0;
  socklen_t length = sizeof tos;
  if (result == 0) {
    bool is_ipv6 = socket_family(fd) == AF_INET6;
    result = getsockopt(fd, is_ipv6 ? IPPROTO_IPV6 : IPPROTO_IP,
                        is_ipv6 ? IPV6_TCLASS : IP_TOS, &tos, &length) == 0
                 ? tos
                 : uv_translate_sys_error(errno);
  }
  js_return_int32(call, result);
}

/* reset(cb): closes with RST instead of FIN: the kernel does so for a socket
 * that lingers for 0 seconds. */
static void native_reset(js_call *call) {
  stream *s = tcp_of_call(call);
  if (s == NULL)
    return;
  uv_os_fd_t fd;
  struct linger linger = {.l_onoff = 1, .l_linger = 0};
  if (uv_fileno(&s->uv.handle, &fd) == 0)
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  env_handle_native_close(call);
  js_return_int32(call, 0);
}

/* --- The binding --------------------------------------------------------- */

static const js_native_entry methods[] = {
    {"bind", native_bind, 3, NULL},
    {"connect", native_connect, 2, NULL},
    {"open", native_open, 1, NULL},
    {"getsockname", native_getsockname, 1, NULL},
    {"getpeername", native_getpeername, 1, NULL},
    {"setNoDelay", native_set_no_delay, 1, NULL},
    {"setKeepAlive", native_set_keep_alive, 4, NULL},
    {"setTypeOfService", native_set_tos, 1, NULL},
    {"getTypeOfService", native_get_tos, 0, NULL},
    {"reset", native_reset, 1, NULL},
    {NULL, NULL, 0, NULL},
};

const js_class tcp_class = {
    .name = "TCP",
    .construct = native_construct,
    .methods = methods,
    .parent = &stream_class,
};

static void init_tcp(env *env, js_value exports) {
  js_define_int32(env->iso, exports, "kIpv6Only", BIND_IPV6_ONLY);
  js_define_int32(env->iso, exports, "kReusePort", BIND_REUSE_PORT);
}

static const js_class *const classes[] = {&tcp_class, NULL};

const binding tcp_binding = {
    .name = "tcp",
    .classes = classes,
    .init = init_tcp,
};
