'use strict';
// process.config: how the executable was built, as native addons' build tools
// ask for it.

module.exports = Object.freeze({
  target_defaults: Object.freeze({
    cflags: Object.freeze([]), default_configuration: 'Release',
    defines: Object.freeze([]), include_dirs: Object.freeze([]),
    libraries: Object.freeze([]),
  }),
  variables: Object.freeze({
    host_arch: 'x64', target_arch: 'x64', napi_build_version: '10',
    node_use_amaro: internalBinding('typescript').isAvailable,
    node_shared: false, v8_enable_i18n_support: typeof Intl === 'object' ? 1 : 0,
    asan: 0, coverage: false, node_builtin_shareable_builtins: Object.freeze([]),
    v8_enable_pointer_compression: 1,
    node_module_version: Number(internalBinding('versions').modules),
  }),
});
