/* internalBinding('os'): what lib/os.js asks of the system. A native that can
 * fail returns a negative libuv error instead of its result. */
#include <string.h>

#include "../runtime/binding.h"
#include "os_constants.h"

static js_value text(js_isolate *iso, const char *utf8) {
  js_value string = js_string_utf8(iso, utf8 ? utf8 : "", JS_AUTO_LENGTH);
  return string ? string : js_string_empty(iso);
}

/* --- Names -------------------------------------------------------------------
 */

static void native_hostname(js_call *call) {
  char name[UV_MAXHOSTNAMESIZE];
  size_t size = sizeof name;
  int status = uv_os_gethostname(name, &size);
  if (status != 0) {
    js_return_int32(call, status);
    return;
  }
  js_return(call, text(js_call_isolate(call), name));
}

/* uname() -> [sysname, version, release, machine] */
static void native_uname(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  uv_utsname_t names;
  int status = uv_os_uname(&names);
  if (status != 0) {
    js_return_int32(call, status);
    return;
  }
  js_value elements[] = {text(iso, names.sysname), text(iso, names.version),
                         text(iso, names.release), text(iso, names.machine)};
  js_return(call, js_array_from(iso, elements, 4));
}

static void native_homedir(js_call *call) {
  char path[4096];
  size_t size = sizeof path;
  int status = uv_os_homedir(path, &size);
  if (status != 0) {
    js_return_int32(call, status);
    return;
  }
  js_return(call, text(js_call_isolate(call), path));
}

static js_value bytes_or_null(js_isolate *iso, const char *bytes) {
  if (bytes == NULL)
    return js_null(iso);
  js_value buffer = js_buffer_copy(iso, bytes, strlen(bytes));
  return buffer ? buffer : js_null(iso);
}

/* userInfo() -> [uid, gid, username, homedir, shell], names as Buffers */
static void native_user_info(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  uv_passwd_t user;
  int status = uv_os_get_passwd(&user);
  if (status != 0) {
    js_return_int32(call, status);
    return;
  }
  js_value elements[] = {
      js_double(iso, (double)user.uid), js_double(iso, (double)user.gid),
      bytes_or_null(iso, user.username), bytes_or_null(iso, user.homedir),
      bytes_or_null(iso, user.shell)};
  js_return(call, js_array_from(iso, elements, 5));
  uv_os_free_passwd(&user);
}

/* --- Figures
 * ------------------------------------------------------------------- */

static void native_uptime(js_call *call) {
  double seconds;
  int status = uv_uptime(&seconds);
  js_return_double(call, status == 0 ? seconds : status);
}

static void native_free_memory(js_call *call) {
  js_return_double(call, (double)uv_get_free_memory());
}

static void native_total_memory(js_call *call) {
  js_return_double(call, (double)uv_get_total_memory());
}

static void native_available_parallelism(js_call *call) {
  js_return_uint32(call, uv_available_parallelism());
}

/* loadavg() -> [1, 5, 15 minutes] */
static void native_loadavg(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  double average[3];
  uv_loadavg(average);
  js_value elements[3];
  for (int i = 0; i < 3; i++)
    elements[i] = js_double(iso, average[i]);
  js_return(call, js_array_from(iso, elements, 3));
}

static void cpu_append(js_isolate *iso, js_value list, uint32_t at,
                       const uv_cpu_info_t *cpu) {
  const double figures[] = {
      cpu->speed,
      (double)cpu->cpu_times.user,
      (double)cpu->cpu_times.nice,
      (double)cpu->cpu_times.sys,
      (double)cpu->cpu_times.idle,
      (double)cpu->cpu_times.irq,
  };
  js_set_index(iso, list, at, text(iso, cpu->model));
  for (uint32_t i = 0; i < 6; i++) {
    js_set_index(iso, list, at + 1 + i, js_double(iso, figures[i]));
  }
}

/* cpus() -> for each: model, speed, and times user, nice, sys, idle, irq */
static void native_cpus(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  uv_cpu_info_t *cpus;
  int count;
  int status = uv_cpu_info(&cpus, &count);
  if (status != 0) {
    js_return_int32(call, status);
    return;
  }
  js_value list = js_array(iso, (uint32_t)count * 7);
  for (int i = 0; i < count; i++) {
    cpu_append(iso, list, (uint32_t)i * 7, &cpus[i]);
  }
  uv_free_cpu_info(cpus, count);
  js_return(call, list);
}

