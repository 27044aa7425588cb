// An enum and a parameter property: types cannot just be taken out.
export enum Mood { Sad, Glad }

class Greeter {
  constructor(private readonly name: string) {}

  greet(mood: Mood): string {
    return `${mood === Mood.Glad ? 'Hello' : 'Oh'}, ${this.name}`;
  }
}

export const greet = (name: string, mood: Mood) => new Greeter(name).greet(mood);
