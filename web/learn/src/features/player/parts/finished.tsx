import { PageTitle } from 'shared/app/page-title';
import { buttonLook } from 'shared/parts/button';
import { Icon } from 'shared/parts/icon';
import { Link } from 'wouter';
import { useText } from '../../../text';
import style from './player.module.css';

export function Finished({ title }: { title: string }) {
  const text = useText();
  return (
    <div className={style.finished}>
      <span className={style.medal}>
        <Icon name="check" size={40} />
      </span>
      <PageTitle>{text('finish.title')}</PageTitle>
      <p>{text('finish.text', { title })}</p>
      <div className={style.ways}>
        <Link href="/" className={buttonLook('main')}>
          {text('finish.home')}
        </Link>
        <Link href="/catalogue" className={buttonLook('plain')}>
          {text('home.browse')}
        </Link>
      </div>
    </div>
  );
}
