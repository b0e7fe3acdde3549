import { Link } from '@tanstack/react-router';
import { useId } from 'react';
import { Icon } from 'shared/parts/icon';
import { useMay } from '../access';
import { PanelIcon } from '../parts/panel-icon';
import { useText } from '../text';
import { sectionsFor } from './navigation';
import style from './side-nav.module.css';

export function SideNav({ onChoose }: { onChoose?: () => void }) {
  const text = useText();
  const id = useId();
  const sections = sectionsFor(useMay());
  return (
    <nav className={style.nav} aria-label={text('nav.label')}>
      <Link to="/" className={style.item} activeOptions={{ exact: true }} onClick={onChoose}>
        <Icon name="home" size={18} />
        {text('overview')}
      </Link>
      {sections.map(section => (
        <section key={section.label} aria-labelledby={id + section.label}>
          <h2 id={id + section.label} className={style.section}>
            {text(section.label)}
          </h2>
          <ul>
            {section.items.map(item => (
              <li key={item.to}>
                <Link to={item.to} className={style.item} activeOptions={{ includeSearch: false }} onClick={onChoose}>
                  {'panel' in item.icon ? (
                    <PanelIcon name={item.icon.panel} size={18} />
                  ) : (
                    <Icon name={item.icon.shared} size={18} />
                  )}
                  {text(item.label)}
                </Link>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </nav>
  );
}
