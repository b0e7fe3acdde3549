import { useEffect, useState } from 'react';
import { clock, useFormats } from 'shared/i18n/format';
import { Icon, type IconName } from 'shared/parts/icon';
import { useText } from '../../../../text';
import { useLanguageName } from '../../../course/language-name';
import { useShortcuts } from '../../../course/shortcuts';
import type { Segment } from '../../played';
import style from './media.module.css';
import type { MediaActions } from './media-player';
import { Timeline } from './timeline';
import type { Captions } from './use-captions';
import type { Playing } from './use-media';

const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2];
const STEP = 10;

interface MediaControlsProps {
  kind: 'video' | 'audio';
  length: number;
  playing: Playing;
  played: readonly Segment[];
  captions: Captions;
  actions: MediaActions;
  transcriptShown: boolean;
  onTranscript: (shown: boolean) => void;
}

export function MediaControls(props: MediaControlsProps) {
  const { kind, length, playing, played, captions, actions, transcriptShown, onTranscript } = props;
  const text = useText();
  const isFull = useFull();
  const hasCaptions = captions.language !== undefined;
  return (
    <div className={style.controls}>
      <Timeline time={playing.time} length={length} played={played} onSeek={actions.seek} />
      <div className={style.bar}>
        <Control
          icon={playing.paused ? 'play' : 'pause'}
          label={text(playing.paused ? 'media.play' : 'media.pause')}
          shortcut="k"
          main
          onPress={actions.toggle}
        />
        <Control icon="rewind" label={text('media.back')} shortcut="j" onPress={() => actions.skip(-STEP)} />
        <Control icon="forward" label={text('media.on')} shortcut="l" onPress={() => actions.skip(STEP)} />
        <p className={style.time}>
          {clock(playing.time)} / {clock(length)}
        </p>
        <span className={style.gap} />
        <Rate rate={playing.rate} onRate={actions.setRate} />
        {hasCaptions && kind === 'video' && <CaptionsChoice captions={captions} />}
        {hasCaptions && (
          <Control
            icon="transcript"
            label={text('media.transcript')}
            expanded={transcriptShown}
            onPress={() => onTranscript(!transcriptShown)}
          />
        )}
        <Control
          icon={playing.muted ? 'muted' : 'sound'}
          label={text(playing.muted ? 'media.unmute' : 'media.mute')}
          shortcut="m"
          onPress={actions.toggleSound}
        />
        {kind === 'video' && (
          <Control
            icon={isFull ? 'shrink' : 'expand'}
            label={text(isFull ? 'media.exit-full' : 'media.full')}
            shortcut="f"
            onPress={actions.toggleFull}
          />
        )}
      </div>
    </div>
  );
}

interface ControlProps {
  icon: IconName;
  label: string;
  shortcut?: string;
  expanded?: boolean;
  main?: boolean;
  onPress: () => void;
}

function Control({ icon, label, shortcut, expanded, main = false, onPress }: ControlProps) {
  const shortcuts = useShortcuts();
  const key = shortcuts ? shortcut : undefined;
  return (
    <button
      type="button"
      className={style.control}
      data-main={main || undefined}
      aria-label={label}
      title={key ? `${label} (${key})` : label}
      aria-keyshortcuts={key}
      aria-expanded={expanded}
      onClick={onPress}
    >
      <Icon name={icon} size={main ? 24 : 20} />
    </button>
  );
}

function Rate({ rate, onRate }: { rate: number; onRate: (rate: number) => void }) {
  const text = useText();
  const formats = useFormats();
  return (
    <select
      className={style.choice}
      aria-label={text('media.speed')}
      title={text('media.speed')}
      value={String(rate)}
      onChange={event => onRate(Number(event.currentTarget.value))}
    >
      {RATES.map(each => (
        <option key={each} value={String(each)}>
          {formats.number(each)}×
        </option>
      ))}
    </select>
  );
}

function CaptionsChoice({ captions }: { captions: Captions }) {
  const text = useText();
  const languageName = useLanguageName();
  const { languages, language, isOn, choose } = captions;
  return (
    <span className={style.captions}>
      <Icon name="captions" />
      <select
        className={style.choice}
        aria-label={text('media.captions')}
        title={text('media.captions')}
        value={isOn ? language : ''}
        onChange={event => choose(event.currentTarget.value || undefined)}
      >
        <option value="">{text('media.captions-off')}</option>
        {languages.map(tag => (
          <option key={tag} value={tag} lang={tag}>
            {languageName(tag)}
          </option>
        ))}
      </select>
    </span>
  );
}

/** Whether the whole screen is used. */
function useFull(): boolean {
  const [isFull, setFull] = useState(false);
  useEffect(() => {
    const follow = () => setFull(Boolean(document.fullscreenElement));
    document.addEventListener('fullscreenchange', follow);
    return () => document.removeEventListener('fullscreenchange', follow);
  }, []);
  return isFull;
}
