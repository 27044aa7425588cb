import { greet } from './greet.js';
import data from './data.json';
console.log(greet(data.name));
import('./later.js').then(({ later }) => console.log(later));
