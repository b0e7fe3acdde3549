import type { Schema } from '../api/schemas';
import { useSharedText } from '../i18n/text';
import { buttonLook } from '../parts/button';
import { UNKNOWN_MEMBER } from '../session/session';
import { keep } from '../session/storage';
import style from './sign-in.module.css';

/** The browser comes back to the page that it is on. */
function startAddress(workspace: string, by: { provider: string } | { domain: string }): string {
  return `/v1/auth/sso/start?${new URLSearchParams({ workspace, ...by, return_to: location.pathname })}`;
}

/** Who comes back has a cookie, and no page yet that knows of it. */
function expectReturn(): void {
  keep('member', UNKNOWN_MEMBER);
}

/** For an address whose people come from their own provider alone. */
export function SsoRequired({ workspace, email }: { workspace: string; email: string }) {
  const text = useSharedText();
  const domain = email.trim().split('@').at(-1) ?? '';
  return (
    <div className={style.form}>
      <p>{text('sso.required', { domain })}</p>
      <a className={buttonLook('main')} href={startAddress(workspace, { domain })} onClick={expectReturn}>
        {text('sso.go')}
      </a>
    </div>
  );
}

export function SsoButtons({ workspace }: { workspace: Schema<'SignInPage'> }) {
  const text = useSharedText();
  const { providers } = workspace;
  if (providers.length === 0) return null;
  return (
    <div className={style.providers}>
      {providers.map(provider => (
        <a
          key={provider.identity_provider_id}
          className={buttonLook('plain')}
          href={startAddress(workspace.workspace, { provider: provider.identity_provider_id })}
          onClick={expectReturn}
        >
          {text('sso.with', { name: provider.name })}
        </a>
      ))}
      <p className={style.or}>{text('sso.or')}</p>
    </div>
  );
}
