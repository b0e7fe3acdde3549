import type { ReactNode } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { State } from 'shared/parts/state';
import style from './package.module.css';
import type { Stage } from './stage';
import { usePackageText } from './text';

interface CoveringProps {
  stage: Stage;
  onLeave: () => void;
  onTakeOver: () => void;
}

/** What stands in the place of a package that does not run. */
export function Covering({ stage, onLeave, onTakeOver }: CoveringProps) {
  const text = usePackageText();
  const formats = useFormats();
  const back = <Button onClick={onLeave}>{text('package.back')}</Button>;
  switch (stage.at) {
    case 'opening':
      return (
        <Cover>
          <p role="status">{text('package.opening')}</p>
        </Cover>
      );
    case 'elsewhere':
      return (
        <Cover>
          <State
            icon="device"
            title={text('package.elsewhere')}
            action={
              <div className={style.ways}>
                <Button look="main" onClick={onTakeOver}>
                  {text('package.take-over')}
                </Button>
                {back}
              </div>
            }
          >
            {text('package.elsewhere-text', { since: formats.dateTime(stage.since ?? '') })}
          </State>
        </Cover>
      );
    case 'failed':
      return (
        <Cover>
          <State icon={stage.status === 0 ? 'cloud' : 'alert'} title={text('package.failed')} action={back}>
            {text(reason(stage.status))}
          </State>
        </Cover>
      );
    default:
      return null;
  }
}

function reason(status: number | undefined) {
  if (status === 0) return 'package.failed-network';
  return status === 401 || status === 403 ? 'package.failed-expired' : 'package.failed-other';
}

function Cover({ children }: { children: ReactNode }) {
  return <div className={style.cover}>{children}</div>;
}
