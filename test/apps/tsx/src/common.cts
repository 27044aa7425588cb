import type { Mood } from './greet';
const mood: Mood = 1;
module.exports = { mood, greeting: require('./greet.ts').greet('cts', mood) };
