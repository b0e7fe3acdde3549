import { describe, expect, it } from 'vitest';
import { isFromPlayer, isLaunch, isReady, isToPlayer } from './messages';

const LAUNCH = {
  trellis: 'launch',
  launch: 'capability',
  api: 'https://learn.example',
  device: 'd1',
  language: 'en',
  texts: { frame: 'Package' },
};

describe('messages between portal and player', () => {
  it.each([
    ['a launch', isLaunch, LAUNCH],
    ['ready', isReady, { trellis: 'ready' }],
    ['leave', isToPlayer, { ask: 'leave' }],
    ['saved', isFromPlayer, { tell: 'saved', at: '2026-11-30T10:00:00Z', state: 'completed' }],
    ['finished', isFromPlayer, { tell: 'finished', wish: 'continue' }],
  ])('%s is understood', (_name, isIt, message) => {
    expect(isIt(message)).toBe(true);
  });

  it.each([
    ['nothing', isLaunch, null],
    ['an address where an origin belongs', isLaunch, { ...LAUNCH, api: 'https://learn.example/v1' }],
    ['another scheme', isLaunch, { ...LAUNCH, api: 'ftp://learn.example' }],
    ['no capability', isLaunch, { ...LAUNCH, launch: '' }],
    ['no texts', isLaunch, { ...LAUNCH, texts: null }],
    ['a text', isReady, 'ready'],
    ['another wish', isToPlayer, { ask: 'navigate' }],
    ['no time', isFromPlayer, { tell: 'saved', at: 'soon', state: 'completed' }],
    ['markup', isFromPlayer, { tell: 'saved', at: '2026-11-30T10:00:00Z', state: '<b>' }],
    ['what objects inherit', isFromPlayer, { tell: 'constructor' }],
    ['another way', isFromPlayer, { tell: 'finished', wish: 'https://example.com' }],
  ])('%s is not', (_name, isIt, message) => {
    expect(isIt(message)).toBe(false);
  });
});
