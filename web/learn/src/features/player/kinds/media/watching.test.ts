import { describe, expect, test } from 'vitest';
import { percentOf, type Segment, secondsOf, told, union } from '../../played';
import { type Moment, NOTHING, playedIn, type Watching, watched } from './watching';

/** A media element that plays, and tells four times a second where it stands. */
class Film {
  at = 0;
  now = 1000;
  rate = 1;
  state: Watching = NOTHING;

  tell(kind: Moment['kind']): this {
    this.state = watched(this.state, { kind, at: this.at, now: this.now, rate: this.rate });
    return this;
  }

  play(seconds: number, every = 0.25): this {
    for (let passed = 0; passed < seconds; passed += every) {
      this.now += every;
      this.at += every * this.rate;
      this.tell('time');
    }
    return this;
  }

  start(): this {
    return this.tell('play');
  }

  wait(seconds: number): this {
    this.now += seconds;
    return this;
  }

  /** As browsers do it: the element stands elsewhere before it tells. */
  seek(to: number, isPlaying = true): this {
    this.at = to;
    this.tell('seeking');
    return isPlaying ? this.start() : this;
  }

  rateTo(rate: number): this {
    this.rate = rate;
    return this.tell('rate');
  }

  get played(): Segment[] {
    return playedIn(this.state).map(({ from, to }) => ({ from: round(from), to: round(to) }));
  }
}

const round = (value: number) => Math.round(value * 100) / 100;

describe('what was played', () => {
  test('is what was played through', () => {
    expect(new Film().start().play(30).tell('stop').played).toEqual([{ from: 0, to: 30 }]);
  });

  test('is not where somebody jumped, nor what lies between', () => {
    const film = new Film().start().play(5).seek(100).play(5).tell('stop');
    expect(film.played).toEqual([
      { from: 0, to: 5 },
      { from: 100, to: 105 },
    ]);
  });

  test('is nothing when the end is only jumped to', () => {
    const film = new Film().start().seek(599.9).tell('time').tell('stop');
    expect(secondsOf(film.played)).toBe(0);
  });

  test('is nothing while it does not play: dragged over, or paused', () => {
    const film = new Film();
    for (let at = 0; at < 60; at += 1) film.seek(at, false).wait(0.02).tell('time');
    expect(film.played).toEqual([]);
    expect(film.wait(60).tell('time').tell('stop').played).toEqual([]);
  });

  test('counts once what is played twice', () => {
    const film = new Film().start().play(20).seek(10).play(15).tell('stop');
    expect(film.played).toEqual([{ from: 0, to: 25 }]);
  });

  test('counts at every speed, and when it changes', () => {
    const film = new Film().rateTo(2).start().play(10).rateTo(0.5).play(10).rateTo(1.5).play(4).tell('stop');
    expect(film.played).toEqual([{ from: 0, to: 31 }]);
  });

  test('goes on in a tab behind others, which is told of seldom', () => {
    expect(new Film().start().play(60, 5).tell('stop').played).toEqual([{ from: 0, to: 60 }]);
  });

  test('stops where it waits for data', () => {
    const film = new Film().start().play(5).tell('stop').wait(30).start().play(5).tell('stop');
    expect(film.played).toEqual([{ from: 0, to: 10 }]);
  });

  test('does not believe a jump that nothing announced', () => {
    const film = new Film().start().play(5);
    film.at += 300;
    film.wait(0.25).tell('time').play(2).tell('stop');
    expect(film.played).toEqual([
      { from: 0, to: 5 },
      { from: 305, to: 307 },
    ]);
  });

  test('does not believe a speed that it was not played at', () => {
    const film = new Film().start().play(1);
    film.rate = 1;
    film.at += 20;
    film.wait(5).tell('stop');
    expect(film.played).toEqual([{ from: 0, to: 1 }]);
  });

  test('begins anew where it is looped', () => {
    const film = new Film().start().play(10);
    film.at = 0;
    film.wait(0.2).tell('time').play(3).tell('stop');
    expect(film.played).toEqual([{ from: 0, to: 10 }]);
  });
});

describe('segments', () => {
  test('are put together in any order', () => {
    expect(
      union(
        [{ from: 5, to: 7 }],
        [{ from: 0, to: 2 }],
        [
          { from: 2, to: 5 },
          { from: 9, to: 9 },
        ],
      ),
    ).toEqual([{ from: 0, to: 7 }]);
    expect(union()).toEqual([]);
  });

  test('are told of in whole seconds that touch where they touched', () => {
    expect(
      told(
        [
          { from: 0, to: 31.4 },
          { from: 31.4, to: 45.2 },
        ],
        100,
      ),
    ).toEqual([{ from: 0, to: 45 }]);
    expect(told([{ from: 10.1, to: 10.9 }], 100)).toEqual([]);
    expect(told([{ from: 90.5, to: 100.4 }], 100)).toEqual([{ from: 90, to: 100 }]);
  });

  test('are two hundred at most: the longest', () => {
    const many = Array.from({ length: 300 }, (_, at) => ({ from: at * 10, to: at * 10 + (at < 100 ? 1 : 5) }));
    const some = told(many, 10_000);
    expect(some).toHaveLength(200);
    expect(some[0]).toEqual({ from: 1000, to: 1005 });
  });

  test('make percent', () => {
    expect(percentOf([{ from: 0, to: 90 }], 100)).toBe(90);
    expect(percentOf([{ from: 0, to: 899 }], 1000)).toBe(89);
    expect(
      percentOf(
        [
          { from: 0, to: 40 },
          { from: 20, to: 60 },
        ],
        100,
      ),
    ).toBe(60);
    expect(percentOf([{ from: 0, to: 500 }], 100)).toBe(100);
    expect(percentOf([], 100)).toBe(0);
  });
});
