import type { Schema } from 'shared/api/schemas';
import { listOf } from '../../people/parts/roles-field';

type Provider = Schema<'IdentityProvider'>;

export interface GroupRole {
  group: string;
  role: Schema<'GroupRole'>;
}

/** What can be said of a provider, whatever it speaks. */
export interface Rules {
  name: string;
  domains: string;
  enforced: boolean;
  just_in_time: boolean;
  link_by_verified_email: boolean;
  trust_domain_emails: boolean;
  second_factor_by_provider: boolean;
  attributes: { email: string; name: string; groups: string };
  group_roles: readonly GroupRole[];
}

/** As for Entra ID, the first of the presets. */
export const NO_RULES: Rules = {
  name: '',
  domains: '',
  enforced: false,
  just_in_time: false,
  link_by_verified_email: false,
  trust_domain_emails: true,
  second_factor_by_provider: false,
  attributes: { email: '', name: '', groups: '' },
  group_roles: [],
};

export function rulesOf(provider: Provider): Rules {
  const { name, domains, enforced, just_in_time, link_by_verified_email, trust_domain_emails } = provider;
  const { second_factor_by_provider, attributes } = provider;
  return {
    name,
    domains: domains.join(', '),
    enforced,
    just_in_time,
    link_by_verified_email,
    trust_domain_emails,
    second_factor_by_provider,
    attributes: { email: attributes.email, name: attributes.name, groups: attributes.groups ?? '' },
    group_roles: Object.entries(provider.group_roles).map(([group, role]) => ({ group, role })),
  };
}

/** The same for the API; the names of attributes that are left empty are the usual ones. */
export function wireOf({ domains, attributes, group_roles, ...rest }: Partial<Rules>) {
  const { email = '', name = '', groups = '' } = attributes ?? {};
  const named = email.trim() && name.trim();
  return {
    ...rest,
    ...(domains !== undefined && { domains: listOf(domains) }),
    ...(named && { attributes: { email: email.trim(), name: name.trim(), groups: groups.trim() || null } }),
    ...(group_roles && {
      group_roles: Object.fromEntries(
        group_roles.filter(each => each.group.trim()).map(each => [each.group.trim(), each.role]),
      ),
    }),
  };
}
