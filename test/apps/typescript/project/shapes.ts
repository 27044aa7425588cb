export interface Shape { readonly name: string; area(): number }

export class Circle implements Shape {
  readonly name = 'circle';
  constructor(private readonly radius: number) {}
  area(): number { return Math.PI * this.radius ** 2; }
}

export enum Unit { Metre = 'm', Foot = 'ft' }

export function largest<T extends Shape>(shapes: T[]): T | undefined {
  return shapes.reduce<T | undefined>(
    (best, s) => (best === undefined || s.area() > best.area() ? s : best), undefined);
}
