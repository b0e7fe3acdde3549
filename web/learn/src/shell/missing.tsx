import { PageTitle } from 'shared/app/page-title';
import { buttonLook } from 'shared/parts/button';
import { Link } from 'wouter';
import { useText } from '../text';
import style from './missing.module.css';

export default function Missing() {
  const text = useText();
  return (
    <div className={style.missing}>
      <PageTitle>{text('missing.title')}</PageTitle>
      <p>{text('missing.text')}</p>
      <Link href="/" className={buttonLook('main')}>
        {text('finish.home')}
      </Link>
    </div>
  );
}
