import { double } from './double';
const h = (tag: string, props: object | null, ...of: string[]) => `<${tag}>${of.join('')}</${tag}>`;
console.log(<b>{String(double(21))}</b>);
