import { buttonLook } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { useText } from '../../../text';
import type { Kind, TaskProps } from './kind';
import style from './kinds.module.css';

/** The API takes web addresses only; this is the second lock on the same door. */
function isWebAddress(address: string): boolean {
  return /^https?:\/\//i.test(address);
}

/** A page elsewhere. It opens beside the lesson and learns nothing of it. */
function LinkTask({ content }: TaskProps<'link'>) {
  const text = useText();
  const { address } = content;
  return (
    <div className={style.link}>
      <span className={style.sign}>
        <Icon name="link" />
      </span>
      <p className={style.address} dir="ltr">
        {address}
      </p>
      {isWebAddress(address) && (
        <a href={address} target="_blank" rel="noopener noreferrer" className={buttonLook('main')}>
          {text('link-lesson.open')}
          <span className="visually-hidden"> ({text('link-lesson.new-tab')})</span>
          <Icon name="link" size={18} />
        </a>
      )}
      <p className={style.hint}>{text('link-lesson.hint')}</p>
    </div>
  );
}

export const link: Kind<'link'> = { Task: LinkTask };
