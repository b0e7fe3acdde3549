import { useQueryClient } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import { LOCALE_NAMES, LOCALES, type Locale } from 'shared/i18n/locales';
import { chooseLocale, useLocale } from 'shared/i18n/text';
import { Choice } from 'shared/parts/choice';
import { APPEARANCES, chooseAppearance, useAppearance } from 'shared/theme/appearance';
import { meQuery } from '../../../shell/queries';
import { useText } from '../../../text';
import { switchShortcuts, useShortcuts } from '../../course/shortcuts';
import style from './profile.module.css';

/** Language and appearance take effect at once; there is nothing to save. */
export function Look() {
  const text = useText();
  const locale = useLocale();
  const appearance = useAppearance();
  const shortcuts = useShortcuts();
  const client = useQueryClient();

  /** At once here, and with the member to their other devices. */
  async function choose(next: Locale) {
    await chooseLocale(next);
    const asked = answered(api.PATCH('/v1/me', { body: { locale: next } }));
    await asked.then(me => client.setQueryData(meQuery.queryKey, me)).catch(() => undefined);
  }

  return (
    <section className={style.card} aria-labelledby="look">
      <h2 id="look">{text('profile.look')}</h2>
      <Choice<Locale>
        legend={text('profile.language')}
        name="language"
        value={locale}
        options={LOCALES.map(each => ({ value: each, label: LOCALE_NAMES[each], lang: each }))}
        onChange={choose}
      />
      <Choice
        legend={text('profile.appearance')}
        name="appearance"
        value={appearance}
        options={APPEARANCES.map(each => ({ value: each, label: text(`profile.${each}`) }))}
        onChange={chooseAppearance}
      />
      <div id="shortcuts">
        <Choice
          legend={text('profile.shortcuts')}
          name="shortcuts"
          value={shortcuts ? 'on' : 'off'}
          options={[
            { value: 'on', label: text('profile.shortcuts-on') },
            { value: 'off', label: text('profile.shortcuts-off') },
          ]}
          onChange={value => switchShortcuts(value === 'on')}
        />
        <p className={style.soft}>{text('profile.shortcuts-hint')}</p>
      </div>
    </section>
  );
}
