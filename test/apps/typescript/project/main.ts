import * as path from 'node:path';
import { Circle, Unit, largest } from './shapes';

const found = largest([new Circle(1), new Circle(3), new Circle(2)]);
console.log(path.basename(__filename), found?.area().toFixed(2), Unit.Metre);
