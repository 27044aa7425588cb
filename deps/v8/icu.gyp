# Points V8's GYP files at the ICU built by deps/icu (icu_prefix).
{
  'targets': [
    {
      'target_name': 'icuuc',
      'type': 'none',
      'toolsets': ['host', 'target'],
      'direct_dependent_settings': {
        'defines': [ 'U_STATIC_IMPLEMENTATION' ],
        'include_dirs': [ '<(icu_prefix)/include' ],
      },
      # An explicit path, not -L and -l: the system's own, older ICU must never win.
      'link_settings': { 'libraries': [ '<(icu_prefix)/lib/libicu.a' ] },
    },
    {
      'target_name': 'icui18n',
      'type': 'none',
      'toolsets': ['host', 'target'],
      'dependencies': [ 'icuuc' ],
      'export_dependent_settings': [ 'icuuc' ],
    },
  ],
}