/* --- Network interfaces
 * ------------------------------------------------------------ */

static void interface_append(js_isolate *iso, js_value list, uint32_t at,
                             const uv_interface_address_t *interface) {
  char address[INET6_ADDRSTRLEN] = "";
  char netmask[INET6_ADDRSTRLEN] = "";
  char mac[18];
  const unsigned char *bytes = (const unsigned char *)interface->phys_addr;
  snprintf(mac, sizeof mac, "%02x:%02x:%02x:%02x:%02x:%02x", bytes[0], bytes[1],
           bytes[2], bytes[3], bytes[4], bytes[5]);
  int family = interface->address.address4.sin_family;
  int32_t scope_id = -1;
  if (family == AF_INET) {
    uv_ip4_name(&interface->address.address4, address, sizeof address);
    uv_ip4_name(&interface->netmask.netmask4, netmask, sizeof netmask);
  } else if (family == AF_INET6) {
    uv_ip6_name(&interface->address.address6, address, sizeof address);
    uv_ip6_name(&interface->netmask.netmask6, netmask, sizeof netmask);
    scope_id = (int32_t)interface->address.address6.sin6_scope_id;
  }
  const char *family_name = family == AF_INET    ? "IPv4"
                            : family == AF_INET6 ? "IPv6"
                                                 : "<unknown>";
  js_value fields[] = {text(iso, interface->name),
                       text(iso, address),
                       text(iso, netmask),
                       text(iso, family_name),
                       text(iso, mac),
                       js_bool(iso, interface->is_internal),
                       js_int32(iso, scope_id)};
  for (uint32_t i = 0; i < 7; i++)
    js_set_index(iso, list, at + i, fields[i]);
}

/* networkInterfaces() -> for each address: name, address, netmask, family,
 * mac, internal, scopeid (-1: none) */
static void native_network_interfaces(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  uv_interface_address_t *interfaces;
  int count;
  int status = uv_interface_addresses(&interfaces, &count);
  if (status == UV_ENOSYS) {
    js_return(call, js_array(iso, 0));
    return;
  }
  if (status != 0) {
    js_return_int32(call, status);
    return;
  }
  js_value list = js_array(iso, (uint32_t)count * 7);
  for (int i = 0; i < count; i++) {
    interface_append(iso, list, (uint32_t)i * 7, &interfaces[i]);
  }
  uv_free_interface_addresses(interfaces, count);
  js_return(call, list);
}

/* --- Priority
 * ------------------------------------------------------------------------ */

/* getPriority(pid, out) -> status; out[0] is the priority */
static void native_get_priority(js_call *call) {
  js_isolate *iso = js_call_isolate(call);
  int priority = 0;
  int status =
      uv_os_getpriority(js_int32_value(js_call_arg(call, 0)), &priority);
  if (status == 0) {
    js_set_index(iso, js_call_arg(call, 1), 0, js_int32(iso, priority));
  }
  js_return_int32(call, status);
}

/* setPriority(pid, priority) -> status */
static void native_set_priority(js_call *call) {
  js_return_int32(call,
                  uv_os_setpriority(js_int32_value(js_call_arg(call, 0)),
                                    js_int32_value(js_call_arg(call, 1))));
}

static const js_native_entry natives[] = {
    {"hostname", native_hostname, 0, NULL},
    {"uname", native_uname, 0, NULL},
    {"homedir", native_homedir, 0, NULL},
    {"userInfo", native_user_info, 0, NULL},
    {"uptime", native_uptime, 0, NULL},
    {"freemem", native_free_memory, 0, NULL},
    {"totalmem", native_total_memory, 0, NULL},
    {"availableParallelism", native_available_parallelism, 0, NULL},
    {"loadavg", native_loadavg, 0, NULL},
    {"cpus", native_cpus, 0, NULL},
    {"networkInterfaces", native_network_interfaces, 0, NULL},
    {"getPriority", native_get_priority, 2, NULL},
    {"setPriority", native_set_priority, 2, NULL},
    {NULL, NULL, 0, NULL},
};

const binding os_binding = {
    .name = "os", .natives = natives, .init = os_constants_define};
