import type { FromPlayer, Launch } from 'shared/package/messages';
import { afterEach, expect, it, vi } from 'vitest';
import { connect } from './connect';

const ORIGIN = 'https://p1.content.example';
const LAUNCH: Launch = {
  trellis: 'launch',
  launch: 'capability',
  api: 'https://learn.example',
  device: 'd1',
  language: 'en',
  texts: { frame: 'Package' },
};

function opened() {
  const frame = document.createElement('iframe');
  document.body.append(frame);
  const told: FromPlayer[] = [];
  const player = frame.contentWindow;
  if (!player) throw new Error('the frame has no window');
  const post = vi.spyOn(player, 'postMessage').mockImplementation(() => undefined);
  const connection = connect(frame, ORIGIN, LAUNCH, message => told.push(message));
  const say = (data: unknown, origin = ORIGIN, source: MessageEventSource = player) =>
    dispatchEvent(new MessageEvent('message', { data, origin, source }));
  return { post, told, connection, say };
}

afterEach(() => document.body.replaceChildren());

it('gives the launch to the player alone, and to its origin alone', () => {
  const { post, say } = opened();
  say({ trellis: 'ready' }, 'https://p2.content.example');
  say({ trellis: 'ready' }, ORIGIN, window);
  say({ trellis: 'other' });
  expect(post).not.toHaveBeenCalled();
  say({ trellis: 'ready' });
  expect(post).toHaveBeenCalledWith(LAUNCH, ORIGIN, [expect.any(MessagePort)]);
});

it('hears what it understands, and nothing any more once it has ended', async () => {
  const { post, told, connection, say } = opened();
  say({ trellis: 'ready' });
  const port = (post.mock.calls[0] as unknown as [unknown, unknown, MessagePort[]])[2][0];
  port?.postMessage({ tell: 'nonsense' });
  port?.postMessage({ tell: 'superseded' });
  await vi.waitFor(() => expect(told).toEqual([{ tell: 'superseded' }]));
  const asked: unknown[] = [];
  port?.addEventListener('message', event => asked.push((event as MessageEvent).data));
  port?.start();
  connection.ask({ ask: 'leave' });
  await vi.waitFor(() => expect(asked).toEqual([{ ask: 'leave' }]));
  connection.end();
  post.mockClear();
  say({ trellis: 'ready' });
  expect(post).not.toHaveBeenCalled();
});
