# What of V8 this runtime links: the engine with its embedded default snapshot,
# the default platform, and the base library. `embed_check` exists so that the
# build ends by running the engine once, and so that its link line names every
# archive that an embedder needs.
{
  'targets': [
    {
      'target_name': 'embed_check',
      'type': 'executable',
      'sources': [ 'embed_check.cc' ],
      'include_dirs': [ 'deps/v8/include' ],
      'dependencies': [
        'tools/v8_gypfiles/v8.gyp:v8_snapshot',
        'tools/v8_gypfiles/v8.gyp:v8_libplatform',
        'tools/v8_gypfiles/v8.gyp:v8_libbase',
      ],
    },
  ],
}
