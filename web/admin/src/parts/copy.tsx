import { useEffect, useState } from 'react';
import { Button } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { useText } from '../text';
import style from './copy.module.css';
import { PanelIcon } from './panel-icon';

/** A value to be taken elsewhere, whole and in one click. */
export function Copy({ label, value }: { label: string; value: string }) {
  const text = useText();
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 3000);
    return () => clearTimeout(timer);
  }, [copied]);

  return (
    <div className={style.copy}>
      <span className={style.label}>{label}</span>
      <div className={style.line}>
        <code className={style.value}>{value}</code>
        <Button
          aria-label={text('copy.what', { label })}
          icon={copied ? <Icon name="check" size={16} /> : <PanelIcon name="copy" size={16} />}
          onClick={async () => {
            await navigator.clipboard.writeText(value);
            setCopied(true);
          }}
        >
          <span aria-live="polite">{text(copied ? 'copy.done' : 'copy')}</span>
        </Button>
      </div>
    </div>
  );
}
