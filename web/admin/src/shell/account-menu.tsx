import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from 'shared/api/client';
import { answered } from 'shared/api/problem';
import { LOCALE_NAMES, LOCALES, type Locale } from 'shared/i18n/locales';
import { chooseLocale, useLocale } from 'shared/i18n/text';
import { Choice } from 'shared/parts/choice';
import { Dialog } from 'shared/parts/dialog';
import { Icon } from 'shared/parts/icon';
import { Menu } from 'shared/parts/menu';
import { ProblemNote } from 'shared/parts/problem-note';
import { signOut } from 'shared/session/sign-out';
import { APPEARANCES, chooseAppearance, useAppearance } from 'shared/theme/appearance';
import { useMe } from '../access';
import { PanelIcon } from '../parts/panel-icon';
import { useText } from '../text';
import style from './account-menu.module.css';
import { meQuery } from './queries';

export function AccountMenu({ onLook }: { onLook: () => void }) {
  const text = useText();
  const me = useMe();
  return (
    <Menu
      label={text('account.label', { name: me.name })}
      face={
        <>
          <span className={style.initial} aria-hidden="true">
            {me.name.charAt(0)}
          </span>
          <span className={style.name}>{me.name}</span>
          <PanelIcon name="down" size={16} />
        </>
      }
    >
      <p className={style.who}>
        <strong>{me.name}</strong>
        <span>{me.email}</span>
      </p>
      <a href="/">
        <PanelIcon name="external" size={18} />
        {text('to-portal')}
      </a>
      <button type="button" onClick={onLook}>
        <Icon name="settings" size={18} />
        {text('account.look')}
      </button>
      <button type="button" onClick={() => void signOut()}>
        <Icon name="leave" size={18} />
        {text('sign-out')}
      </button>
    </Menu>
  );
}

export function LookDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const text = useText();
  return (
    <Dialog title={text('account.look')} open={open} onClose={onClose}>
      <LanguageAndAppearance />
    </Dialog>
  );
}

function LanguageAndAppearance() {
  const text = useText();
  const locale = useLocale();
  const appearance = useAppearance();
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: (chosen: Locale) => answered(api.PATCH('/v1/me', { body: { locale: chosen } })),
    onSuccess: me => client.setQueryData(meQuery.queryKey, me),
  });
  return (
    <>
      <Choice
        legend={text('language')}
        name="language"
        value={locale}
        options={LOCALES.map(each => ({ value: each, label: LOCALE_NAMES[each], lang: each }))}
        onChange={chosen => {
          void chooseLocale(chosen);
          save.mutate(chosen);
        }}
      />
      <Choice
        legend={text('appearance')}
        name="appearance"
        value={appearance}
        options={APPEARANCES.map(each => ({ value: each, label: text(`appearance.${each}`) }))}
        onChange={chooseAppearance}
      />
      {save.error && <ProblemNote error={save.error} />}
    </>
  );
}
