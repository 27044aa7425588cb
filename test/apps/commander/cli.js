'use strict';
const { Command } = require('commander');
const program = new Command('cli').version('1.2.3');
program.command('add').argument('<numbers...>', 'to add', (v, all) => [...(all ?? []), +v])
  .option('-r, --round', 'round the sum')
  .action((numbers, { round }) => {
    const sum = numbers.reduce((a, b) => a + b);
    console.log(round ? Math.round(sum) : sum);
  });
program.command('wait').requiredOption('--ms <n>', 'how long', Number)
  .action(async ({ ms }) => {
    await new Promise((resolve) => setTimeout(resolve, ms));
    console.log('waited');
  });
program.parseAsync();
