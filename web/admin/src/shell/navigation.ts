import type { IconName } from 'shared/parts/icon';
import type { Access } from '../access';
import type { PanelIconName } from '../parts/panel-icon';
import type { TextId } from '../text';

interface Item {
  to: string;
  label: TextId;
  icon: { panel: PanelIconName } | { shared: IconName };
  needs: keyof Access;
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
      { to: '/people', label: 'people', icon: { panel: 'people' }, needs: 'readPeople' },
      { to: '/groups', label: 'groups', icon: { panel: 'groups' }, needs: 'readWorkspace' },
      { to: '/team', label: 'team', icon: { panel: 'team' }, needs: 'team' },
    ],
  },
  {
    label: 'nav.learning',
    items: [
      { to: '/courses', label: 'nav.courses', icon: { shared: 'learning' }, needs: 'readCourses' },
      { to: '/imports', label: 'nav.imports', icon: { panel: 'import' }, needs: 'readCourses' },
    ],
  },
  {
    label: 'nav.workspace',
    items: [
      { to: '/settings', label: 'settings', icon: { shared: 'settings' }, needs: 'readWorkspace' },
      { to: '/sign-in', label: 'sso', icon: { panel: 'shield' }, needs: 'readWorkspace' },
      { to: '/api-clients', label: 'clients', icon: { panel: 'key' }, needs: 'readWorkspace' },
      { to: '/support', label: 'support', icon: { panel: 'life' }, needs: 'readWorkspace' },
      { to: '/audit', label: 'audit', icon: { panel: 'log' }, needs: 'audit' },
    ],
  },
  {
    label: 'nav.platform',
    items: [
      { to: '/platform/workspaces', label: 'workspaces', icon: { panel: 'building' }, needs: 'platform' },
      { to: '/platform/agents', label: 'agents', icon: { panel: 'agent' }, needs: 'platform' },
      { to: '/platform/dead-letters', label: 'letters', icon: { panel: 'letters' }, needs: 'platform' },
    ],
  },
];

export function sectionsFor(access: Access): Section[] {
  return SECTIONS.map(section => ({ ...section, items: section.items.filter(item => access[item.needs]) })).filter(
    section => section.items.length > 0,
  );
}
