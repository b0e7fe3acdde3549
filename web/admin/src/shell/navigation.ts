import type { Schema } from 'shared/api/schemas';
import type { IconName } from 'shared/parts/icon';
import type { May } from '../access';
import type { PanelIconName } from '../parts/panel-icon';
import type { TextId } from '../text';

interface Item {
  to: string;
  label: TextId;
  icon: { panel: PanelIconName } | { shared: IconName };
  needs: Schema<'Permission'>;
  /** Not for whoever is allowed this. */
  unless?: Schema<'Permission'>;
}

interface Section {
  label: TextId;
  items: readonly Item[];
}

/** The ways through the panel; a section of which nothing is allowed does not appear. */
const SECTIONS: readonly Section[] = [
  {
    label: 'nav.people',
    items: [
      { to: '/people', label: 'people', icon: { panel: 'people' }, needs: 'view_people' },
      { to: '/groups', label: 'groups', icon: { panel: 'groups' }, needs: 'view_workspace' },
      { to: '/requests', label: 'requests', icon: { panel: 'inbox' }, needs: 'view_people' },
      { to: '/team', label: 'team', icon: { panel: 'team' }, needs: 'view_team' },
    ],
  },
  {
    label: 'nav.learning',
    items: [
      { to: '/courses', label: 'nav.courses', icon: { shared: 'learning' }, needs: 'view_courses' },
      { to: '/question-banks', label: 'nav.question-banks', icon: { shared: 'quiz' }, needs: 'view_courses' },
      { to: '/paths', label: 'nav.paths', icon: { shared: 'path' }, needs: 'view_courses' },
      {
        to: '/global-courses',
        label: 'global',
        icon: { panel: 'globe' },
        needs: 'view_courses',
        // Operators make it.
        unless: 'operate_platform',
      },
      { to: '/imports', label: 'nav.imports', icon: { panel: 'import' }, needs: 'view_courses' },
    ],
  },
  {
    label: 'nav.workspace',
    items: [
      { to: '/settings', label: 'settings', icon: { shared: 'settings' }, needs: 'view_workspace' },
      { to: '/sign-in', label: 'sso', icon: { panel: 'shield' }, needs: 'view_workspace' },
      { to: '/api-clients', label: 'clients', icon: { panel: 'key' }, needs: 'view_workspace' },
      { to: '/support', label: 'support', icon: { panel: 'life' }, needs: 'view_workspace' },
      { to: '/audit', label: 'audit', icon: { panel: 'log' }, needs: 'view_audit_log' },
    ],
  },
  {
    label: 'nav.platform',
    items: [
      { to: '/platform/workspaces', label: 'workspaces', icon: { panel: 'building' }, needs: 'operate_platform' },
      { to: '/platform/courses', label: 'offers', icon: { panel: 'globe' }, needs: 'operate_platform' },
      { to: '/platform/collections', label: 'collections', icon: { shared: 'catalogue' }, needs: 'operate_platform' },
      { to: '/platform/agents', label: 'agents', icon: { panel: 'agent' }, needs: 'operate_platform' },
      { to: '/platform/dead-letters', label: 'letters', icon: { panel: 'letters' }, needs: 'operate_platform' },
    ],
  },
];

export function sectionsFor(may: May): Section[] {
  const isFor = ({ needs, unless }: Item) => may(needs) && !(unless && may(unless));
  return SECTIONS.map(section => ({ ...section, items: section.items.filter(isFor) })).filter(
    section => section.items.length > 0,
  );
}
