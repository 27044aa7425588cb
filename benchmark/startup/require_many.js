'use strict';
// Requires $FILES small files. They are written by the first start that wants so
// many, which is not counted.

const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const files = Number(process.env.FILES);
const folder = path.join(os.tmpdir(), `bench-require-${files}`);

function write() {
  fs.mkdirSync(folder, { recursive: true });
  for (let i = 0; i < files; i++) {
    fs.writeFileSync(path.join(folder, `${i}.js`),
                     `'use strict';\nexports.add = (a) => a + ${i};\n`);
  }
}

if (!fs.existsSync(path.join(folder, `${files - 1}.js`))) write();
for (let i = 0; i < files; i++) require(path.join(folder, `${i}.js`));
