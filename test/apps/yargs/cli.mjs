import yargs from 'yargs';
import { hideBin } from 'yargs/helpers';

await yargs(hideBin(process.argv))
  .scriptName('cli')
  .command('get <name>', 'reads a key', (y) => y.option('times', { type: 'number', default: 1 }),
           ({ name, times }) => console.log(name.repeat(times)))
  .demandCommand(1)
  .strict()
  .parse();
