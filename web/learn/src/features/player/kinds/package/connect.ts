import { type FromPlayer, isFromPlayer, isReady, type Launch, type ToPlayer } from 'shared/package/messages';

interface Connection {
  ask: (message: ToPlayer) => void;
  end: () => void;
}

/**
 * Speaks with the player in a frame. Only its own window at its own origin is listened to, and what is meant for it goes to that origin alone.
 * A player that begins anew, as when a package reloads the page around it, is told everything anew.
 */
export function connect(
  frame: HTMLIFrameElement,
  origin: string,
  launch: Launch,
  onTold: (message: FromPlayer) => void,
): Connection {
  let port: MessagePort | undefined;

  function onMessage({ data, source, origin: from }: MessageEvent<unknown>): void {
    const player = frame.contentWindow;
    if (!player || source !== player || from !== origin || !isReady(data)) return;
    port?.close();
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = (event: MessageEvent<unknown>) => {
      if (isFromPlayer(event.data)) onTold(event.data);
    };
    player.postMessage(launch, origin, [channel.port2]);
  }

  addEventListener('message', onMessage);
  return {
    ask: message => port?.postMessage(message),
    end() {
      removeEventListener('message', onMessage);
      port?.close();
    },
  };
}
