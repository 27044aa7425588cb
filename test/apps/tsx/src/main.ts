import { greet, Mood } from './greet';
import config from './config.json';

console.log(greet(config.name, Mood.Glad), import.meta.url.endsWith('main.ts'));
